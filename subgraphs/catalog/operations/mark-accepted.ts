import { accept } from '../domain/field-sync.js';
import type { CatalogDeps } from './catalog-deps.js';
import { type AttemptMoment, changeAttempt } from './change-attempt.js';

/** The marketplace took the call and will look at it; `receipt` is what it gave to ask after it with, null when nothing. Says how many listings changed. */
export async function markAccepted(deps: CatalogDeps, { receipt, ...moment }: AttemptMoment & { readonly receipt: string | null }): Promise<number> {
  return await changeAttempt(deps, moment, (field) => accept(field, { receipt, at: moment.at }));
}
