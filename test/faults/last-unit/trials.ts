import { setTimeout as pause } from 'node:timers/promises';
import { drawsFrom } from '../../../platform/seeded-draws.js';
import type { Book } from '../campaign/book.js';
import type { Shop } from '../campaign/shops/shop.js';
import { skuOf, type Plan } from './plan.js';

const MOST_ROUNDS = 5;

export interface TrialsOptions {
  readonly plan: Plan;
  readonly shops: readonly Shop[];
  readonly book: Book;
  readonly onBegun: (sku: string) => void;
}

/** Sells the last unit of everything, so many at once. What a marketplace shows as there it sells; it knows nothing of the others. */
export async function holdTrials({ plan, shops, book, onBegun }: TrialsOptions): Promise<void> {
  let next = 0;
  await Promise.all(
    Array.from({ length: plan.atOnce }, async () => {
      for (let trial = next++; trial < plan.trials; trial = next++) {
        onBegun(skuOf(trial));
        await sell({ plan, shops, book }, trial);
      }
    }),
  );
}

async function sell({ plan, shops, book }: Omit<TrialsOptions, 'onBegun'>, trial: number): Promise<void> {
  const draw = drawsFrom(plan.seed + 7_919 * (trial + 1));
  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(draw() * list.length)] as T;
  const sku = skuOf(trial);
  const withinMs = oneOf(plan.comeWithinMs);
  const visited = shops.flatMap((shop) => Array.from({ length: shop.popularity }, () => shop));
  async function buy(): Promise<boolean> {
    const shop = oneOf(visited);
    await pause(withinMs * draw());
    const remoteOrderId = await shop.buy(sku, 1);
    if (remoteOrderId === null) book.soldOut();
    else book.bought({ shop: shop.name, remoteOrderId, sku, quantity: 1 });
    return remoteOrderId !== null;
  }
  // On a machine too busy to answer anybody nothing is tried: the buyers come again.
  for (let round = 1; round <= MOST_ROUNDS; round += 1) {
    const isSold = await Promise.all(Array.from({ length: plan.buyers }, buy));
    if (isSold.includes(true)) return;
  }
}
