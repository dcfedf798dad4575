import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { InvalidRateError, rateFromText, rateToText } from '../../../platform/exact-rate.js';
import { type Currency, isCurrency } from '../../../platform/money.js';
import type { Principal } from '../../../platform/principal.js';
import { type UserError, userError } from '../../../platform/subgraph/user-error.js';
import type { ExchangeRate } from '../domain/exchange-rate.js';
import type { StoredOwnRate } from '../store/own-rate-store.js';
import type { AutomationDeps } from './automation-deps.js';
import { findExchangeRate } from './find-exchange-rate.js';

export interface SetOwnRateInput {
  readonly from: string;
  readonly to: string;
  /** Null takes the seller's own rate back: the banks count again. */
  readonly rate?: string | null;
  readonly idempotencyKey?: string | null;
  readonly dryRun?: boolean | null;
}

export interface SetOwnRateAnswer {
  readonly own: StoredOwnRate | null;
  /** What is reckoned with now. */
  readonly exchangeRate: ExchangeRate | null;
  readonly userErrors: readonly UserError[];
}

/** Sets a seller's own rate for a pair, with who and when; under an idempotency key once. */
export async function setOwnRate(deps: AutomationDeps, { sellerId, keyId }: Pick<Principal, 'sellerId' | 'keyId'>, input: SetOwnRateInput): Promise<SetOwnRateAnswer> {
  const read = readInput(input);
  if ('code' in read) return { own: null, exchangeRate: null, userErrors: [read] };
  const { from, to, rate } = read;
  const { idempotencyKey = null, dryRun } = input;
  const present = await deps.ownRates.find(sellerId, from, to);
  const done = idempotencyKey === null ? undefined : present?.history.find((change) => change.idempotencyKey === idempotencyKey);
  if (done && done.rate !== rate) return { own: present, exchangeRate: null, userErrors: [fault('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey', 'this idempotencyKey came with another rate before')] };
  const isToBeWritten = !done && dryRun !== true;
  const own = isToBeWritten ? await deps.ownRates.set({ sellerId, from, to }, { rate, setAt: deps.clock.now(), setBy: keyId, idempotencyKey }) : present;
  return { own, exchangeRate: await findExchangeRate(deps, { sellerId, from, to }), userErrors: [] };
}

function readInput({ from, to, rate = null }: SetOwnRateInput): { readonly from: Currency; readonly to: Currency; readonly rate: string | null } | UserError {
  if (!isCurrency(from)) return fault('UNKNOWN_CURRENCY', 'from', `'${from}' is not a currency the hub keeps`);
  if (!isCurrency(to)) return fault('UNKNOWN_CURRENCY', 'to', `'${to}' is not a currency the hub keeps`);
  if (from === to) return fault('INVALID_RATE', 'to', 'a currency has no rate to itself');
  try {
    return { from, to, rate: rate === null ? null : rateToText(rateFromText(rate)) };
  } catch (error) {
    if (error instanceof InvalidRateError) return fault('INVALID_RATE', 'rate', error.message);
    throw error;
  }
}

function fault(code: ExplainedCode, part: string, message: string): UserError {
  return userError({ code, field: ['input', part], message });
}
