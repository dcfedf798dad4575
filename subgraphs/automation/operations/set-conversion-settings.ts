import { isDeepStrictEqual } from 'node:util';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { InvalidMoneyError, isCurrency, moneyFromDecimal, type Currency } from '../../../platform/money.js';
import type { Principal } from '../../../platform/principal.js';
import { type UserError, userError } from '../../../platform/subgraph/user-error.js';
import type { RoundingRule } from '../../catalog/domain/price-rounding.js';
import { type SettingsChange, type StaleRates, withChange } from '../domain/conversion-settings.js';
import type { StoredSettings } from '../store/settings-store.js';
import type { AutomationDeps } from './automation-deps.js';

export interface RoundingInput {
  readonly currency: string;
  readonly step?: string | null;
  readonly ending?: string | null;
}

export interface SetConversionSettings {
  readonly rounding?: readonly RoundingInput[] | null;
  /** Null takes the seller's own back; absent leaves it. */
  readonly maxAgeHours?: number | null;
  readonly staleRates?: StaleRates | null;
  readonly idempotencyKey?: string | null;
  readonly dryRun?: boolean | null;
}

export interface ConversionSettingsAnswer {
  /** As they are now; after a dry run, as they would be. */
  readonly settings: StoredSettings;
  readonly userErrors: readonly UserError[];
}

const MOST_HOURS = 1_000;
const LARGEST_STEP_MINOR = 10_000_000;

/** Changes what is named of how a seller's prices are converted, with who and when; under an idempotency key once. All of it, or on a mistake nothing. */
export async function setConversionSettings({ settings, clock }: Pick<AutomationDeps, 'settings' | 'clock'>, { sellerId, keyId }: Pick<Principal, 'sellerId' | 'keyId'>, input: SetConversionSettings): Promise<ConversionSettingsAnswer> {
  const present = await settings.of(sellerId);
  const { change, userErrors } = readChange(input);
  if (userErrors.length > 0) return { settings: present, userErrors };
  const { idempotencyKey = null, dryRun } = input;
  const done = idempotencyKey === null ? undefined : present.history.find((entry) => entry.idempotencyKey === idempotencyKey);
  if (done && !isDeepStrictEqual(done.change, change)) return { settings: present, userErrors: [fault('IDEMPOTENCY_KEY_REUSED', ['idempotencyKey'], 'this idempotencyKey came with other settings before')] };
  if (dryRun === true) return { settings: { ...present, ...withChange(present, done ? NOTHING : change) }, userErrors: [] };
  if (!done) await settings.change(sellerId, { change, at: clock.now(), by: keyId, idempotencyKey });
  return { settings: await settings.of(sellerId), userErrors: [] };
}

const NOTHING: SettingsChange = { rounding: [] };

function readChange({ rounding, maxAgeHours, staleRates }: SetConversionSettings): { readonly change: SettingsChange; readonly userErrors: readonly UserError[] } {
  const rules = (rounding ?? []).map(readRounding);
  const userErrors = rules.flatMap((one) => ('code' in one ? [one] : []));
  const read = rules.flatMap((one) => ('code' in one ? [] : [one]));
  if (new Set(read.map(({ currency }) => currency)).size < read.length) userErrors.push(fault('INVALID_ROUNDING', ['rounding'], 'a currency is named twice'));
  if (typeof maxAgeHours === 'number' && (maxAgeHours < 1 || maxAgeHours > MOST_HOURS)) userErrors.push(fault('INVALID_MAX_AGE', ['maxAgeHours'], `${maxAgeHours} is outside 1 to ${MOST_HOURS} hours`));
  return { change: { rounding: read, ...(maxAgeHours === undefined ? {} : { maxAgeHours }), ...(staleRates ? { staleRates } : {}) }, userErrors };
}

function readRounding({ currency, step = null, ending = null }: RoundingInput, index: number): { readonly currency: Currency; readonly rule: RoundingRule | null } | UserError {
  const at = (part: string): string[] => ['rounding', String(index), part];
  if (!isCurrency(currency)) return fault('UNKNOWN_CURRENCY', at('currency'), `'${currency}' is not a currency the hub keeps`);
  if (step === null && ending === null) return { currency, rule: null };
  const [stepMinor, endingMinor] = [minorOf(step, currency), minorOf(ending, currency)];
  if (stepMinor === null || stepMinor < 1 || stepMinor > LARGEST_STEP_MINOR) return fault('INVALID_ROUNDING', at('step'), 'the step must be from 0.01 to 100000.00');
  if (endingMinor === null || endingMinor < 0 || endingMinor >= stepMinor) return fault('INVALID_ROUNDING', at('ending'), 'the ending must be from 0 to below the step');
  return { currency, rule: { stepMinor, endingMinor } };
}

function minorOf(amount: string | null, currency: Currency): number | null {
  if (amount === null) return null;
  try {
    return moneyFromDecimal(amount, currency).amountMinor;
  } catch (error) {
    if (error instanceof InvalidMoneyError) return null;
    throw error;
  }
}

function fault(code: ExplainedCode, part: readonly string[], message: string): UserError {
  return userError({ code, field: ['input', ...part], message });
}
