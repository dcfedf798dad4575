import { groupBy } from '../../../platform/group-by.js';
import type { GraphQLClient } from '../../support/graphql-client.js';
import type { Book, BoughtOrder } from '../campaign/book.js';
import type { Shop } from '../campaign/shops/shop.js';
import { nothingIsLeftOpen, type CommonEvidence, type Verdict } from '../verdict.js';
import type { Testimony } from './witness.js';

export interface Evidence extends CommonEvidence {
  readonly client: GraphQLClient;
  readonly testimony: Testimony;
}

/** By what the marketplaces sold and show, and by what the hub says of it over its public API. */
export async function judge({ client, book, shops, storeIds, testimony, left }: Evidence): Promise<readonly Verdict[]> {
  const orders = await ordersOf(client);
  const variants = await variantsOf(client, [...book.skus()].map(([sku]) => sku));
  return [
    everythingWasSold(book),
    eachOrderIsThereOnce(book.orders, orders, storeIds),
    acceptedIsWhatThereIs(book, variants),
    { promise: 'nothing more is accepted at any time', checked: testimony.looks, violations: testimony.violations },
    theOthersSaySo(orders, variants),
    await nothingIsOnSaleAnyMore(book, shops),
    nothingIsLeftOpen(left, book.orders.length),
  ];
}

interface OrderView {
  readonly id: string;
  readonly remoteOrderId: string;
  readonly store: { readonly id: string };
  readonly stockShort: boolean;
  readonly stockClaims: readonly { readonly sku: string; readonly quantity: number; readonly state: string; readonly short: boolean }[];
}

interface VariantView {
  readonly sku: string;
  readonly stock: { readonly onHand: number; readonly reservations: readonly { readonly order: { readonly id: string }; readonly quantity: number; readonly shortBy: number }[] };
}

const ORDERS = 'query ($after: String) { orders(first: 250, after: $after) { nodes { id remoteOrderId store { id } stockShort stockClaims { sku quantity state short } } pageInfo { hasNextPage endCursor } } }';
const VARIANT = '{ sku stock { onHand reservations { order { id } quantity shortBy } } }';
const VARIANTS_PER_CALL = 20;

async function ordersOf(client: GraphQLClient): Promise<readonly OrderView[]> {
  const orders: OrderView[] = [];
  let after: string | null = null;
  do {
    const page: { orders: { nodes: readonly OrderView[]; pageInfo: { hasNextPage: boolean; endCursor: string | null } } } = await client.data(ORDERS, { after });
    orders.push(...page.orders.nodes);
    after = page.orders.pageInfo.hasNextPage ? page.orders.pageInfo.endCursor : null;
  } while (after !== null);
  return orders;
}

async function variantsOf(client: GraphQLClient, skus: readonly string[]): Promise<readonly VariantView[]> {
  const variants: VariantView[] = [];
  for (let from = 0; from < skus.length; from += VARIANTS_PER_CALL) {
    const asked = skus.slice(from, from + VARIANTS_PER_CALL).map((sku, place) => `v${place}: variant(sku: ${JSON.stringify(sku)}) ${VARIANT}`);
    variants.push(...Object.values(await client.data<Record<string, VariantView>>(`{ ${asked.join(' ')} }`)));
  }
  return variants;
}

/** What nobody could buy shows nothing. */
function everythingWasSold(book: Book): Verdict {
  const sold = new Set(book.orders.map(({ sku }) => sku));
  const all = [...book.skus()].map(([sku]) => sku);
  return { promise: 'every trial has its sale', checked: all.length, violations: all.filter((sku) => !sold.has(sku)).map((sku) => `${sku} was never sold`) };
}

function eachOrderIsThereOnce(bought: readonly BoughtOrder[], orders: readonly OrderView[], storeIds: ReadonlyMap<string, string>): Verdict {
  const recorded = groupBy(orders, ({ store, remoteOrderId }) => `${store.id} ${remoteOrderId}`);
  const violations = bought.flatMap(({ shop, remoteOrderId, sku }) => {
    const found = recorded.get(`${storeIds.get(shop)} ${remoteOrderId}`) ?? [];
    const claims = found.flatMap(({ stockClaims }) => stockClaims).map((claim) => `${claim.quantity} ${claim.sku} ${claim.state}`).join(', ');
    return found.length === 1 && claims === `1 ${sku} HELD` ? [] : [`order ${remoteOrderId} of ${sku} on ${shop} is there ${found.length} times and claims ${claims || 'nothing'}`];
  });
  if (orders.length !== bought.length) violations.push(`${bought.length} orders were placed, ${orders.length} are there`);
  return { promise: 'each order is recorded once and claims what was bought', checked: bought.length, violations };
}

/** Whatever was sold, one of the orders has the unit: no more, and not fewer. */
function acceptedIsWhatThereIs(book: Book, variants: readonly VariantView[]): Verdict {
  const soldOf = groupBy(book.orders, ({ sku }) => sku);
  const violations = variants.flatMap(({ sku, stock }) => {
    const accepted = stock.reservations.reduce((sum, { quantity, shortBy }) => sum + quantity - shortBy, 0);
    const sold = soldOf.get(sku)?.length ?? 0;
    return accepted === Math.min(stock.onHand, sold) && stock.onHand === book.promised(sku).onHand ? [] : [`of ${stock.onHand} ${sku}, sold ${sold} times, ${accepted} were accepted`];
  });
  return { promise: 'as much is accepted as there is, and no more', checked: variants.length, violations };
}

/** An order says that it is short exactly when nothing is kept for it. */
function theOthersSaySo(orders: readonly OrderView[], variants: readonly VariantView[]): Verdict {
  const accepted = new Set(variants.flatMap(({ stock }) => stock.reservations).flatMap(({ order, quantity, shortBy }) => (quantity > shortBy ? [order.id] : [])));
  const violations = orders.flatMap(({ id, remoteOrderId, stockShort, stockClaims }) => {
    const isShort = !accepted.has(id);
    return stockShort === isShort && stockClaims.every(({ short }) => short === isShort) ? [] : [`order ${remoteOrderId} ${isShort ? 'does not say' : 'says'} that it is short`];
  });
  return { promise: 'every other order says that it is short', checked: orders.length, violations };
}

async function nothingIsOnSaleAnyMore(book: Book, shops: readonly Shop[]): Promise<Verdict> {
  const skus = [...new Set(book.orders.map(({ sku }) => sku))];
  const violations: string[] = [];
  for (const shop of shops) {
    const shown = await shop.shown(skus);
    for (const sku of skus) if (shown.get(sku)?.quantity !== 0) violations.push(`${shop.name} shows ${shown.get(sku)?.quantity} of ${sku}`);
  }
  return { promise: 'every marketplace shows none any more', checked: skus.length * shops.length, violations };
}
