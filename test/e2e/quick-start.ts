import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startRunningHub } from '../support/running-hub.js';

/** What the README's first command promises: ready, one query, one mutation and one subscription answered, a clean Ctrl-C, and the data found again. */
const READY_WITHIN_MS = 180_000;
const AGAIN_WITHIN_MS = 15_000;
const STOPPED_WITHIN_MS = 10_000;

const dataDir = await mkdtemp(join(tmpdir(), 'hub-quick-start-'));
try {
  const firstMs = await tryOut('the first start', READY_WITHIN_MS);
  const secondMs = await tryOut('the second start', AGAIN_WITHIN_MS);
  console.log(`ready after ${(firstMs / 1000).toFixed(1)} s, and ${(secondMs / 1000).toFixed(1)} s the second time`);
} finally {
  await rm(dataDir, { recursive: true, force: true });
}

async function tryOut(what: string, readyWithinMs: number): Promise<number> {
  const startedAtMs = Date.now();
  const hub = await startRunningHub({ dataDir, products: 520, readyWithinMs, npm: true });
  const readyMs = Date.now() - startedAtMs;
  const { products } = await hub.client.data<{ products: { nodes: { variants: { sku: string; listings: { store: { name: string } }[] }[] }[] } }>('{ products(first: 1) { nodes { variants { sku listings { store { name } price { state } } } } } }');
  const variant = products.nodes[0]?.variants.find(({ listings }) => listings.length > 0);
  if (variant === undefined) throw new Error(`${what}: the demo seller has nothing listed`);

  const events = hub.client.subscribe<{ listingChanged: { state: string } }>('subscription ($skus: [String!]) { listingChanged(skus: $skus) { cursor state listing { sku store { name } } } }', { skus: [variant.sku] });
  const firstEvent = events.next();
  const price = { amount: String(100 + (readyMs % 900)), currency: 'TRY' };
  const { priceSet } = await hub.client.data<{ priceSet: { operation: { id: string } | null; userErrors: unknown[] } }>('mutation ($input: PriceSetInput!) { priceSet(input: $input) { operation { id } userErrors { code message } } }', {
    input: { items: [{ sku: variant.sku, price, listPrice: price }] },
  });
  if (priceSet.operation === null || priceSet.userErrors.length > 0) throw new Error(`${what}: priceSet was refused: ${JSON.stringify(priceSet.userErrors)}`);
  const event = await firstEvent;
  if (event.done === true) throw new Error(`${what}: the subscription ended without an event`);

  await hub.client.close();
  const { exitCode, tookMs } = await hub.interrupt();
  if (tookMs > STOPPED_WITHIN_MS) throw new Error(`${what}: Ctrl-C took ${tookMs} ms`);
  console.log(`${what}: ready after ${readyMs} ms, a query, a mutation and a subscription answered, stopped in ${tookMs} ms (exit code ${exitCode})`);
  return readyMs;
}
