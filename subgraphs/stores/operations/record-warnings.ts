import { isDeepStrictEqual } from 'node:util';
import type { StoreId } from '../../../platform/ids.js';
import type { StoreWarning } from '../domain/store.js';
import type { StoresDeps } from './stores-deps.js';

/** Notes what the seller should see to on a marketplace; announced when it is something else than before. */
export async function recordWarnings({ stores, clock, logger, announce }: Pick<StoresDeps, 'stores' | 'clock' | 'logger' | 'announce'>, { storeId, warnings }: { readonly storeId: StoreId; readonly warnings: readonly Omit<StoreWarning, 'since'>[] }): Promise<void> {
  const store = await stores.byId(storeId, null);
  if (!store) return;
  const known = store.warnings ?? [];
  const at = clock.now();
  const next = warnings.map((warning) => known.find((one) => isSame(one, warning)) ?? { ...warning, since: at });
  if (next.length === known.length && next.every((one) => known.includes(one))) return;
  await stores.change(storeId, null, { warnings: next }, at);
  announce();
  logger.warn({ storeId, codes: next.map(({ code }) => code) }, 'what a seller should see to on a marketplace has changed');
}

function isSame({ since: _since, ...known }: StoreWarning, warning: Omit<StoreWarning, 'since'>): boolean {
  return isDeepStrictEqual(known, { ...warning });
}
