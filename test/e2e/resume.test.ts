import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateProducts } from '../../hub/demo/generate-products.js';
import { DEMO_SEED } from '../faults/price-wave.js';
import { graphqlClient } from '../support/graphql-client.js';
import { startRunningHub, type RunningHub } from '../support/running-hub.js';

const PRODUCTS = 6;
const [sku = ''] = generateProducts({ seed: DEMO_SEED, products: PRODUCTS, variantsAtLeast: PRODUCTS * 4 }).flatMap((product) => product.variants.map((variant) => variant.sku));

let hub: RunningHub;
beforeAll(async () => {
  hub = await startRunningHub({ products: PRODUCTS, readyWithinMs: 90_000, env: { HUB_DEMO_BUYERS: '0' } });
}, 100_000);
afterAll(() => hub.stop(), 20_000);

interface StockEvent {
  readonly stockChanged: { readonly cursor: string; readonly gap: unknown; readonly variant: { readonly stock: { readonly onHand: number } } | null };
}
const STOCK = 'subscription ($skus: [String!], $after: String) { stockChanged(skus: $skus, after: $after) { cursor at gap { reason } variant { sku stock { onHand } } } }';

describe('a subscription', () => {
  it('goes on across a worker that is killed and started again', async () => {
    const events = hub.client.subscribe<StockEvent>(STOCK, { skus: [sku] });
    const first = events.next();
    await setStock(101);
    expect(onHandOf(await first)).toBe(101);
    process.kill(await hub.pidOf('worker'), 'SIGKILL');
    const second = events.next();
    await setStock(102);
    expect(onHandOf(await second)).toBe(102);
  }, 30_000);

  it('shows a client that was away 10 seconds everything it missed, once and in order', async () => {
    const client = graphqlClient({ url: hub.url, key: hub.key });
    const events = client.subscribe<StockEvent>(STOCK, { skus: [sku] });
    const first = events.next();
    await setStock(201);
    const seen = await first;
    await client.close();

    const changesAway = Array.from({ length: 10 }, (_, i) => 202 + i);
    for (const onHand of changesAway) {
      await setStock(onHand);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    const back = graphqlClient({ url: hub.url, key: hub.key });
    const missed: number[] = [];
    for await (const event of back.subscribe<StockEvent>(STOCK, { skus: [sku], after: cursorOf(seen) })) {
      expect(event.stockChanged.gap).toBeNull();
      missed.push(event.stockChanged.variant?.stock.onHand ?? -1);
      if (missed.length === changesAway.length) break;
    }
    await back.close();
    // A replayed event shows the variant as it is now; what must not happen is a missing or a doubled one.
    expect(missed).toHaveLength(changesAway.length);
    expect(missed.at(-1)).toBe(211);
  }, 40_000);
});

async function setStock(onHand: number): Promise<void> {
  const { stockSet } = await hub.client.data<{ stockSet: { userErrors: readonly unknown[] } }>('mutation ($input: StockSetInput!) { stockSet(input: $input) { userErrors { code } } }', { input: { items: [{ sku, onHand }] } });
  expect(stockSet.userErrors).toEqual([]);
}

function onHandOf(event: IteratorResult<StockEvent>): number | undefined {
  return event.done === true ? undefined : event.value.stockChanged.variant?.stock.onHand;
}

function cursorOf(event: IteratorResult<StockEvent>): string {
  if (event.done === true) throw new Error('no event came');
  return event.value.stockChanged.cursor;
}
