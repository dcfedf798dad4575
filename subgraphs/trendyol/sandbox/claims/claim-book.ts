import { randomUUID } from 'node:crypto';
import type { Kernel } from '../kernel.js';
import { divideLines } from '../packages/divide.js';
import type { LineSelection, ShipmentPackage } from '../packages/package.js';
import { claimHead, type Claim, type ClaimItem, type ClaimItemStatus, type ClaimReason } from './claim.js';

export interface ClaimAudit {
  readonly claimId: string;
  readonly claimItemId: string;
  readonly previousStatus: ClaimItemStatus | null;
  readonly newStatus: ClaimItemStatus;
  readonly userInfoDocument: { readonly executorId: string; readonly executorApp: string; readonly executorUser: string };
  readonly date: number;
}

export interface ClaimBook {
  open(one: ShipmentPackage, selection: readonly LineSelection[], opened: { reason: ClaimReason; customerNote: string; status: ClaimItemStatus; requestId: number | null }): Claim;
  byId(sellerId: number, claimId: string): Claim | undefined;
  /** Latest change first. */
  all(sellerId: number): Claim[];
  /** Moves the named items; `by` goes into the audit. */
  move(claim: Claim, itemIds: readonly string[], to: ClaimItemStatus, moved: { by: string; requestId: number | null; change?: Partial<ClaimItem> }): Claim;
  /** The seller's approval, which may be followed by a look for fraud. */
  approve(claim: Claim, itemIds: readonly string[], requestId: number): void;
  audit(sellerId: number, claimItemId: string): ClaimAudit[] | undefined;
}

interface IdleCheck {
  readonly sellerId: number;
  readonly claimId: string;
  readonly itemId: string;
}

interface FraudCheck {
  readonly sellerId: number;
  readonly claimId: string;
  readonly itemIds: readonly string[];
}

const AUTO_ACCEPT_MS = 48 * 3_600_000;

export function createClaimBook({ state, clock, log, settings }: Kernel): ClaimBook {
  const claims = state.store<Claim>('claims');
  const audits = state.store<ClaimAudit[]>('claim-audits');

  const record = (claim: Claim, item: ClaimItem, previousStatus: ClaimItemStatus | null, by: string, requestId: number | null) => {
    const key = [claim.sellerId, item.id];
    const entry: ClaimAudit = { claimId: claim.id, claimItemId: item.id, previousStatus, newStatus: item.status, userInfoDocument: { executorId: by, executorApp: by, executorUser: by }, date: clock.now() };
    audits.put(key, [...(audits.get(key) ?? []), entry]);
    log.recordEffect({ at: clock.now(), what: 'claim', key: item.id, old: previousStatus, new: item.status, requestId });
    if (item.status === 'WaitingInAction') clock.after(AUTO_ACCEPT_MS, 'claim-idle', { sellerId: claim.sellerId, claimId: claim.id, itemId: item.id } satisfies IdleCheck);
  };

  const move: ClaimBook['move'] = (claim, itemIds, to, { by, requestId, change = {} }) => {
    const items = claim.items.map(({ line, claimItems }) => ({
      line,
      claimItems: claimItems.map((item) => {
        if (!itemIds.includes(item.id)) return item;
        const next: ClaimItem = { ...item, ...change, status: to };
        record(claim, next, item.status, by, requestId);
        return next;
      }),
    }));
    const moved = { ...claim, items, lastModifiedDate: clock.now() };
    claims.put([claim.sellerId, claim.id], moved);
    return moved;
  };

  clock.on('claim-idle', ({ sellerId, claimId, itemId }: IdleCheck) => {
    const claim = claims.get([sellerId, claimId]);
    const isIdle = claim?.items.some(({ claimItems }) => claimItems.some(({ id, status }) => id === itemId && status === 'WaitingInAction'));
    if (claim && isIdle) move(claim, [itemId], 'Accepted', { by: 'SYSTEM', requestId: null, change: { isAutoAccepted: true, acceptDetail: 'SYSTEM' } });
  });

  const accept = (claim: Claim, itemIds: readonly string[], requestId: number | null) => move(claim, itemIds, 'Accepted', { by: 'SUPPLIER', requestId, change: { isAcceptedBySeller: true, acceptDetail: 'SUPPLIER' } });

  clock.on('claim-fraud-check', ({ sellerId, claimId, itemIds }: FraudCheck) => {
    const claim = claims.get([sellerId, claimId]);
    if (!claim) return;
    const checked = claim.items.flatMap(({ claimItems }) => claimItems).filter(({ id, status }) => itemIds.includes(id) && status === 'WaitingFraudCheck');
    accept(claim, checked.map(({ id }) => id), null);
  });

  return {
    open: (one, selection, { reason, customerNote, status, requestId }) => {
      const newItem = (lineItemId: string): ClaimItem => ({ id: randomUUID(), orderLineItemId: Number(lineItemId), reason, status, note: '', customerNote, isAutoAccepted: false, isAcceptedBySeller: false, acceptDetail: null });
      const items = divideLines(one.lines, selection).taken.map((line) => ({ line, claimItems: line.discountDetails.map(({ lineItemId }) => newItem(lineItemId)) }));
      const claim: Claim = { id: randomUUID(), ...claimHead(one, clock.now()), items };
      claims.put([claim.sellerId, claim.id], claim);
      items.forEach(({ claimItems }) => claimItems.forEach((item) => record(claim, item, null, 'customer', requestId)));
      return claim;
    },
    byId: (sellerId, claimId) => claims.get([sellerId, claimId]),
    all: (sellerId) => [...claims.range({ start: [sellerId], end: [sellerId + 1] })].map(({ value }) => value).sort((one, other) => other.lastModifiedDate - one.lastModifiedDate),
    move,
    approve: (claim, itemIds, requestId) => {
      const { claimFraudCheckMs } = settings();
      if (claimFraudCheckMs === 0) return void accept(claim, itemIds, requestId);
      move(claim, itemIds, 'WaitingFraudCheck', { by: 'SUPPLIER', requestId, change: { isAcceptedBySeller: true } });
      clock.after(claimFraudCheckMs, 'claim-fraud-check', { sellerId: claim.sellerId, claimId: claim.id, itemIds } satisfies FraudCheck);
    },
    audit: (sellerId, claimItemId) => audits.get([sellerId, claimItemId]),
  };
}
