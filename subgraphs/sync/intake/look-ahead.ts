import type { OpenStore } from '../connector/store-access.js';
import type { PollMark } from './domain/poll-mark.js';
import type { IntakeDeps } from './intake-deps.js';

const LOOK_EVERY_MS = 6 * 3_600_000;

/** Asks the marketplace some times a day for what will become trouble, such as a key that ends, and has the store show it. */
export async function lookAhead({ stores, marks, clock }: Pick<IntakeDeps, 'stores' | 'marks' | 'clock'>, { store, connector, context }: OpenStore, { lookedAheadAt }: Pick<PollMark, 'lookedAheadAt'>): Promise<void> {
  const now = clock.now();
  if (!connector.foreseeTrouble || (lookedAheadAt && now.getTime() - lookedAheadAt.getTime() < LOOK_EVERY_MS)) return;
  await stores.recordWarnings({ storeId: store._id, warnings: await connector.foreseeTrouble(context) });
  await marks.note(store._id, { lookedAheadAt: now });
}
