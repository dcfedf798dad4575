import { moved, type PackageLine, type PackageStatus, type ShipmentPackage } from './shipment-package.js';

/** Part of a line: all of it, or some of its pieces. */
export interface LinePart {
  readonly orderLineId: number;
  readonly quantity: number;
}

/** A child package to make: its parts, and the status it is born with. */
export interface ChildPlan {
  readonly status: Extract<PackageStatus, 'Picking' | 'Created' | 'UnSupplied' | 'Cancelled'>;
  readonly parts: readonly LinePart[];
}

/** Fresh numbers for children, drawn in order. */
export interface NumberSource {
  readonly packageId: () => string;
  readonly orderLineId: () => number;
}

export interface Split {
  readonly parent: ShipmentPackage;
  readonly children: readonly ShipmentPackage[];
}

/**
 * Splits a package by parts: the parent becomes `Unpacked`, each plan and whatever is left over becomes a new package with its
 * own id and campaign code. Lines cut by quantity get new order line ids; a whole line keeps its own unless
 * `renumberLines` says otherwise.
 */
export function splitPackage(pkg: ShipmentPackage, plans: readonly ChildPlan[], options: { numbers: NumberSource; atMs: number; renumberLines: boolean }): Split {
  const named = plans.flatMap((plan) => plan.parts);
  const left = pkg.lines.map((line) => ({ orderLineId: line.orderLineId, quantity: line.quantity - taken(named, line.orderLineId) })).filter((part) => part.quantity > 0);
  const rest: ChildPlan[] = left.length > 0 ? [{ status: pkg.status === 'Created' ? 'Created' : 'Picking', parts: left }] : [];
  return {
    parent: moved(pkg, 'Unpacked', options.atMs),
    children: [...plans, ...rest].map((plan) => child(pkg, plan, options)),
  };
}

/** Why the parts cannot be taken from the package, or undefined when they can. */
export function partsProblem(pkg: ShipmentPackage, parts: readonly LinePart[]): string | undefined {
  const unknown = parts.find((part) => !pkg.lines.some((line) => line.orderLineId === part.orderLineId));
  if (unknown) return `orderLineId bulunamadı: ${unknown.orderLineId}`;
  if (parts.some((part) => !Number.isSafeInteger(part.quantity) || part.quantity <= 0)) return 'Miktar sıfırdan büyük olmalıdır.';
  const tooMuch = pkg.lines.find((line) => taken(parts, line.orderLineId) > line.quantity);
  return tooMuch && `Miktar sipariş kalemindeki adedi aşamaz: ${tooMuch.orderLineId}`;
}

function child(pkg: ShipmentPackage, plan: ChildPlan, { numbers, atMs, renumberLines }: { numbers: NumberSource; atMs: number; renumberLines: boolean }): ShipmentPackage {
  const id = numbers.packageId();
  const lines = plan.parts.map((part) => partOf(lineOf(pkg, part.orderLineId), part.quantity, renumberLines ? numbers.orderLineId() : undefined));
  return {
    ...pkg,
    id,
    campaignCode: id,
    status: plan.status,
    lines,
    modifiedAtMs: atMs,
    history: [...pkg.history, { status: plan.status, atMs }],
  };
}

function partOf(line: PackageLine, quantity: number, newId: number | undefined): PackageLine {
  const share = (minor: number): number => Math.round((minor * quantity) / line.quantity);
  return {
    ...line,
    orderLineId: newId ?? line.orderLineId,
    quantity,
    sellerDiscountMinor: share(line.sellerDiscountMinor),
    mallDiscountMinor: share(line.mallDiscountMinor),
    laborCostMinor: share(line.laborCostMinor),
  };
}

function lineOf(pkg: ShipmentPackage, orderLineId: number): PackageLine {
  const line = pkg.lines.find((candidate) => candidate.orderLineId === orderLineId);
  if (!line) throw new Error(`package ${pkg.id} has no line ${orderLineId}`);
  return line;
}

function taken(parts: readonly LinePart[], orderLineId: number): number {
  return parts.reduce((total, part) => (part.orderLineId === orderLineId ? total + part.quantity : total), 0);
}
