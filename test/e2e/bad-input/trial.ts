import { expect } from '@jest/globals';
import type { StoreId } from '../../../platform/ids.js';
import type { FaultInput } from '../../../platform/sandbox/faults.js';
import { eventually } from '../../support/graphql-client.js';
import type { HouseApi } from '../../support/house-api.js';
import type { OpenShop } from '../../support/six-shops.js';
import type { Hooks } from './hooks.js';

export interface PriceView {
  readonly state: string;
  readonly errorClass: string | null;
  readonly issue: { readonly code: string; readonly message: string } | null;
  readonly published: { readonly price: { readonly amount: string } } | null;
}
export interface OrderView {
  readonly remoteOrderId: string;
  readonly status: string;
  readonly remoteStatus: string;
  readonly stockClaims: readonly { readonly sku: string; readonly quantity: number }[];
  readonly packages: readonly { readonly lines: readonly { readonly quantity: number }[] }[];
}
export interface Exchange {
  readonly operation: string;
  readonly status: number | null;
  readonly failure: { readonly kind: string } | null;
}
interface StoreView {
  readonly state: string;
  readonly pause: { readonly code: string; readonly message: string; readonly explanation: { readonly cause: string } | null } | null;
}
interface LaneError {
  readonly errorClass: string;
  readonly message: string;
  readonly at: string;
}

/** One kind of bad input on one marketplace: goods of its own that are on sale there at 100, and all that anybody may look at. */
export type Trial = ReturnType<typeof beginTrial>;

/** Far longer than anything takes: six marketplaces share one process with whatever else the machine does. */
const PATIENCE_MS = 120_000;

const until = <T>(ask: () => Promise<T>, isWished: (answer: T) => boolean): Promise<T> => eventually(ask, isWished, PATIENCE_MS);
const isSettled = ({ state }: PriceView): boolean => state === 'APPLIED' || state === 'VERIFIED';

