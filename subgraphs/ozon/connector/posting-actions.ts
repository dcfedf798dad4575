import { z } from 'zod';
import { ConnectorError, type ActionOutcome } from '../../sync/connector/contract.js';
import { call, type OzonContext } from './client.js';
import { issue } from './issues.js';
import { postingSchema, type OzonPosting } from './posting.js';

const getSchema = z.looseObject({ result: postingSchema });

/** One FBS or rFBS posting as it is now; throws VALIDATION when Ozon has none of that number. */
export async function readPosting(context: OzonContext, postingNumber: string): Promise<OzonPosting> {
  return (await call(context, 'orders.get', { posting_number: postingNumber, with: { analytics_data: true } }, getSchema, { personal: true })).result;
}

export const APPLIED: ActionOutcome = { kind: 'APPLIED' };

export function refused(context: OzonContext, code: string, message: string, retryable = false): ActionOutcome {
  return { kind: 'REFUSED', issue: { ...issue(code, message, context.now()), retryable } };
}

/** What Ozon refuses of an action is told with its reason; any other trouble is thrown on. */
export async function orRefused<T>(context: OzonContext, act: () => Promise<T>): Promise<T | ActionOutcome> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ConnectorError && error.errorClass === 'VALIDATION') return refused(context, error.remoteCode === 'EXEMPLAR_INFO_NOT_FILLED_COMPLETELY' ? 'EXEMPLARS_MISSING' : 'ACTION_REFUSED', error.message);
    throw error;
  }
}
