import { type Currency, CURRENCIES } from '../../../platform/money.js';
import { describeRounding, type RoundingRule, USUAL_ROUNDING } from '../../catalog/domain/price-rounding.js';

/** What becomes of prices while the newest rate is older than accepted: USE it and say so, or HOLD what would be converted with it. */
export const STALE_RATES = ['USE', 'HOLD'] as const;
export type StaleRates = (typeof STALE_RATES)[number];

/** How a seller wants prices converted, as far as it was said. */
export interface ConversionSettings {
  readonly rounding: Readonly<Partial<Record<Currency, RoundingRule>>>;
  /** Null: as old as the hub is set to accept. */
  readonly maxAgeHours: number | null;
  readonly staleRates: StaleRates;
}

export const USUAL_SETTINGS: ConversionSettings = { rounding: {}, maxAgeHours: null, staleRates: 'USE' };

/** What is to be changed; what is left out stays. A rule that is null takes the seller's own back. */
export interface SettingsChange {
  readonly rounding: readonly { readonly currency: Currency; readonly rule: RoundingRule | null }[];
  readonly maxAgeHours?: number | null;
  readonly staleRates?: StaleRates;
}

export interface ShownRounding {
  readonly currency: Currency;
  readonly rule: RoundingRule;
  /** `to .99`. */
  readonly description: string;
  readonly isOwn: boolean;
}

/** The rule of every currency, the seller's own or the usual one. */
export function roundingsOf({ rounding }: ConversionSettings): ShownRounding[] {
  return CURRENCIES.map((currency) => {
    const rule = rounding[currency] ?? USUAL_ROUNDING[currency];
    return { currency, rule, description: describeRounding(rule), isOwn: rounding[currency] !== undefined };
  });
}

export function withChange(settings: ConversionSettings, { rounding, maxAgeHours = settings.maxAgeHours, staleRates = settings.staleRates }: SettingsChange): ConversionSettings {
  const changed = new Set(rounding.map(({ currency }) => currency as string));
  const kept = Object.entries(settings.rounding).filter(([currency]) => !changed.has(currency));
  const given = rounding.flatMap(({ currency, rule }) => (rule === null ? [] : [[currency, rule] as const]));
  return { rounding: Object.fromEntries([...kept, ...given]), maxAgeHours, staleRates };
}

export function maxAgeMsOf({ maxAgeHours }: ConversionSettings, hubsMs: number): number {
  return maxAgeHours === null ? hubsMs : maxAgeHours * 3_600_000;
}
