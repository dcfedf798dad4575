import type { EventLog } from '../../../platform/events/event-log.js';
import { explanationOf, stateExplanationOf } from '../../../platform/explanations/explanation-of.js';
import type { OrderId } from '../../../platform/ids.js';
import { money, type Currency } from '../../../platform/money.js';
import { connectionOf } from '../../../platform/subgraph/connection.js';
import { moneyField } from '../../../platform/subgraph/money-field.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import { troubleNameOf } from '../../catalog/domain/trouble-of.js';
import type { Order, OrderAction, OrderActionIssue, OrderLine, OrderPackage } from '../domain/order.js';
import type { OrdersDeps } from '../operations/orders-deps.js';
import { listOrders, type OrderFilter, type OrderSort } from '../operations/list-orders.js';
import { openBuyer } from '../operations/open-buyer.js';
import type { ReasonTold, TellReason } from '../reason-port.js';
import type { OrderLoaders } from './loaders.js';
import { orderChangedEvents, type OrderChangedEvent } from './order-changed.js';

type Context = SubgraphContext<OrderLoaders>;
type LineOfOrder = OrderLine & { readonly currency: Currency };
type ActionOfOrder = OrderAction & Pick<Order, 'marketplace'>;

interface OrdersArguments {
  readonly filter?: OrderFilter | null;
  readonly orderBy: OrderSort;
  readonly first?: number | null;
  readonly after?: string | null;
}

export function orderResolvers(deps: Pick<OrdersDeps, 'store' | 'secretBox'> & { readonly events: EventLog; readonly reasonTold: TellReason }): ResolverMap<OrderLoaders> {
  return {
    Query: {
      orders(_parent, { filter, orderBy, first, after }: OrdersArguments, context: Context) {
        requireScope(context, 'orders:read');
        const { sellerId } = context.principal;
        return connectionOf({ first: first ?? null, after: after ?? null }, (page) => listOrders(deps, { sellerId, filter: filter ?? {}, sort: orderBy, page }));
      },
      order(_parent, { id }: { id: OrderId }, context: Context) {
        requireScope(context, 'orders:read');
        return context.loaders.orders.load(id);
      },
    },
    Subscription: {
      orderChanged: {
        subscribe: (_parent, args: { storeId?: Order['storeId'] | null; after?: string | null }, context: Context) => orderChangedEvents(args, context, deps.events),
        resolve: (event: OrderChangedEvent) => event,
      },
    },
    OrderChanged: {
      order: ({ orderId }: OrderChangedEvent, _args, { loaders }) => (orderId === null ? null : loaders.orders.load(orderId)),
    },
    Order: {
      __resolveReference({ id }: { id: OrderId }, context: Context) {
        requireScope(context, 'orders:read');
        return context.loaders.orders.load(id);
      },
      id: (order: Order) => order._id,
      store: ({ storeId }: Order) => ({ id: storeId }),
      statusExplanation: stateExplanationOf('ORDER_STATUS', ({ status }: Order) => status),
      total: ({ totalMinor, currency }: Order) => moneyField(money(totalMinor, currency)),
      packages: ({ packages, currency }: Order) => packages.map((one) => withCurrency(one, currency)),
      stockClaims: ({ holdings }: Order) => holdings,
      stockShort: ({ holdings }: Order) => holdings.some((one) => one.short && one.state === 'HELD'),
      buyer(order: Order, _args, context: Context) {
        requireScope(context, 'orders:personal');
        return openBuyer(deps, order);
      },
      remoteDetails: ({ extra }: Order) => extra,
      actions: ({ actions, marketplace }: Order) => actions.map((one): ActionOfOrder => ({ ...one, marketplace })),
    },
    OrderPackage: {
      statusExplanation: stateExplanationOf('ORDER_STATUS', ({ status }: OrderPackage) => status),
    },
    OrderLine: {
      variant: ({ variantId }: OrderLine) => (variantId === null ? null : { id: variantId }),
      unmapped: ({ sku }: OrderLine) => sku === null,
      remoteDetails: ({ extra = {} }: OrderLine) => extra,
      unitPrice: ({ unitPriceMinor, currency }: LineOfOrder) => moneyField(money(unitPriceMinor, currency)),
      unitDiscount: ({ unitDiscountMinor, currency }: LineOfOrder) => moneyField(money(unitDiscountMinor, currency)),
    },
    OrderAction: {
      id: ({ actionId }: OrderAction) => actionId,
      operation: ({ operationId }: OrderAction) => ({ id: operationId }),
      reasonTold: (action: ActionOfOrder) => deps.reasonTold(action),
      attempts: ({ sends = 0 }: OrderAction) => sends,
      nextAttemptAt: ({ state, dueAt }: OrderAction) => (state === 'QUEUED' || state === 'UNKNOWN' ? dueAt : null),
      errorClass: ({ issue }: OrderAction) => issue && troubleNameOf(issue.code),
    },
    CancelReasonTold: {
      explanation: explanationOf(({ isExact }: ReasonTold) => (isExact ? null : 'CANCEL_REASON_NEAREST')),
    },
    OrderActionIssue: {
      explanation: explanationOf(({ code }: OrderActionIssue) => code),
    },
  };
}

/** A line's amounts are in the currency of its order. */
function withCurrency(one: OrderPackage, currency: Currency): OrderPackage {
  return { ...one, lines: one.lines.map((line): LineOfOrder => ({ ...line, currency })) };
}
