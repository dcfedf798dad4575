import { setTimeout as pause } from 'node:timers/promises';
import type { SandboxName } from '../../hub/sandbox-urls.js';
import type { RunningHub } from '../../test/support/running-hub.js';
import { refuse, type MarketHall, type Stall } from './market-hall.js';

/** What a store has got done. */
export interface Throughput {
  readonly name: SandboxName;
  readonly items: number;
  readonly perSecond: number;
}

const ASK_EVERY_MS = 200;
const DONE_WITHIN_MS = 120_000;
/** Of each store's own currency, near what the goods cost there: a marketplace locks prices that jump. */
const PRICES: Readonly<Record<SandboxName, { readonly from: number; readonly currency: string }>> = {
  trendyol: { from: 490, currency: 'TRY' },
  n11: { from: 490, currency: 'TRY' },
  hepsiburada: { from: 490, currency: 'TRY' },
  ozon: { from: 1_000, currency: 'RUB' },
  amazon: { from: 490, currency: 'TRY' },
  ebay: { from: 9, currency: 'EUR' },
};
const STEP = 0.01;
const MOST_STEPS = 900;

export interface SteadyWork {
  /** Gives one store new prices of its own for some goods; the operation's id. */
  setSome(stall: Stall, batch: number): Promise<string>;
  /** Batch after batch, each when the marketplace has applied the one before, until the time is over; only what was applied counts. */
  work(stall: Stall, load: { readonly batch: number; readonly forMs: number }): Promise<Throughput>;
}

export function createSteadyWork({ hub, skus }: Pick<MarketHall, 'hub' | 'skus'>): SteadyWork {
  let rounds = 0;
  let next = 0;

  async function setSome({ storeId, name }: Stall, batch: number): Promise<string> {
    const { from, currency } = PRICES[name];
    const price = { amount: (from + STEP * ((rounds += 1) % MOST_STEPS)).toFixed(2), currency };
    // Each batch other goods: Ozon takes ten prices of one product in an hour.
    const first = next;
    next += batch;
    const items = Array.from({ length: batch }, (_, i) => ({ sku: skus[(first + i) % skus.length], price }));
    const { priceSet } = await hub.client.data<{ priceSet: { operation: { id: string } | null; userErrors: readonly { message: string }[] } }>(
      'mutation ($input: PriceSetInput!) { priceSet(input: $input) { operation { id } userErrors { code message } } }',
      { input: { storeIds: [storeId], items } },
    );
    refuse(priceSet);
    if (!priceSet.operation) throw new Error('nothing was begun');
    return priceSet.operation.id;
  }

  return {
    setSome,
    async work(stall, { batch, forMs }) {
      const startedAt = performance.now();
      let items = 0;
      let doneAt = startedAt;
      while (performance.now() - startedAt < forMs) {
        items += await applied(hub, await setSome(stall, batch));
        doneAt = performance.now();
      }
      return { name: stall.name, items, perSecond: (items * 1_000) / (doneAt - startedAt) };
    },
  };
}

interface OperationView {
  readonly state: string;
  readonly total: number;
  readonly counts: { readonly applied: number; readonly verified: number };
}

/** How many of an operation's values were applied; all of them, or it is no measurement. */
export async function applied(hub: RunningHub, id: string): Promise<number> {
  const giveUpAt = Date.now() + DONE_WITHIN_MS;
  while (Date.now() < giveUpAt) {
    const { operation } = await hub.client.data<{ operation: OperationView }>('query ($id: ID!) { operation(id: $id) { state total counts { applied verified } } }', { id });
    if (operation.state === 'DONE') return operation.counts.applied + operation.counts.verified;
    if (operation.state === 'DONE_WITH_ERRORS') throw new Error(`not everything was applied: ${JSON.stringify(operation)}`);
    await pause(ASK_EVERY_MS);
  }
  throw new Error(`an operation was not done within ${DONE_WITHIN_MS} ms`);
}
