import { z } from 'zod';
import { drawsFrom } from '../seeded-draws.js';
import type { Sandbox } from './create-sandbox.js';

interface Trickle {
  readonly perMinute: number;
  readonly seed: number;
  /** A newer round ends the older. */
  readonly round: number;
  readonly visits: number;
}

export interface BuyerTrickleOptions {
  /** Used when the call names none; random without it. */
  readonly seed?: number | undefined;
  /** One buyer comes to the shops; everything chosen follows from the draws. Runs in a transaction. */
  readonly visit: (draw: () => number) => void;
}

const MINUTE_MS = 60_000;
const buyersBody = z.strictObject({ perMinute: z.number().min(0).max(60_000), seed: z.int().min(0).optional() });

/** Buyers who come by themselves, on the sandbox's clock: the same ones for the same seed, also across a restart. */
export function installBuyerTrickle({ control, state, clock }: Pick<Sandbox, 'control' | 'state' | 'clock'>, { seed: usualSeed, visit }: BuyerTrickleOptions): void {
  const trickles = state.store<Trickle>('buyer-trickle');
  const waitForNext = ({ perMinute, round }: Trickle, draw: () => number): void => clock.after((-Math.log(1 - draw()) * MINUTE_MS) / perMinute, 'buyer', { round });

  clock.on('buyer', ({ round }: { round: number }) => {
    const trickle = trickles.get('now');
    if (trickle?.round !== round) return;
    const next = { ...trickle, visits: trickle.visits + 1 };
    const draw = drawsFrom(next.seed + next.visits);
    visit(draw);
    trickles.put('now', next);
    waitForNext(next, draw);
  });

  control.route({
    method: 'POST',
    path: '/buyers',
    summary: 'Lets buyers come by themselves, perMinute on average over all shops; 0 sends them home. Answers the seed.',
    example: { perMinute: 6, seed: 20_261_122 },
    body: buyersBody,
    handle: ({ body: { perMinute, seed = usualSeed ?? Math.floor(Math.random() * 2 ** 31) } }) =>
      state.transaction(() => {
        const trickle: Trickle = { perMinute, seed, round: state.next('buyer-round'), visits: 0 };
        trickles.put('now', trickle);
        if (perMinute > 0) waitForNext(trickle, drawsFrom(seed));
        return { perMinute, seed };
      }),
  });
}
