import { readExemplars, readExemplarStatus, type Exemplar, type FieldErrors } from '../connector/exemplars.js';
import { askOzon, type OzonStore, type Stores } from './ozon-store.js';

export interface PostingUnits {
  /** Ozon's word for whether the posting may be packed. */
  readonly status: string;
  readonly units: readonly (Exemplar & { readonly errors: readonly FieldErrors[] })[];
}

/** The units of a posting, what each still needs, and what Ozon refused of it. */
export function readUnits({ postingNumber, ...store }: OzonStore & { readonly postingNumber: string }, stores: Stores): Promise<PostingUnits> {
  return askOzon(stores, store, async (context) => {
    const exemplars = await readExemplars(context, postingNumber);
    const { status, exemplars: verdicts } = await readExemplarStatus(context, postingNumber);
    return { status, units: exemplars.map((one) => ({ ...one, errors: verdicts.find(({ exemplarId }) => exemplarId === one.exemplarId)?.errors ?? [] })) };
  });
}