export function beginTrial(o: { readonly api: HouseApi; readonly shop: OpenShop; readonly hooks: Hooks; readonly storeId: StoreId; readonly key: string }) {
  const { api, shop, hooks, storeId, key } = o;
  const since = new Date().toISOString();
  let asked = 0;

  const priceOf = async (sku: string): Promise<PriceView> =>
    (await api.ask<{ variant: { listings: readonly [{ price: PriceView }] } }>('catalog', 'query ($sku: String!) { variant(sku: $sku) { listings { price { state errorClass issue { code message } published { price { amount } } } } } }', { sku })).variant.listings[0].price;
  const exchanges = async () => (await api.ask<{ payloads: { nodes: readonly (Exchange & { id: string })[] } }>('sync', 'query ($filter: PayloadFilter) { payloads(filter: $filter, first: 250) { nodes { id operation status failure { kind } } } }', { filter: { storeId, since } })).payloads.nodes;
  const textOf = async (id: string) => {
    const { payload } = await api.ask<{ payload: Readonly<Record<'requestBody' | 'responseBody', { readonly text: string | null } | null>> }>('sync', 'query ($id: ID!) { payload(id: $id) { requestBody { text } responseBody { text } } }', { id });
    return `${payload.requestBody?.text ?? ''}\n${payload.responseBody?.text ?? ''}`;
  };
  /** Whether a request or an answer since the trial began has this text. */
  const isSaid = async (text: string): Promise<boolean> => {
    for (const { id } of await exchanges()) if ((await textOf(id)).includes(text)) return true;
    return false;
  };
  /** What calls of the hub wrote of these goods since the trial began. */
  const writes = async (what: 'price' | 'stock') => (await shop.control.effects(what)).filter((effect) => effect.requestId !== null && (effect.key === key || effect.key.endsWith(`/${key}`)));
  const writtenBefore = Promise.all([writes('price'), writes('stock')]).then(([prices, stocks]) => ({ prices: prices.length, stocks: stocks.length }));

  const trial = {
    shop, hooks, key, storeId,
    fault: async (input: FaultInput) => (await shop.control.post('/faults', input)) as { readonly id: string },
    endFault: ({ id }: { readonly id: string }) => shop.control.remove(`/faults/${id}`),
    clearFaults: () => shop.control.remove('/faults'),
    /** In whole units: a converted price ends in what the currency's rule makes of it. */
    shown: async () => Math.round((await shop.shown(key))?.price ?? Number.NaN),
    price: () => priceOf(key),
    priceOf,
    store: async () => (await api.ask<{ stores: { nodes: readonly (StoreView & { id: string })[] } }>('stores', '{ stores(first: 50) { nodes { id state pause { code message explanation { cause } } } } }')).stores.nodes.find(({ id }) => id === storeId)!,
    /** The trouble of the lane since the trial began. */
    trouble: async (): Promise<LaneError | null> => {
      const { lane } = await api.ofStore<{ lane: { lastError: LaneError | null } | null }>('sync', storeId, 'lane { lastError { errorClass message at explanation { cause } } }');
      return lane?.lastError && lane.lastError.at >= since ? lane.lastError : null;
    },
    async setPrice(lira: number, others: readonly string[] = []): Promise<void> {
      await writtenBefore;
      asked += 1;
      const { priceSet } = await api.ask<{ priceSet: { userErrors: readonly unknown[] } }>('sync', 'mutation ($input: PriceSetInput!) { priceSet(input: $input) { userErrors { code message } } }', { input: { items: [key, ...others].map((sku) => ({ sku, price: { amount: lira.toFixed(2), currency: 'TRY' } })) } });
      expect(priceSet.userErrors).toEqual([]);
    },
    /** A price that the marketplace has refused was asked for, and is not to be there. */
    refused: () => void (asked -= 1),
    connect: (credentials: object) => api.ask<{ storeConnect: { store: { id: string } | null; userErrors: readonly { code: string }[] } }>('stores', 'mutation ($input: StoreConnectInput!) { storeConnect(input: $input) { store { id } userErrors { code } } }', { input: { name: shop.name, ...shop.account, credentials: { ...(shop.account.credentials as object), ...credentials } } }).then(({ storeConnect }) => storeConnect),
    run: async (kind: 'ORDERS' | 'VERIFY') => {
      const { syncRun } = await api.ask<{ syncRun: { userErrors: readonly unknown[] } }>('sync', 'mutation ($input: SyncRunInput!) { syncRun(input: $input) { userErrors { code message } } }', { input: { storeId, kind } });
      expect(syncRun.userErrors).toEqual([]);
    },
    orders: async (remoteOrderId: string) => (await api.ask<{ orders: { nodes: readonly OrderView[] } }>('orders', 'query ($storeIds: [ID!]) { orders(filter: { storeIds: $storeIds }, first: 50) { nodes { remoteOrderId status remoteStatus stockClaims { sku quantity } packages { lines { quantity } } } } }', { storeIds: [storeId] })).orders.nodes.filter((order) => order.remoteOrderId === remoteOrderId),
    quarantined: async () => (await api.ask<{ quarantine: { nodes: readonly { code: string; reason: string; payloadId: string | null }[] } }>('sync', 'query ($storeId: ID) { quarantine(storeId: $storeId) { nodes { code reason payloadId explanation { cause } } } }', { storeId })).quarantine.nodes,
    sweeps: async () => (await api.ofStore<{ certificates: { nodes: readonly { startedAt: string }[] } }>('sync', storeId, 'certificates(first: 5) { nodes { startedAt } }')).certificates.nodes.filter(({ startedAt }) => startedAt >= since),
    isArchived: (isIt: (exchange: Exchange) => boolean) => until(exchanges, (all) => all.some(isIt)),
    isArchivedWith: (text: string) => until(() => isSaid(text), (isThere) => isThere),
    until,
    /** The store is at work: a further price arrives, each price that was asked for was written once, and nothing else was. */
    async goesOn(lira: number, { mayTellStock = false } = {}): Promise<void> {
      await trial.setPrice(lira);
      await until(trial.shown, (now) => now === lira);
      await until(trial.price, (price) => isSettled(price) && Math.round(Number(price.published?.price.amount)) === lira);
      const before = await writtenBefore;
      expect((await writes('price')).length - before.prices).toBe(asked);
      if (!mayTellStock) expect((await writes('stock')).length - before.stocks).toBe(0);
      expect(await trial.store()).toMatchObject({ state: 'ACTIVE', pause: null });
    },
  };
  return trial;
}
