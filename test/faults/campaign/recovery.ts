import { setTimeout as pause } from 'node:timers/promises';
import type { Api } from './api.js';
import { priceOfVersion, type Book } from './book.js';
import { command } from './faults/redis.js';
import type { Shop } from './shops/shop.js';
import type { Stage } from './stage.js';

/** How long something took to go again, with nothing else broken. */
export interface Recovery {
  readonly what: string;
  readonly tookMs: number;
  readonly mayTakeMs: number;
}

export interface RecoveryOptions {
  readonly stage: Stage;
  readonly api: Api;
  readonly book: Book;
  readonly shops: readonly Shop[];
  readonly goods: readonly string[];
}

const GIVE_UP_MS = 60_000;

export async function measureRecoveries(options: RecoveryOptions): Promise<readonly Recovery[]> {
  const { stage } = options;
  return [
    { what: 'worker killed with work in hand until marketplaces show it', mayTakeMs: 15_000, tookMs: await untilShown(options, async () => process.kill(await stage.workerPid(), 'SIGKILL')) },
    { what: 'Redis emptied with work in hand until marketplaces show it', mayTakeMs: 30_000, tookMs: await untilShown(options, () => command(stage, ['FLUSHALL'])) },
  ];
}

/** Changes the price of everything, breaks something while that is on its way, and waits until every shop shows it. */
async function untilShown({ api, book, shops, goods }: RecoveryOptions, smash: () => Promise<unknown>): Promise<number> {
  const items = goods.map((sku) => {
    const amount = (priceOfVersion((book.promised(sku).priceVersion += 1)) / 100).toFixed(2);
    return { sku, price: { amount, currency: 'TRY' }, listPrice: { amount, currency: 'TRY' } };
  });
  const idempotencyKey = `faults-recovery-${book.promised(goods[0] ?? '').priceVersion}`;
  const { operation, userErrors } = await api.mutate('priceSet', { items, idempotencyKey });
  if (operation === null) throw new Error(`the prices were refused: ${JSON.stringify(userErrors)}`);
  book.heard({ operationId: operation.id, idempotencyKey, what: 'priceSet of everything' }, items.length);
  await smash();
  const smashedAt = performance.now();
  while (!(await isShown(book, shops, goods))) {
    if (performance.now() - smashedAt > GIVE_UP_MS) break;
    await pause(100);
  }
  return Math.round(performance.now() - smashedAt);
}

async function isShown(book: Book, shops: readonly Shop[], goods: readonly string[]): Promise<boolean> {
  for (const shop of shops) {
    const shown = await shop.shown();
    if (goods.some((sku) => shown.get(sku)?.priceMinor !== priceOfVersion(book.promised(sku).priceVersion))) return false;
  }
  return true;
}
