import { sellerCancelReasons } from '../domain/claim.js';
import type { PackageLine, ShipmentPackage } from '../domain/shipment-package.js';
import { partsProblem, splitPackage, type ChildPlan, type LinePart, type NumberSource, type Split } from '../domain/split-package.js';
import type { Market } from '../market.js';
import { packageOfLine, savePackage } from '../packages-store.js';

/** A refusal in words; the HTTP status of one is unknown, so it travels as `{code: 400, message}` with HTTP 200 (sandbox choice). */
export type SplitOutcome = { readonly children: readonly ShipmentPackage[] } | { readonly problem: string };

/** POST splitCombinePackage: whole lines into new packages; lines not named go together into a further one. */
export function splitByLines(market: Market, { sellerId, body }: { sellerId: number; body: unknown }): SplitOutcome {
  const groups = list((body as { splitGroups?: unknown } | null)?.splitGroups).map((group) => list((group as { orderLineIds?: unknown }).orderLineIds).map(Number));
  const first = groups[0]?.[0];
  if (first === undefined || groups.some((group) => group.length === 0)) return { problem: 'splitGroups alanı boş olamaz.' };
  const found = pickingPackage(market, sellerId, first);
  if ('problem' in found) return found;
  const lineIds = groups.flat();
  if (new Set(lineIds).size !== lineIds.length) return { problem: 'Bir sipariş kalemi yalnızca bir grupta yer alabilir.' };
  if (groups.length === 1 && lineIds.length === found.pkg.lines.length) return { problem: 'Paketin tamamı tek pakete bölünemez.' };
  const whole = (orderLineId: number): LinePart => ({ orderLineId, quantity: found.pkg.lines.find((line) => line.orderLineId === orderLineId)?.quantity ?? 0 });
  return split(market, found.pkg, groups.map((group) => ({ status: 'Picking', parts: group.map(whole) })), false);
}

/** POST splitPackageByQuantity: pieces into new packages, some of them cancelled as `UnSupplied`; line ids are new. */
export function splitByQuantity(market: Market, { sellerId, body }: { sellerId: number; body: unknown }): SplitOutcome {
  const { splitPackages, cancelledItems } = (body ?? {}) as { splitPackages?: unknown; cancelledItems?: unknown };
  const kept = list(splitPackages).map((group) => list((group as { packageDetails?: unknown }).packageDetails).map((detail) => part(detail, 'quantities')));
  const cancelled = list(cancelledItems);
  const first = kept[0]?.[0];
  if (!first || kept.some((parts) => parts.length === 0)) return { problem: 'splitPackages alanı boş olamaz, iptal tek başına gönderilemez.' };
  if (cancelled.some((item) => !sellerCancelReasons.some(({ id }) => id === Number((item as { cancelReasonId?: unknown }).cancelReasonId)))) return { problem: 'cancelReasonId geçersiz.' };
  const found = pickingPackage(market, sellerId, first.orderLineId);
  if ('problem' in found) return found;
  const refused = cancelled.map((item) => part(item, 'quantity'));
  const plans: ChildPlan[] = [...kept.map((parts) => ({ status: 'Picking' as const, parts })), ...(refused.length > 0 ? [{ status: 'UnSupplied' as const, parts: refused }] : [])];
  return split(market, found.pkg, plans, true);
}

/** Cuts pieces out of a package into a child of its own; a whole package simply moves. Shared by the kinds of partial cancel. */
export function cutOut(market: Market, pkg: ShipmentPackage, plan: ChildPlan): SplitOutcome {
  return split(market, pkg, [plan], true);
}

function split(market: Market, pkg: ShipmentPackage, plans: readonly ChildPlan[], renumberLines: boolean): SplitOutcome {
  const problem = partsProblem(pkg, plans.flatMap((plan) => plan.parts));
  if (problem !== undefined) return { problem };
  const result: Split = splitPackage(pkg, plans, { numbers: numbersOf(market), atMs: market.nowMs(), renumberLines });
  for (const changed of [result.parent, ...result.children]) savePackage(market, changed);
  return { children: result.children };
}

/** The row of a new line in the answer of splitPackageByQuantity. */
export function splitItemRow(pkg: ShipmentPackage, line: PackageLine): object {
  return { orderNumber: pkg.orderNumber, packageId: pkg.id, orderLineId: line.orderLineId, stockCode: line.stockCode, quantity: line.quantity };
}

function pickingPackage(market: Market, sellerId: number, orderLineId: number): { pkg: ShipmentPackage } | { problem: string } {
  const pkg = packageOfLine(market, sellerId, orderLineId);
  if (!pkg) return { problem: `orderLineId bulunamadı: ${orderLineId}` };
  return pkg.status === 'Picking' ? { pkg } : { problem: `Paket ${pkg.status} durumunda olduğu için bölünemez.` };
}

function numbersOf(market: Market): NumberSource {
  return { packageId: () => String(market.next('package')), orderLineId: () => market.next('orderLine') };
}

function part(item: unknown, quantityField: 'quantities' | 'quantity'): LinePart {
  const fields = item as Record<string, unknown>;
  return { orderLineId: Number(fields['orderLineId']), quantity: Number(fields[quantityField]) };
}

function list(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}
