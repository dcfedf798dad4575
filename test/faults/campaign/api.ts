import { setTimeout as pause } from 'node:timers/promises';
import type { Book } from './book.js';

export interface UserError {
  readonly code: string;
  readonly message: string;
}

export interface Answered {
  readonly operation: { readonly id: string } | null;
  readonly userErrors: readonly UserError[];
}

/** A client of the hub as a partner would write it: what was not answered is asked again under the same idempotency key. */
export interface Api {
  /** Until there is an answer; once `giveUp` has been aborted, that there is none. */
  mutate(mutation: string, input: Readonly<Record<string, unknown>>): Promise<Answered>;
}

const NEVER_ANSWERED: Answered = { operation: null, userErrors: [{ code: 'NEVER_ANSWERED', message: 'the hub did not answer any more' }] };
const ANSWER_WITHIN_MS = 8_000;
const AGAIN_AFTER_MS = 250;

const INPUT_TYPES: Readonly<Record<string, string>> = {
  priceSet: 'PriceSetInput', stockSet: 'StockSetInput', stockAdjust: 'StockAdjustInput', orderAccept: 'OrderAcceptInput',
  orderCancelLines: 'OrderCancelLinesInput', syncRun: 'SyncRunInput',
};

export function openApi({ url, key, book, giveUp }: { url: string; key: string; book: Book; giveUp: AbortSignal }): Api {
  async function ask(mutation: string, input: object): Promise<Answered | null> {
    const query = `mutation ($input: ${INPUT_TYPES[mutation] ?? ''}!) { ${mutation}(input: $input) { operation { id } userErrors { code message } } }`;
    const answer = await fetch(url, { method: 'POST', headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' }, body: JSON.stringify({ query, variables: { input } }), signal: AbortSignal.timeout(ANSWER_WITHIN_MS) });
    const { data, errors } = (await answer.json()) as { data?: Record<string, Answered | null> | null; errors?: readonly { message: string; extensions?: { code?: string } }[] };
    const code = errors?.[0]?.extensions?.code;
    if (code !== undefined && CALLERS_FAULT.has(code)) throw new Error(`the call itself is wrong: ${errors?.[0]?.message ?? ''}`);
    return errors === undefined ? (data?.[mutation] ?? null) : null;
  }

  return {
    async mutate(mutation, input) {
      while (!giveUp.aborted) {
        const answer = await ask(mutation, input).catch((error: unknown) => {
          if (error instanceof Error && error.message.startsWith('the call itself')) throw error;
          return null;
        });
        if (answer !== null) return answer;
        book.repeated();
        await pause(AGAIN_AFTER_MS);
      }
      return NEVER_ANSWERED;
    },
  };
}

const CALLERS_FAULT = new Set(['BAD_USER_INPUT', 'GRAPHQL_VALIDATION_FAILED', 'GRAPHQL_PARSE_FAILED', 'FORBIDDEN', 'UNAUTHENTICATED']);
