import { setTimeout as pause } from 'node:timers/promises';
import { drawsFrom } from '../../../platform/seeded-draws.js';
import type { Api } from './api.js';
import { isOnSaleIn, type Assortment } from './assortment.js';
import { priceOfVersion, type Book } from './book.js';
import type { Shop } from './shops/shop.js';
import type { Stage } from './stage.js';

export interface WorkloadOptions {
  readonly stage: Stage;
  readonly api: Api;
  readonly book: Book;
  readonly shops: readonly Shop[];
  readonly storeIds: ReadonlyMap<string, string>;
  readonly seed: number;
  readonly assortment: Assortment;
  readonly clients: number;
  /** How many prices or stocks one call changes at most. */
  readonly itemsAtMost: number;
  /** Mean time between two steps of one client. */
  readonly stepMs: number;
}

/** Runs clients and buyers until `until` resolves, then lets each finish the step it is in. Answers how many steps were done. */
export async function runWorkload(options: WorkloadOptions, until: Promise<unknown>): Promise<number> {
  let isOver = false;
  let steps = 0;
  const end = (): void => void (isOver = true);
  until.then(end, end);
  const taken = new Set<string>();
  const clients = Array.from({ length: options.clients }, async (_, place) => {
    const client = openClient(options, { place, taken });
    await client.begin();
    while (!isOver) {
      await client.step();
      steps += 1;
      await pause(options.stepMs * (0.5 + client.draw()));
    }
  });
  await Promise.all(clients);
  return steps;
}

interface Call {
  readonly mutation: string;
  readonly input: Readonly<Record<string, unknown>>;
  readonly operationId: string;
}

