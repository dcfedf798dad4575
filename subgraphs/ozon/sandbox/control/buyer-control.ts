import { z } from 'zod';
import type { Control } from '../../../../platform/sandbox/control.js';
import type { Sellers } from '../access/sellers.js';
import type { Kernel } from '../kernel.js';
import { type Random } from '../postings/buyers.js';
import { drawsFrom } from '../../../../platform/seeded-draws.js';
import type { Desk } from '../postings/desk.js';
import { placeOrder, PurchaseRefused } from '../postings/place-order.js';
import type { Shelf } from '../products/shelf.js';
import type { Warehouses } from '../warehouses.js';

interface Trickle {
  readonly perMinute: number;
  readonly seed: number;
  /** Names the chain of visits: a newer one ends the older. */
  readonly chain: number;
  readonly visits: number;
}

interface Parts {
  readonly kernel: Kernel;
  readonly sellers: Sellers;
  readonly shelf: Shelf;
  readonly desk: Desk;
  readonly warehouses: Warehouses;
  readonly seed: number | undefined;
}

const MINUTE_MS = 60_000;
const LOOKS_PER_VISIT = 5;

/** A trickle of random buyers, the same for the same seed, that goes on after a restart. */
export function installBuyerControl(control: Control, parts: Parts): void {
  const { kernel, sellers, shelf } = parts;
  const { state, clock } = kernel;
  const trickles = state.store<Trickle>('buyer-trickle');
  const offers = state.store<string>('offer-by-product-id');

  const waitForNext = ({ perMinute, chain }: Trickle, random: Random) => clock.after((-Math.log(1 - random()) * MINUTE_MS) / perMinute, 'buyer-visit', { chain });

  const randomOffer = (clientId: string, random: Random): string | undefined => {
    const count = shelf.count(clientId);
    const [found] = count === 0 ? [] : [...offers.range({ start: [clientId, 0], end: [clientId, Number.MAX_SAFE_INTEGER], offset: Math.floor(random() * count), limit: 1 })];
    return found?.value;
  };

  const visit = (random: Random) => {
    const all = sellers.all();
    const clientId = all[Math.floor(random() * all.length)]?.clientId;
    if (clientId === undefined) return;
    for (let look = 0; look < LOOKS_PER_VISIT; look += 1) {
      const offerId = randomOffer(clientId, random);
      if (offerId === undefined) return;
      try {
        placeOrder(parts, { clientId, scheme: 'FBS', lines: [{ offerId, quantity: random() < 0.8 ? 1 : 2 }] });
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
    summary: "Random buyers order at this rate from now on, in all shops; 0 stops them. Answers the seed.",
    example: { perMinute: 6, seed: 42 },
    body: z.strictObject({ perMinute: z.number().min(0).max(60_000), seed: z.int().optional() }),
    handle: ({ body }) =>
      state.transaction(() => {
        const seed = body.seed ?? parts.seed ?? Math.floor(Math.random() * 2 ** 31);
        const trickle = { perMinute: body.perMinute, seed, chain: state.next('buyer-chain'), visits: 0 };
        trickles.put('now', trickle);
        if (trickle.perMinute > 0) waitForNext(trickle, drawsFrom(seed));
        return { perMinute: trickle.perMinute, seed };
      }),
  });
}
