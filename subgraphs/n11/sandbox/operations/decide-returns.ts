import { decided, isReturnOpen, returnDenyReasons, returnPendingReasons, type ReturnClaim, type ReturnStatus } from '../domain/claim.js';
import type { ShipmentPackage } from '../domain/shipment-package.js';
import type { Market } from '../market.js';

export type ClaimOutcome = { readonly problem?: undefined } | { readonly problem: { readonly code: string; readonly message: string } };

/** A buyer asks to give pieces of a delivered package back: one claim per line. The package itself stays `Delivered`. */
export function requestReturn(market: Market, pkg: ShipmentPackage, request: { lines: readonly { orderLineId: number; quantity: number }[]; reasonType: string; reasonDescription: string }): ReturnClaim[] {
  return request.lines.flatMap(({ orderLineId, quantity }) => {
    const line = pkg.lines.find((candidate) => candidate.orderLineId === orderLineId);
    if (!line) return [];
    const claim: ReturnClaim = {
      id: market.next('returnClaim'),
      sellerId: pkg.sellerId,
      packageId: pkg.id,
      orderNumber: pkg.orderNumber,
      orderLineId,
      line,
      buyer: pkg.buyer,
      cargoProviderName: pkg.cargoProviderName,
      quantity,
      status: 'REQUESTED',
      executer: 'BUYER',
      reasonType: request.reasonType,
      reasonDescription: request.reasonDescription,
      denyReasonType: null,
      requestedAtMs: market.nowMs(),
      reachedAtMs: {},
    };
    saveReturn(market, claim);
    return [claim];
  });
}

export function approveReturn(market: Market, sellerId: number, claimReturnId: string | undefined): ClaimOutcome {
  return decide(market, { sellerId, claimReturnId, to: 'APPROVED' });
}

export function denyReturn(
  market: Market,
  sellerId: number,
  request: { claimReturnId: string | undefined; denyReasonId: string | undefined; note: string | undefined; trackingNumber: string | undefined },
): ClaimOutcome {
  const reason = returnDenyReasons.find(({ id }) => String(id) === request.denyReasonId);
  if (!reason) return refused('denyReason.notFound', 'Red nedeni bulunamadı.');
  if (request.note === undefined) return refused('denyReasonNote.empty', 'Red açıklaması boş olamaz.');
  return decide(market, { sellerId, claimReturnId: request.claimReturnId, to: 'DENIED', denyReasonType: reason.value, sellerTrackingNumber: request.trackingNumber ?? '' });
}

/** Once for each claim, with a reason, a number of days and a note (sandbox choice). */
export function holdReturn(
  market: Market,
  sellerId: number,
  request: { claimReturnId: string | undefined; pendingReasonId: string | undefined; dayCount: string | undefined; note: string | undefined },
): ClaimOutcome {
  if (!returnPendingReasons.some(({ id }) => String(id) === request.pendingReasonId)) return refused('pendingReason.notFound', 'Erteleme nedeni bulunamadı.');
  if (!/^[1-9]\d?$/.test(request.dayCount ?? '')) return refused('pendingDayCount.invalid', 'Erteleme gün sayısı geçersiz.');
  if (request.note === undefined) return refused('pendingReasonNote.empty', 'Erteleme açıklaması boş olamaz.');
  return decide(market, { sellerId, claimReturnId: request.claimReturnId, to: 'PENDED' });
}

export function saveReturn(market: Market, claim: ReturnClaim): void {
  const old = market.returns.get([claim.sellerId, claim.id]);
  market.returns.put([claim.sellerId, claim.id], claim);
  market.note('return', String(claim.id), old?.status ?? null, claim.status);
}

interface Decision {
  readonly sellerId: number;
  readonly claimReturnId: string | undefined;
  readonly to: ReturnStatus;
  readonly denyReasonType?: string;
  readonly sellerTrackingNumber?: string;
}

function decide(market: Market, { sellerId, claimReturnId, to, denyReasonType, sellerTrackingNumber = '' }: Decision): ClaimOutcome {
  const claim = market.returns.get([sellerId, Number(claimReturnId ?? 0)]);
  if (!claim) return refused('claimReturn.notFound', 'İade talebi bulunamadı.');
  if (!isReturnOpen(claim) || claim.status === to) return refused('claimReturn.invalidStatus', `İade talebi ${claim.status} durumunda.`);
  saveReturn(market, { ...decided<ReturnStatus, ReturnClaim>(claim, to, 'SELLER', market.nowMs()), denyReasonType: denyReasonType ?? null, sellerTrackingNumber });
  return {};
}

function refused(code: string, message: string): ClaimOutcome {
  return { problem: { code: `SELLER_API.${code}`, message } };
}