/** `taken`: orders that some client has asked something of. */
function openClient({ stage, api, book, shops, storeIds, seed, assortment, clients, itemsAtMost }: WorkloadOptions, { place, taken }: { place: number; taken: Set<string> }) {
  const draw = drawsFrom(seed + 7_919 * (place + 1));
  const ownOf = (skus: readonly string[]): readonly string[] => skus.filter((_, index) => index % clients === place);
  const own = [...ownOf(assortment.wide), ...ownOf(assortment.everywhere)];
  // On hand, some goods are counted and others adjusted.
  const counted = own.filter((_, index) => index % 2 === 0);
  const adjusted = own.filter((_, index) => index % 2 === 1);
  const visited = shops.flatMap((shop) => Array.from({ length: shop.popularity }, () => shop));
  let calls = 0;
  let earlier: Call[] = [];

  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T;
  const someOf = (list: readonly string[]): string[] => [...new Set(Array.from({ length: 1 + Math.floor(draw() * itemsAtMost) }, () => oneOf(list)))];
  const nextKey = (): string => `faults-${seed}-${place}-${(calls += 1)}`;

  /** Notes what was promised before it asks: asked again until it is answered, it will be. */
  async function call(mutation: string, input: { readonly items: readonly object[] }, what: string): Promise<void> {
    const idempotencyKey = nextKey();
    const whole = { ...input, idempotencyKey };
    const { operation, userErrors } = await api.mutate(mutation, whole);
    if (operation === null || userErrors.length > 0) {
      book.wrong(`${what} was refused: ${JSON.stringify(userErrors)}`);
      return;
    }
    book.heard({ mutation, operationId: operation.id, idempotencyKey, what }, input.items.length);
    earlier = [...earlier.slice(-20), { mutation, input: whole, operationId: operation.id }];
  }

  async function setPrices(skus = someOf(own)): Promise<void> {
    const items = skus.map((sku) => {
      const amount = (priceOfVersion((book.promised(sku).priceVersion += 1)) / 100).toFixed(2);
      return { sku, price: { amount, currency: 'TRY' }, listPrice: { amount, currency: 'TRY' } };
    });
    await call('priceSet', { items }, `priceSet ${items.map(({ sku, price }) => `${sku}=${price.amount}`).join(' ')}`);
  }

  async function setStock(): Promise<void> {
    const items = someOf(counted).map((sku) => ({ sku, onHand: (book.promised(sku).onHand = 500 + Math.floor(draw() * 500)) }));
    await call('stockSet', { items }, `stockSet ${items.map(({ sku, onHand }) => `${sku}=${onHand}`).join(' ')}`);
  }

  async function adjustStock(): Promise<void> {
    const items = someOf(adjusted).map((sku) => {
      const delta = Math.floor(draw() * 21) - 8 || 1;
      book.promised(sku).onHand += delta;
      return { sku, delta };
    });
    await call('stockAdjust', { items }, `stockAdjust ${items.map(({ sku, delta }) => `${sku}${delta > 0 ? '+' : ''}${delta}`).join(' ')}`);
  }

  /** As a partner does whose connection broke after the answer was sent. */
  async function repeat(): Promise<void> {
    if (earlier.length === 0) return;
    const { mutation, input, operationId } = oneOf(earlier);
    const { operation, userErrors } = await api.mutate(mutation, input);
    if (operation?.id !== operationId) book.wrong(`${mutation} with the key of ${operationId} was answered ${operation?.id ?? JSON.stringify(userErrors)}`);
  }

  async function reuseKey(): Promise<void> {
    const call = earlier.find(({ mutation }) => mutation === 'priceSet');
    if (!call) return;
    const items = (call.input['items'] as { sku: string }[]).map(({ sku }) => ({ sku, price: { amount: '1.23', currency: 'TRY' } }));
    const { operation, userErrors } = await api.mutate('priceSet', { items, idempotencyKey: call.input['idempotencyKey'] });
    if (operation !== null || userErrors[0]?.code !== 'IDEMPOTENCY_KEY_REUSED') book.wrong(`a used key with another payload was answered ${operation?.id ?? JSON.stringify(userErrors)}`);
  }

  async function buy(): Promise<void> {
    const shop = oneOf(visited);
    const sku = draw() < 0.25 ? oneOf(assortment.scarce) : oneOf(own.filter((one) => isOnSaleIn(shop, one, assortment)));
    await buyAt(shop, sku, 1 + Math.floor(draw() * 3));
  }

  async function buyAt(shop: Shop, sku: string, quantity: number): Promise<void> {
    const remoteOrderId = await shop.buy(sku, quantity);
    if (remoteOrderId === null) book.soldOut();
    else book.bought({ shop: shop.name, remoteOrderId, sku, quantity });
  }

  /** Takes an order on, or gives it up, once the hub knows it: each order is asked of once. */
  async function act(): Promise<void> {
    const storeId = storeIds.get(oneOf(shops.filter(({ actions }) => actions.length > 0)).name) ?? '';
    const sort = { _id: draw() < 0.5 ? 1 : -1 } as const;
    // Without a database there is no order to ask something of.
    const known = await stage.ledger.db.collection<OrderDocument>('orders').findOne({ status: 'CREATED', 'actions.0': { $exists: false }, storeId }, { sort }).catch(() => null);
    const shop = shops.find(({ name }) => storeIds.get(name) === known?.storeId);
    const [one] = known?.packages ?? [];
    if (known === null || one === undefined || shop === undefined || taken.has(known._id)) return;
    taken.add(known._id);
    const isCancel = !shop.actions.includes('ORDER_ACCEPT') || (shop.actions.includes('ORDER_CANCEL_LINES') && draw() < 0.3);
    const mutation = isCancel ? 'orderCancelLines' : 'orderAccept';
    const lines = one.lines.map(({ remoteLineId, quantity }) => ({ lineId: remoteLineId, quantity }));
    const input = { orderId: known._id, packageId: one.remotePackageId, ...(isCancel ? { lines, reason: 'OUT_OF_STOCK' } : {}), idempotencyKey: nextKey() };
    const { operation, userErrors } = await api.mutate(mutation, input);
    if (operation === null) {
      book.wrong(`${mutation} of ${known._id} was refused: ${JSON.stringify(userErrors)}`);
      return;
    }
    book.heard({ mutation, operationId: operation.id, idempotencyKey: input.idempotencyKey, what: `${mutation} ${known.remoteOrderId}` }, 0);
    book.asked({ operationId: operation.id, kind: isCancel ? 'ORDER_CANCEL_LINES' : 'ORDER_ACCEPT', shop: shop.name, remoteOrderId: known.remoteOrderId, remotePackageId: one.remotePackageId });
  }

  const mix: readonly (readonly [number, () => Promise<void>])[] = [[0.34, () => setPrices()], [0.12, setStock], [0.16, adjustStock], [0.06, repeat], [0.03, reuseKey], [0.19, buy], [0.1, act]];

  return {
    draw,
    /** Something for every shop to send, and the last units of a scarce one sold in all of them at once. */
    async begin(): Promise<void> {
      const sku = assortment.scarce[place % assortment.scarce.length] ?? '';
      await Promise.all([setPrices([...own]), ...shops.map((shop) => buyAt(shop, sku, 1))]);
    },
    async step(): Promise<void> {
      let at = draw();
      const [, action] = mix.find(([share]) => (at -= share) < 0) ?? mix[0]!;
      await action();
    },
  };
}

interface OrderDocument {
  readonly _id: string;
  readonly storeId: string;
  readonly remoteOrderId: string;
  readonly packages: readonly { readonly remotePackageId: string; readonly lines: readonly { readonly remoteLineId: string; readonly quantity: number }[] }[];
}
