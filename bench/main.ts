import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { isReached, type BenchResult, type Target } from './bench-result.js';

/**
 * `npm run bench` measures everything, each bench in a process of its own; `npm run bench -- NAME …` only those named. With `--strict`
 * a missed target ends it with code 1.
 */
const benches: Readonly<Record<string, () => Promise<readonly BenchResult[]>>> = {
  'embedded-mongo': async () => (await import('./embedded-mongo.js')).benchEmbeddedMongo(),
  gateway: async () => (await import('./gateway.js')).benchGateway(),
  subscriptions: async () => (await import('./subscriptions.js')).benchSubscriptions(),
  'price-wave': async () => (await import('./price-wave.js')).benchPriceWave(),
  orders: async () => (await import('./orders.js')).benchOrders(),
  'six-stores': async () => (await import('./six-stores.js')).benchSixStores(),
  reconciliation: async () => (await import('./reconciliation.js')).benchReconciliation(),
  'redis-emptied': async () => (await import('./redis-emptied.js')).benchRedisEmptied(),
  'worker-killed': async () => (await import('./worker-killed.js')).benchWorkerKilled(),
  'marketplace-down': async () => (await import('./marketplace-down.js')).benchMarketplaceDown(),
  poison: async () => (await import('./poison.js')).benchPoison(),
  memory: async () => (await import('./memory.js')).benchMemory(),
};

const STRICT = '--strict';
const isStrict = process.argv.includes(STRICT);
const names = process.argv.slice(2).filter((argument) => argument !== STRICT);
const [only] = names;
if (only !== undefined && names.length === 1) await measure(only);
else for (const name of names.length > 0 ? names : Object.keys(benches)) await measureApart(name);

async function measure(name: string): Promise<void> {
  const bench = benches[name];
  if (bench === undefined) throw new Error(`there is no bench '${name}'; there are ${Object.keys(benches).join(', ')}`);
  const results = await bench();
  for (const result of results) console.log(lineOf(result));
  if (isStrict && results.some(({ figure, target }) => target !== undefined && !isReached(figure, target))) process.exitCode = 1;
}

async function measureApart(name: string): Promise<void> {
  console.log(`\n# ${name}`);
  const child = spawn(process.execPath, [fileURLToPath(import.meta.url), name, ...(isStrict ? [STRICT] : [])], { stdio: 'inherit' });
  const [code] = (await once(child, 'exit')) as [number | null];
  if (code !== 0) process.exitCode = 1;
}

function lineOf({ name, figure, unit, target, baseline }: BenchResult): string {
  const ratio = baseline === undefined ? '' : `  (${(figure / baseline).toFixed(2)}× the baseline's ${show(baseline)} ${unit})`;
  return `${name}: ${show(figure)} ${unit}${ratio}${target === undefined ? '' : `  ${verdict(figure, target)}`}`;
}

function verdict(figure: number, target: Target): string {
  const wanted = 'atLeast' in target ? `at least ${show(target.atLeast)}` : `at most ${show(target.atMost)}`;
  return `[target ${wanted}: ${isReached(figure, target) ? 'OK' : 'MISSED'}]`;
}

function show(figure: number): string {
  return figure.toLocaleString('en', { maximumFractionDigits: figure < 10 ? 2 : 0 });
}
