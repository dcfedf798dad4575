import { z } from 'zod';
import type { Control } from '../../../../platform/sandbox/control.js';
import type { Sellers } from '../access/sellers.js';
import type { Kernel } from '../kernel.js';
import type { ListingBook } from '../listings/listing-book.js';
import { drawsFrom } from '../../../../platform/seeded-draws.js';
import { PurchaseRefused, type OrderDesk } from '../purchases/order-desk.js';

interface Trickle {
  readonly perMinute: number;
  readonly seed: number;
  /** A newer round ends the older. */
  readonly round: number;
  readonly visits: number;
}

const buyersBody = z.strictObject({ perMinute: z.number().min(0).max(60_000), seed: z.int().min(0).optional() });
const MINUTE_MS = 60_000;
const LOOKS_PER_VISIT = 10;

/** A trickle of random buyers, the same for the same seed, that goes on after a restart. */
export function installBuyerControl(control: Control, { state, clock }: Kernel, { book, desk, sellers, seed: defaultSeed }: { book: ListingBook; desk: OrderDesk; sellers: Sellers; seed?: number | undefined }): void {
  const trickles = state.store<Trickle>('buyers');
  const waitForNext = ({ perMinute, seed, round, visits }: Trickle): void =>
    clock.after((-Math.log(1 - drawsFrom(seed ^ (visits * 7_919))()) * MINUTE_MS) / perMinute, 'buyer', { round });

  clock.on('buyer', ({ round }: { round: number }) => {
    const trickle = trickles.get('now');
    if (trickle?.round !== round) return;
    visit(drawsFrom(trickle.seed + trickle.visits));
    const next = { ...trickle, visits: trickle.visits + 1 };
    trickles.put('now', next);
    waitForNext(next);
  });

  function visit(draw: () => number): void {
    const all = sellers.all();
    const seller = all[Math.floor(draw() * all.length)];
    if (!seller) return;
    const marketplaceId = seller.marketplaceIds[0] ?? '';
    const count = book.count(seller.sellerId, marketplaceId);
    for (let look = 0; look < LOOKS_PER_VISIT && count > 0; look += 1) {
      const listing = book.at(seller.sellerId, marketplaceId, Math.floor(draw() * count));
      try {
        if (listing) desk.place({ sellerId: seller.sellerId, marketplaceId, lines: [{ sku: listing.sku, quantity: draw() < 0.8 ? 1 : 2 }] });
        return;
      } catch (error) {
        // Sold out or not on sale: the buyer looks at something else.
        if (!(error instanceof PurchaseRefused)) throw error;
      }
    }
  }

  control.route({
    method: 'POST',
    path: '/buyers',
    summary: 'Lets buyers come by themselves, perMinute on average over all shops; 0 sends them home. Answers the seed.',
    example: { perMinute: 6, seed: 20_261_122 },
    body: buyersBody,
    handle: ({ body }) =>
      state.transaction(() => {
        const seed = body.seed ?? defaultSeed ?? Math.floor(Math.random() * 2 ** 31);
        const trickle: Trickle = { perMinute: body.perMinute, seed, round: state.next('buyer-round'), visits: 0 };
        trickles.put('now', trickle);
        if (trickle.perMinute > 0) waitForNext(trickle);
        return { perMinute: trickle.perMinute, seed };
      }),
  });
}
