import { cancelDenyReasons, decided, sellerCancelReasons, type CancelClaim, type CancelStatus } from '../domain/claim.js';
import type { ShipmentPackage } from '../domain/shipment-package.js';
import type { LinePart } from '../domain/split-package.js';
import type { Market } from '../market.js';
import { packageOfLine } from '../packages-store.js';
import type { ClaimOutcome } from './decide-returns.js';
import { cancelPieces } from './move-packages.js';

/** A buyer asks the seller to cancel pieces before shipping; the seller decides. One claim per line. */
export function requestCancel(market: Market, pkg: ShipmentPackage, request: { parts: readonly LinePart[]; reasonType: string; reasonDescription: string }): CancelClaim[] {
  return request.parts.flatMap((part) => {
    const claim = claimOf(market, pkg, part, { status: 'REQUESTED', executer: 'BUYER', reasonType: request.reasonType, reasonDescription: request.reasonDescription });
    return claim ? [saveCancel(market, claim)] : [];
  });
}

/** ClaimCancelApprove: the pieces become `Cancelled` and go back on sale. */
export function approveCancel(market: Market, sellerId: number, claimCancelId: string | undefined): ClaimOutcome {
  return decide(market, { sellerId, claimCancelId, to: 'COMPLETED' }, (claim, pkg) => cancelPieces(market, pkg, { to: 'Cancelled', parts: [{ orderLineId: claim.orderLineId, quantity: claim.quantity }] }));
}

export function denyCancel(market: Market, sellerId: number, request: { claimCancelId: string | undefined; denyReasonId: string | undefined; note: string | undefined }): ClaimOutcome {
  const reason = cancelDenyReasons.find(({ id }) => String(id) === request.denyReasonId);
  if (!reason) return refused('denyReason.notFound', 'Red nedeni bulunamadı.');
  if (request.note === undefined) return refused('denyReasonNote.empty', 'Red açıklaması boş olamaz.');
  return decide(market, { sellerId, claimCancelId: request.claimCancelId, to: 'DENIED', denyReasonType: reason.value }, () => ({ children: [] }));
}

/** ClaimCancelPartial: the seller takes pieces of a line in `Picking` out as `UnSupplied` (sandbox choice: at once). */
export function cancelPartially(market: Market, sellerId: number, request: { orderItemId: string | undefined; quantity: string | undefined; reasonTypeId: string | undefined }): ClaimOutcome {
  if (!sellerCancelReasons.some(({ id }) => String(id) === request.reasonTypeId)) return refused('cancelReason.notFound', 'İptal nedeni bulunamadı.');
  const orderLineId = Number(request.orderItemId ?? Number.NaN);
  const pkg = packageOfLine(market, sellerId, orderLineId);
  if (!pkg) return refused('orderItem.notFound', 'Sipariş kalemi bulunamadı.');
  const part = { orderLineId, quantity: Number(request.quantity ?? 0) };
  const claim = claimOf(market, pkg, part, { status: 'COMPLETED', executer: 'SELLER', reasonType: request.reasonTypeId ?? '', reasonDescription: '' });
  const outcome = cancelPieces(market, pkg, { to: 'UnSupplied', parts: [part] });
  if ('problem' in outcome) return refused('orderItem.invalid', outcome.problem);
  if (claim) saveCancel(market, { ...claim, reachedAtMs: { COMPLETED: market.nowMs() } });
  return {};
}

export function saveCancel(market: Market, claim: CancelClaim): CancelClaim {
  const old = market.cancels.get([claim.sellerId, claim.id]);
  market.cancels.put([claim.sellerId, claim.id], claim);
  market.note('cancel', String(claim.id), old?.status ?? null, claim.status);
  return claim;
}

function decide(
  market: Market,
  { sellerId, claimCancelId, to, denyReasonType }: { sellerId: number; claimCancelId: string | undefined; to: CancelStatus; denyReasonType?: string },
  act: (claim: CancelClaim, pkg: ShipmentPackage) => { readonly problem: string } | object,
): ClaimOutcome {
  const claim = market.cancels.get([sellerId, Number(claimCancelId ?? 0)]);
  const pkg = claim && packageOfLine(market, sellerId, claim.orderLineId);
  if (!claim || !pkg) return refused('claimCancel.notFound', 'İptal talebi bulunamadı.');
  if (claim.status !== 'REQUESTED') return refused('claimCancel.invalidStatus', `İptal talebi ${claim.status} durumunda.`);
  const outcome = act(claim, pkg);
  if ('problem' in outcome) return refused('claimCancel.invalidStatus', outcome.problem);
  saveCancel(market, { ...decided<CancelStatus, CancelClaim>(claim, to, 'SELLER', market.nowMs()), denyReasonType: denyReasonType ?? null });
  return {};
}

function claimOf(market: Market, pkg: ShipmentPackage, part: LinePart, facts: Pick<CancelClaim, 'status' | 'executer' | 'reasonType' | 'reasonDescription'>): CancelClaim | undefined {
  const line = pkg.lines.find((candidate) => candidate.orderLineId === part.orderLineId);
  return (
    line && {
      id: market.next('cancelClaim'),
      sellerId: pkg.sellerId,
      packageId: pkg.id,
      orderNumber: pkg.orderNumber,
      orderLineId: part.orderLineId,
      line,
      buyer: pkg.buyer,
      cargoProviderName: pkg.cargoProviderName,
      quantity: part.quantity,
      denyReasonType: null,
      requestedAtMs: market.nowMs(),
      reachedAtMs: {},
      ...facts,
    }
  );
}

function refused(code: string, message: string): ClaimOutcome {
  return { problem: { code: `SELLER_API.${code}`, message } };
}
