import { z } from 'zod';
import type { Control } from '../../../../platform/sandbox/control.js';
import type { Kernel } from '../kernel.js';
import type { Offer } from '../listings/listing.js';
import type { Shelf } from '../listings/shelf.js';
import { type Random } from '../packages/buyers.js';
import { drawsFrom } from '../../../../platform/seeded-draws.js';
import type { Desk } from '../packages/desk.js';
import { placeOrder, PurchaseRefused } from '../packages/place-order.js';
import type { Sellers } from '../access/sellers.js';

interface Trickle {
  readonly ratePerMinute: number;
  readonly seed: number;
  /** Names the chain of visits: a newer one ends the older. */
  readonly chain: number;
  readonly visits: number;
}

export interface BuyerControlParts {
  readonly shelf: Shelf;
  readonly desk: Desk;
  readonly sellers: Sellers;
  /** Used when a call names none; random without it. */
  readonly seed?: number | undefined;
}

const buyersBody = z.strictObject({ ratePerMinute: z.number().min(0).max(60_000), seed: z.int().optional() });
const MINUTE_MS = 60_000;
const LOOKS_PER_VISIT = 5;

/** A trickle of random buyers, the same for the same seed, that goes on after a restart. */
export function installBuyerControl(control: Control, kernel: Kernel, { shelf, desk, sellers, seed: defaultSeed }: BuyerControlParts): void {
  const { state, clock } = kernel;
  const trickles = state.store<Trickle>('buyer-trickle');
  const offers = state.store<Offer>('offers');

  const waitForNext = ({ ratePerMinute, chain }: Trickle, random: Random) =>
    clock.after((-Math.log(1 - random()) * MINUTE_MS) / ratePerMinute, 'buyer-visit', { chain });

  const randomBarcode = (sellerId: number, random: Random): string | undefined => {
    const bounds = { start: [sellerId], end: [sellerId + 1] };
    const offset = Math.floor(random() * offers.count(bounds));
    for (const { key } of offers.range({ ...bounds, offset, limit: 1 })) return String((key as readonly (string | number)[])[1]);
    return undefined;
  };

  const visit = (random: Random) => {
    const all = sellers.all();
    const sellerId = all[Math.floor(random() * all.length)]?.sellerId;
    if (sellerId === undefined) return;
    for (let look = 0; look < LOOKS_PER_VISIT; look += 1) {
      const barcode = randomBarcode(sellerId, random);
      if (barcode === undefined) return;
      try {
        placeOrder(kernel, shelf, desk, { sellerId, lines: [{ barcode, quantity: random() < 0.8 ? 1 : 2 }] });
        return;
      } catch (error) {
        // Sold out or not on sale: the buyer looks at something else.
        if (!(error instanceof PurchaseRefused)) throw error;
      }
    }
  };

  clock.on('buyer-visit', ({ chain }: { chain: number }) => {
    const trickle = trickles.get('now');
    if (trickle?.chain !== chain) return;
    const random = drawsFrom(trickle.seed + trickle.visits);
    visit(random);
    trickles.put('now', { ...trickle, visits: trickle.visits + 1 });
    waitForNext(trickle, random);
  });

  control.route({
    method: 'POST',
    path: '/buyers',
    summary: 'Random buyers order at this rate from now on, in all sellers\' shops; 0 stops them. Answers the seed.',
    example: { ratePerMinute: 6, seed: 42 },
    body: buyersBody,
    handle: ({ body }) =>
      state.transaction(() => {
        const seed = body.seed ?? defaultSeed ?? Math.floor(Math.random() * 2 ** 31);
        const trickle = { ratePerMinute: body.ratePerMinute, seed, chain: state.next('buyer-chain'), visits: 0 };
        trickles.put('now', trickle);
        if (trickle.ratePerMinute > 0) waitForNext(trickle, drawsFrom(seed));
        return { ratePerMinute: trickle.ratePerMinute, seed };
      }),
  });
}
