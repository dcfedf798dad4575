import { z } from 'zod';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { ConnectorError, type ActionOutcome } from '../../sync/connector/contract.js';
import { call, type OzonContext } from './client.js';
import { issue } from './issues.js';
import { postingSchema, type OzonPosting } from './posting.js';

const DAY_MS = 86_400_000;
/** Lists reach back a year. */
const REACH_MS = 363 * DAY_MS;

const listSchema = z.looseObject({ postings: z.array(z.unknown()) });
const getSchema = z.looseObject({ result: postingSchema });

/** One FBS or rFBS posting as it is now; throws VALIDATION when Ozon has none of that number. */
export async function readPosting(context: OzonContext, postingNumber: string): Promise<OzonPosting> {
  return (await call(context, 'orders.get', { posting_number: postingNumber, with: { analytics_data: true } }, getSchema, { personal: true })).result;
}

/** The postings of at most 50 orders that the seller packs; more than a hundred are not looked for, and what cannot be read is left out. */
export async function postingsOfOrders(context: OzonContext, orderNumbers: readonly string[]): Promise<readonly OzonPosting[]> {
  if (orderNumbers.length === 0) return [];
  const nowMs = context.now().getTime();
  const filter = { since: new Date(nowMs - REACH_MS).toISOString(), to: new Date(nowMs + DAY_MS).toISOString(), order_numbers: orderNumbers };
  const { postings } = await call(context, 'orders.list', { filter, cursor: '', limit: 100, sort_dir: 'ASC', with: {} }, listSchema, { personal: true });
  return postings.flatMap((row) => postingSchema.safeParse(row).data ?? []);
}

export const APPLIED: ActionOutcome = { kind: 'APPLIED' };

export function refused(context: OzonContext, code: ExplainedCode, message: string, { retryable = false, remoteCode = null }: { readonly retryable?: boolean; readonly remoteCode?: string | null } = {}): ActionOutcome {
  return { kind: 'REFUSED', issue: { ...issue(code, message, context.now()), retryable, remoteCode } };
}

/** What Ozon refuses of an action is told with its reason; any other trouble is thrown on. */
export async function orRefused<T>(context: OzonContext, postingNumber: string, act: () => Promise<T>): Promise<T | ActionOutcome> {
  try {
    return await act();
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.errorClass !== 'VALIDATION') throw error;
    if (error.remoteCode === 'POSTING_NOT_FOUND' && (await isFbo(context, postingNumber))) return refused(context, 'FULFILLED_BY_MARKETPLACE', 'Ozon packs and delivers this posting from its own warehouse');
    return refused(context, error.remoteCode === 'EXEMPLAR_INFO_NOT_FILLED_COMPLETELY' ? 'EXEMPLARS_MISSING' : 'ACTION_REFUSED', error.message, { remoteCode: error.remoteCode });
  }
}

/** FBS methods know nothing of the postings of Ozon's warehouses. */
async function isFbo(context: OzonContext, postingNumber: string): Promise<boolean> {
  const nowMs = context.now().getTime();
  const filter = { since: new Date(nowMs - REACH_MS).toISOString(), to: new Date(nowMs + DAY_MS).toISOString(), posting_numbers: [postingNumber] };
  const { postings } = await call(context, 'orders.listFbo', { filter, cursor: '', limit: 1, sort_dir: 'ASC' }, listSchema, { personal: true });
  return postings.length > 0;
}
