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
  /** Null where it depends on what had left: a call whose answer was lost waits until the marketplace has surely done it, or not. */
  readonly mayTakeMs: number | null;
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
  const killed = await timesAfter(options, async () => process.kill(await stage.workerPid(), 'SIGKILL'));
  const emptied = await timesAfter(options, () => command(stage, ['FLUSHALL']));
  return [
    { what: 'worker killed with work in hand, until marketplaces are sent changes again', tookMs: killed.calledMs, mayTakeMs: 15_000 },
    { what: 'worker killed with work in hand, until marketplaces show it', tookMs: killed.shownMs, mayTakeMs: null },
    { what: 'Redis emptied with work in hand, until marketplaces are sent changes again', tookMs: emptied.calledMs, mayTakeMs: 30_000 },
    { what: 'Redis emptied with work in hand, until marketplaces show it', tookMs: emptied.shownMs, mayTakeMs: null },
  ];
}

/** Changes the price of everything, breaks something while that is on its way, and waits until the first shop is sent something again and every shop that has it shows it. */
async function timesAfter({ stage, api, book, shops, goods }: RecoveryOptions, smash: () => Promise<unknown>): Promise<{ calledMs: number; shownMs: number }> {
  const items = goods.map((sku) => {
    const amount = (priceOfVersion((book.promised(sku).priceVersion += 1)) / 100).toFixed(2);
    return { sku, price: { amount, currency: 'TRY' }, listPrice: { amount, currency: 'TRY' } };
  });
  const idempotencyKey = `faults-recovery-${book.promised(goods[0] ?? '').priceVersion}`;
  const { operation, userErrors } = await api.mutate('priceSet', { items, idempotencyKey });
  if (operation === null) throw new Error(`the prices were refused: ${JSON.stringify(userErrors)}`);
  book.heard({ mutation: 'priceSet', operationId: operation.id, idempotencyKey, what: 'priceSet of everything' }, items.length);
  await smash();
  const smashedAt = performance.now();
  const sinceMs = (): number => Math.round(performance.now() - smashedAt);
  const before = await changesSentTo(stage, shops);
  let calledMs: number | null = null;
  while (!(await isShown(book, shops, goods)) && sinceMs() < GIVE_UP_MS) {
    if (calledMs === null && (await changesSentTo(stage, shops)) > before) calledMs = sinceMs();
    await pause(100);
  }
  return { calledMs: calledMs ?? sinceMs(), shownMs: sinceMs() };
}

/** How many calls that carry prices or quantities the marketplaces have had: those that only ask show no work. */
async function changesSentTo(stage: Stage, shops: readonly Shop[]): Promise<number> {
  const counts = await Promise.all(shops.map(async ({ sandbox, push }) => (await stage.control(sandbox).requests(push.path.replaceAll('*', ''))).filter(({ method }) => method === push.method).length));
  return counts.reduce((sum, count) => sum + count, 0);
}

async function isShown(book: Book, shops: readonly Shop[], goods: readonly string[]): Promise<boolean> {
  for (const shop of shops.filter(({ isWide }) => isWide)) {
    const shown = await shop.shown(goods);
    if (goods.some((sku) => shown.get(sku)?.priceMinor !== priceOfVersion(book.promised(sku).priceVersion))) return false;
  }
  return true;
}
