import type { Catalog } from '../../catalog/index.js';
import type { Orders } from '../../orders/index.js';
import { type OperationCounts, type OperationKind, type SyncOperation } from '../domain/operation.js';
import type { OperationStore } from '../store/operation-store.js';

/** In whose ledger an operation's values are found; a run is finished by the lane that does it. */
const LEDGER: Readonly<Record<OperationKind, 'LISTINGS' | 'ORDERS' | 'LANE'>> = {
  PRICE_SET: 'LISTINGS',
  STOCK_SET: 'LISTINGS',
  STOCK_ADJUST: 'LISTINGS',
  LISTING_PUBLISH: 'LISTINGS',
  LISTING_WITHDRAW: 'LISTINGS',
  CONFLICT_RESOLVE: 'LISTINGS',
  ORDER_ACCEPT: 'ORDERS',
  ORDER_SHIP: 'ORDERS',
  ORDER_CANCEL_LINES: 'ORDERS',
  ORDER_SPLIT: 'ORDERS',
  SYNC_OFFERS: 'LANE',
  SYNC_ORDERS: 'LANE',
  SYNC_VERIFY: 'LANE',
  SYNC_VERIFY_ORDERS: 'LANE',
};

export interface CountsDeps {
  readonly catalog: Pick<Catalog, 'countByOperation'>;
  readonly orders: Pick<Orders, 'countActions'>;
  readonly operations: Pick<OperationStore, 'outcomeOf'>;
}

/** Counts an operation's values by state; null where counting is not how it ends. */
export function createCountsOf({ catalog, orders, operations }: CountsDeps): (operation: SyncOperation) => Promise<OperationCounts | null> {
  return async ({ _id, sellerId, kind }) => {
    switch (LEDGER[kind]) {
      case 'LISTINGS':
        return toCounts(await catalog.countByOperation(_id));
      case 'ORDERS':
        return toCounts(await orders.countActions({ sellerId, operationId: _id, orderIds: (await operations.outcomeOf(_id))?.orderIds ?? [] }));
      case 'LANE':
        return null;
    }
  };
}

function toCounts(found: Readonly<Partial<Record<Uppercase<keyof OperationCounts>, number>>>): OperationCounts {
  const { QUEUED = 0, SENT = 0, ACCEPTED = 0, APPLIED = 0, VERIFIED = 0, REJECTED = 0, UNKNOWN = 0 } = found;
  return { queued: QUEUED, sent: SENT, accepted: ACCEPTED, applied: APPLIED, verified: VERIFIED, rejected: REJECTED, unknown: UNKNOWN };
}
