import { readExemplars, readExemplarStatus, type Exemplar, type FieldErrors } from '../connector/exemplars.js';
import type { StoreOfCaller } from '../../sync/connector/ask-marketplace.js';
import type { Stores } from '../../sync/connector/stores-on.js';
import { askOzon } from './ozon-store.js';

export interface PostingUnits {
  /** Ozon's word for whether the posting may be packed. */
  readonly status: string;
  readonly units: readonly (Exemplar & { readonly errors: readonly FieldErrors[] })[];
}

/** The units of a posting, what each still needs, and what Ozon refused of it. */
export function readUnits({ postingNumber, ...store }: StoreOfCaller & { readonly postingNumber: string }, stores: Stores): Promise<PostingUnits> {
  return askOzon(stores, store, async (context) => {
    const exemplars = await readExemplars(context, postingNumber);
    const { status, exemplars: verdicts } = await readExemplarStatus(context, postingNumber);
    return { status, units: exemplars.map((one) => ({ ...one, errors: verdicts.find(({ exemplarId }) => exemplarId === one.exemplarId)?.errors ?? [] })) };
  });
}
