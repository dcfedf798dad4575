import type { Collection, Db } from 'mongodb';
import type { Clock } from '../../platform/clock.js';
import type { EventLog } from '../../platform/events/event-log.js';
import type { OutboxedDocument } from '../../platform/events/outbox.js';
import type { OrderId, SellerId, StoreId } from '../../platform/ids.js';
import type { CollectionIndexes } from '../../platform/mongo/indexes.js';
import type { SecretBox } from '../../platform/secrets/secret-box.js';
import { loadSubgraphSdl } from '../../platform/subgraph/schema-files.js';
import type { SubgraphDefinition } from '../../platform/subgraph/subgraph.js';
import type { Logger } from '../../platform/telemetry/logger.js';
import type { OrdersCatalog } from './catalog-port.js';
import { acceptOrder } from './operations/accept-order.js';
import { cancelOrderLines } from './operations/cancel-order-lines.js';
import type { OrdersDeps } from './operations/orders-deps.js';
import { countOversells } from './operations/count-oversells.js';
import { countActions } from './operations/count-actions.js';
import { dueActions } from './operations/due-actions.js';
import { eraseBuyers } from './operations/erase-buyers.js';
import { eraseIdleBuyers } from './operations/erase-idle-buyers.js';
import { findOrdersInTrouble } from './operations/find-orders-in-trouble.js';
import { foreseeReplay } from './operations/foresee-replay.js';
import { findOrderMarks, listOrderIds } from './operations/find-order-marks.js';
import { orderIdsOf } from './operations/order-ids-of.js';
import { mapUnmappedLines } from './operations/map-unmapped-lines.js';
import { markAction } from './operations/mark-action.js';
import { recordOrders } from './operations/record-orders.js';
import { retryActions } from './operations/retry-actions.js';
import { settlePendingStock } from './operations/settle-pending-stock.js';
import { shipOrder } from './operations/ship-order.js';
import { splitOrderPackage } from './operations/split-order-package.js';
import { withdrawActions } from './operations/withdraw-actions.js';
import type { TellReason } from './reason-port.js';
import { createOrderLoaders, type OrderLoaders } from './resolvers/loaders.js';
import { orderResolvers } from './resolvers/order-resolvers.js';
import { createErasureStore, erasureIndexes } from './store/erasure-store.js';
import { createOrderStore, orderIndexes } from './store/order-store.js';

export interface OrdersOptions {
  readonly db: Db;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly announce: () => void;
  readonly secretBox: SecretBox;
  readonly catalog: OrdersCatalog;
  readonly events: EventLog;
  readonly reasonTold: TellReason;
}

/** The orders subgraph and its operations, those of the table of contents in `operations/`. */
export type Orders = ReturnType<typeof createOrders>;

export function createOrders({ db, events, reasonTold, ...rest }: OrdersOptions) {
  const store = createOrderStore(db);
  const deps: OrdersDeps = { store, erasures: createErasureStore(db), ...rest };
  const bind = <A, R>(operation: (deps: OrdersDeps, input: A) => R) => (input: A) => operation(deps, input);
  const subgraph: SubgraphDefinition<OrderLoaders> = {
    name: 'orders',
    typeDefs: loadSubgraphSdl('orders'),
    resolvers: orderResolvers({ ...deps, events, reasonTold }),
    createLoaders: (principal) => createOrderLoaders(principal, store),
  };
  const indexes: readonly CollectionIndexes[] = [orderIndexes, erasureIndexes];
  return {
    subgraph,
    indexes,
    /** For the outbox relay. */
    outboxed: store.collection as unknown as Collection<OutboxedDocument>,
    recordOrders: bind(recordOrders),
    foreseeReplay: bind(foreseeReplay),
    acceptOrder: bind(acceptOrder),
    shipOrder: bind(shipOrder),
    cancelOrderLines: bind(cancelOrderLines),
    splitOrderPackage: bind(splitOrderPackage),
    countActions: bind(countActions),
    countOversells: bind(countOversells),
    dueActions: bind(dueActions),
    markAction: bind(markAction),
    findOrdersInTrouble: bind(findOrdersInTrouble),
    retryActions: bind(retryActions),
    withdrawActions: bind(withdrawActions),
    orderIdsOf: bind(orderIdsOf),
    findOrderMarks: bind(findOrderMarks),
    listOrderIds: bind(listOrderIds),
    mapUnmappedLines: bind(mapUnmappedLines),
    eraseBuyers: bind(eraseBuyers),
    eraseIdleBuyers: bind(eraseIdleBuyers),
    /** Orders that buyers have placed on a store since a moment; counting stops at `atMost`. */
    countSales: (of: { readonly sellerId: SellerId; readonly storeId: StoreId; readonly since: Date; readonly atMost: number }) => store.countSince(of),
    findOrder: ({ sellerId, orderId }: { sellerId: SellerId; orderId: OrderId }) => store.byId(sellerId, orderId),
    settlePendingStock: () => settlePendingStock(deps),
    nextActionDueAt: (storeId: StoreId) => store.nextActionDueAt(storeId),
    storesWithActionsDue: (now: Date) => store.storesWithActionsDue(now),
  };
}
