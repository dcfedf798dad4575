import type { Clock } from '../clock.js';
import type { SellerId } from '../ids.js';
import { type UserError, userError } from '../subgraph/user-error.js';
import type { CallStore } from './call-store.js';
import { payloadDigest } from './payload-digest.js';

interface KeyedCall {
  readonly sellerId: SellerId;
  /** Null: the call is simply done. */
  readonly idempotencyKey: string | null;
  /** The call's name and input: what must be the same under the same key. */
  readonly payload: unknown;
}

/**
 * Does a call, or gives the answer it had when it was done before under its key. The call itself has to bear being done twice:
 * a process that dies between doing and noting the answer leaves it to be done again. Answers are plain JSON.
 */
export async function answerOnce<A>({ calls, clock }: { readonly calls: CallStore; readonly clock: Clock }, { sellerId, idempotencyKey, payload }: KeyedCall, call: () => Promise<A>): Promise<{ readonly answer: A } | { readonly refused: UserError }> {
  if (idempotencyKey === null) return { answer: await call() };
  const digest = payloadDigest(payload);
  const done = await calls.find(sellerId, idempotencyKey);
  if (done && done.digest !== digest) return { refused: userError({ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'], itemRef: idempotencyKey, message: 'this idempotencyKey came with another payload before' }) };
  if (done) return { answer: done.answer as A };
  const answer = await call();
  await calls.keep(sellerId, idempotencyKey, { digest, answer, at: clock.now() });
  return { answer };
}
