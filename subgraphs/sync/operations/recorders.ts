import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { Catalog } from '../../catalog/index.js';
import type { WriteOutcome } from '../../catalog/operations/write-outcome.js';
import type { Orders } from '../../orders/index.js';
import type { RequestedAction } from '../../orders/operations/request-action.js';
import type { Connector } from '../connector/contract.js';
import type { OperationKind, SyncOperation } from '../domain/operation.js';
import { NOTHING_RECORDED, type Recorded } from '../domain/recorded-outcome.js';
import { inCallersPlaces, type AdjustRequest, type ConflictRequest, type OrderRequest, type PriceRequest, type PublishRequest, type ReadItems, type RunRequest, type StockRequest, type WithdrawRequest } from '../domain/requests.js';
import type { Lane } from '../domain/lane.js';
import type { LaneStore } from '../store/lane-store.js';
import type { Recorder } from './record-request.js';

export interface RecorderDeps {
  readonly catalog: Pick<Catalog, 'setPrices' | 'setStock' | 'adjustStock' | 'publishListings' | 'withdrawListings' | 'resolveConflicts'>;
  readonly remoteKeysOf: (storeId: StoreId) => Promise<Connector['remoteKeyOf']>;
  readonly orders: Pick<Orders, 'acceptOrder' | 'shipOrder' | 'cancelOrderLines' | 'splitOrderPackage'>;
  readonly lanes: Pick<LaneStore, 'requestRun'>;
  readonly pollOrders: (store: { readonly storeId: StoreId; readonly sellerId: SellerId }) => Promise<void>;
  readonly now: () => Date;
}

/** Which owner a request is handed to, by kind. Each owner knows operations by id, so handing on twice counts once. */
export function createRecorders({ catalog, orders, lanes, remoteKeysOf, pollOrders, now }: RecorderDeps): Readonly<Record<OperationKind, Recorder>> {
  const run = (kind: Lane['runs'][number]['kind']): Recorder => async ({ _id: operationId, sellerId, request }) => {
    const { storeId } = request as RunRequest;
    await lanes.requestRun(storeId, sellerId, { operationId, kind }, now());
    if (kind === 'ORDERS') await pollOrders({ storeId, sellerId });
    return { outcome: NOTHING_RECORDED, storeIds: [storeId], total: 0 };
  };

  return {
    PRICE_SET: (operation) => recordItems(operation.request as PriceRequest, ({ items, storeIds }) => catalog.setPrices({ ...idsOf(operation), items, ...(storeIds ? { storeIds } : {}) })),
    STOCK_SET: (operation) => recordItems(operation.request as StockRequest, ({ items }) => catalog.setStock({ ...idsOf(operation), items })),
    STOCK_ADJUST: (operation) => recordItems(operation.request as AdjustRequest, ({ items }) => catalog.adjustStock({ ...idsOf(operation), items })),
    LISTING_PUBLISH: (operation) =>
      recordItems(operation.request as PublishRequest, async ({ items, storeId, isOnSale }) => catalog.publishListings({ ...idsOf(operation), items, storeId, isOnSale, remoteKeyOf: await remoteKeysOf(storeId) })),
    LISTING_WITHDRAW: (operation) => recordItems(operation.request as WithdrawRequest, ({ items, storeId }) => catalog.withdrawListings({ ...idsOf(operation), items, storeId })),
    CONFLICT_RESOLVE: async (operation) => {
      const { variants, storeIds, listings, userErrors } = await catalog.resolveConflicts({ ...idsOf(operation), keyId: operation.keyId, ...(operation.request as ConflictRequest) });
      return { outcome: { ...NOTHING_RECORDED, variantIds: variants.map(({ _id }) => _id), userErrors }, storeIds, total: listings };
    },
    ORDER_ACCEPT: async (operation) => recordedAction(await orders.acceptOrder({ ...idsOf(operation), ...(operation.request as OrderRequest) })),
    ORDER_SHIP: async (operation) => recordedAction(await orders.shipOrder({ ...idsOf(operation), ...(operation.request as OrderRequest) })),
    ORDER_CANCEL_LINES: async (operation) => {
      const { lines = [], reason = 'OTHER', ...request } = operation.request as OrderRequest;
      return recordedAction(await orders.cancelOrderLines({ ...idsOf(operation), ...request, lines, reason }));
    },
    ORDER_SPLIT: async (operation) => {
      const { lines = [], remotePackageId = '', ...request } = operation.request as OrderRequest;
      return recordedAction(await orders.splitOrderPackage({ ...idsOf(operation), ...request, remotePackageId, lines }));
    },
    SYNC_OFFERS: run('OFFERS'),
    SYNC_ORDERS: run('ORDERS'),
    SYNC_VERIFY: run('VERIFY'),
    SYNC_VERIFY_ORDERS: run('VERIFY_ORDERS'),
  };
}

function idsOf({ sellerId, _id: operationId }: SyncOperation) {
  return { sellerId, operationId };
}

/** Items that could be read go to the owner; its errors come back in the caller's own places, after those of reading. */
async function recordItems<T extends ReadItems<unknown>>(request: T, hand: (request: T) => Promise<WriteOutcome>): Promise<Recorded> {
  const { variants, storeIds, listings, userErrors } = request.items.length > 0 ? await hand(request) : { variants: [], storeIds: [], listings: 0, userErrors: [] };
  const errors = [...request.refused, ...inCallersPlaces(userErrors, request.places)];
  return { outcome: { ...NOTHING_RECORDED, variantIds: variants.map(({ _id }) => _id), userErrors: errors }, storeIds, total: listings };
}

function recordedAction({ order, actions, userErrors }: RequestedAction): Recorded {
  return { outcome: { ...NOTHING_RECORDED, orderIds: order ? [order._id] : [], userErrors }, storeIds: order ? [order.storeId] : [], total: actions.length };
}
