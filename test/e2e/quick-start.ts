import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { generateProducts } from '../../hub/demo/generate-products.js';
import { toShopifyCsv } from '../../hub/demo/shopify-csv.js';
import { graphqlClient } from '../support/graphql-client.js';
import { startRunningHub, type RunningHub } from '../support/running-hub.js';

/** What the README's first command promises: ready, one query, one mutation and one subscription answered, a clean Ctrl-C, and the data found again. */
const READY_WITHIN_MS = 180_000;
const AGAIN_WITHIN_MS = 15_000;
const STOPPED_WITHIN_MS = 10_000;

const DATABASE = 'quick_start';

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
  const hub = await startRunningHub({ dataDir, products: 520, readyWithinMs, npm: true, env: { MONGODB_DATABASE: DATABASE } });
  const readyMs = Date.now() - startedAtMs;
  try {
    await tryAnswers(hub, what);
    await tryCommands(hub);
  } catch (error) {
    await hub.stop();
    throw error;
  }
  await hub.client.close();
  const { exitCode, tookMs } = await hub.interrupt();
  if (tookMs > STOPPED_WITHIN_MS) throw new Error(`${what}: Ctrl-C took ${tookMs} ms`);
  console.log(`${what}: ready after ${readyMs} ms, a query, a mutation and a subscription answered, stopped in ${tookMs} ms (exit code ${exitCode})`);
  return readyMs;
}

/** One query, one mutation and one subscription. */
async function tryAnswers(hub: RunningHub, what: string): Promise<void> {
  const { products } = await hub.client.data<{ products: { nodes: { variants: { sku: string; listings: { store: { name: string } }[] }[] }[] } }>('{ products(first: 1) { nodes { variants { sku listings { store { name } price { state } } } } } }');
  const variant = products.nodes[0]?.variants.find(({ listings }) => listings.length > 0);
  if (variant === undefined) throw new Error(`${what}: the demo seller has nothing listed`);

  const events = hub.client.subscribe<{ listingChanged: { state: string } }>('subscription ($skus: [String!]) { listingChanged(skus: $skus) { cursor state listing { sku store { name } } } }', { skus: [variant.sku] });
  const firstEvent = events.next();
  const price = { amount: String(100 + (Date.now() % 900)), currency: 'TRY' };
  const { priceSet } = await hub.client.data<{ priceSet: { operation: { id: string } | null; userErrors: unknown[] } }>('mutation ($input: PriceSetInput!) { priceSet(input: $input) { operation { id } userErrors { code message } } }', {
    input: { items: [{ sku: variant.sku, price, listPrice: price }] },
  });
  if (priceSet.operation === null || priceSet.userErrors.length > 0) throw new Error(`${what}: priceSet was refused: ${JSON.stringify(priceSet.userErrors)}`);
  const event = await firstEvent;
  if (event.done === true) throw new Error(`${what}: the subscription ended without an event`);
}

/** The commands that the README names beside a running hub: an import that changes nothing the second time, and a partner's key. */
async function tryCommands(hub: RunningHub): Promise<void> {
  const file = join(dataDir, 'export.csv');
  await writeFile(file, toShopifyCsv(generateProducts({ seed: 7, products: 3, variantsAtLeast: 9 }).map((product) => ({ ...product, code: `NEW-${product.code}`, variants: product.variants.map((variant) => ({ ...variant, sku: `NEW-${variant.sku}`, barcode: `9${variant.barcode.slice(1)}` })) }))));
  await hubCommand(['import', file]);
  const again = await hubCommand(['import', file]);
  if (!/products: 0 created, 0 updated, \d+ unchanged, 0 refused/.test(again)) throw new Error(`importing twice changed something: ${again}`);
  const key = (await hubCommand(['key', 'create', '--seller', 'sel_demo', '--scopes', 'stores:read', '--expires-in-days', '1'])).trim();
  const partner = graphqlClient({ url: hub.url, key });
  await partner.data('{ stores { nodes { id } } }');
  const refused = await partner.ask('{ orders { nodes { id } } }');
  if (refused.errors[0]?.extensions?.['code'] !== 'FORBIDDEN') throw new Error(`a key for stores alone could read orders: ${JSON.stringify(refused)}`);
  await partner.close();
}

async function hubCommand(args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(process.execPath, ['dist/hub/main.js', ...args], { env: { ...process.env, HUB_DATA_DIR: dataDir, MONGODB_DATABASE: DATABASE } });
  return stdout;
}
