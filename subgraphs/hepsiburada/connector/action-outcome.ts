import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { ConnectorError, type ActionOutcome } from '../../sync/connector/contract.js';
import type { HepsiburadaContext } from './client.js';
import { issue } from './issues.js';

export const APPLIED: ActionOutcome = { kind: 'APPLIED' };

export function refused(context: HepsiburadaContext, code: ExplainedCode, message: string): ActionOutcome & { kind: 'REFUSED' } {
  return { kind: 'REFUSED', issue: issue(code, message, context.now()) };
}

/** Hepsiburada's own refusal is an outcome; all other trouble stays an error. */
export async function outcomeOf(context: HepsiburadaContext, asked: Promise<unknown>): Promise<ActionOutcome> {
  try {
    await asked;
    return APPLIED;
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.errorClass !== 'VALIDATION') throw error;
    return refused(context, 'ACTION_REFUSED', error.message);
  }
}
