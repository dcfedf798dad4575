import type { Store } from '../../stores/domain/store.js';
import { ConnectorError } from '../connector/contract.js';
import { decideOnTrouble } from '../domain/error-policies.js';
import type { PollMark } from './domain/poll-mark.js';
import type { IntakeDeps } from './intake-deps.js';

/** A reading that the marketplace refuses outright is a fault of ours or a change of theirs: asked again, but seldom. */
const REFUSED_DELAY_MS = 60_000;

/**
 * One policy per class of trouble for the whole store; every look at orders is a reading, so it may always be repeated.
 * Refused credentials pause the store when they stay refused. Answers when to try again. Throws what is no trouble of a
 * marketplace's.
 */
export async function noteTrouble(deps: IntakeDeps, mark: PollMark, { store, error, failures, doing }: { store: Pick<Store, 'credentialsSealed'>; error: unknown; failures: number; doing: string }): Promise<Date> {
  if (!(error instanceof ConnectorError)) throw error;
  const { errorClass, retryAfterMs, message, remoteCode } = error;
  const { _id: storeId } = mark;
  deps.figures.troubled({ storeId, sellerId: mark.sellerId }, errorClass);
  const now = deps.clock.now();
  const isAuthentication = errorClass === 'AUTHENTICATION';
  const decision = decideOnTrouble({ errorClass, outcome: 'NOT_SENT', retryAfterMs }, { failures: isAuthentication ? mark.authFailures : failures, random: Math.random(), policies: await deps.policiesOf(mark) });
  deps.logger.warn({ storeId, errorClass, remoteCode, decision: decision.kind, doing }, 'a store could not be asked');
  if (decision.kind === 'PAUSE_STORE') await deps.stores.pauseStore({ sellerId: null, storeId, code: errorClass, message, credentialsSealed: store.credentialsSealed });
  await deps.marks.note(storeId, { lastError: { errorClass, message, at: now }, ...(isAuthentication ? { authFailures: mark.authFailures + 1 } : {}) });
  return new Date(now.getTime() + ('delayMs' in decision ? decision.delayMs : REFUSED_DELAY_MS));
}
