import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { createLabels as createOnOzon, type LabelTask } from '../connector/labels.js';
import { tellOzon, type OzonStore, type Stores } from './ozon-store.js';

const MOST_POSTINGS = 20;

/** Has labels of packed postings made; they are fetched by their task about a minute after packing. */
export async function createLabels({ postingNumbers, ...store }: OzonStore & { readonly postingNumbers: readonly string[] }, stores: Stores): Promise<{ readonly tasks: readonly LabelTask[]; readonly userErrors: readonly UserError[] }> {
  if (postingNumbers.length === 0 || postingNumbers.length > MOST_POSTINGS) {
    return { tasks: [], userErrors: [userError({ code: 'TOO_MANY_ITEMS', message: `Name 1 to ${MOST_POSTINGS} postings.`, field: ['input', 'postingNumbers'] })] };
  }
  const { done, userErrors } = await tellOzon(stores, store, (context) => createOnOzon(context, postingNumbers));
  return { tasks: done ?? [], userErrors };
}
