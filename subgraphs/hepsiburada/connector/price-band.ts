import { z } from 'zod';
import type { LanguageSpoken } from '../../../platform/language.js';
import { money, type Money } from '../../../platform/money.js';
import type { ListingIssue } from '../../sync/connector/contract.js';
import { number, optionalText } from '../../sync/connector/wire-values.js';
import { issue } from './issues.js';

/** What Hepsiburada says of a price it refuses; the law's bounds stand in `regulativePriceDetail`. */
export const priceValidationSchema = z.looseObject({
  elementNo: number.nullish(),
  merchantSku: optionalText,
  type: optionalText.catch(null),
  minPrice: number.nullish().catch(null),
  maxPrice: number.nullish().catch(null),
  regulativePriceDetail: z.looseObject({ minAmount: number.nullish().catch(null), maxAmount: number.nullish().catch(null), categoryName: optionalText.catch(null) }).nullish().catch(null),
  description: optionalText.catch(null),
});
export type PriceValidation = z.output<typeof priceValidationSchema>;

/** The bounds of a listing's price, as far as Hepsiburada has named them. */
export interface PriceBand {
  readonly min: Money | null;
  readonly max: Money | null;
  /** Hepsiburada's word for what the price broke. */
  readonly kind: string | null;
  /** Whose prices the law bounds. */
  readonly regulatedCategory: string | null;
  /** Hepsiburada's own words. */
  readonly explanation: string | null;
}

/** A refused price, with what the listing keeps of it. */
export interface BandRefusal {
  readonly issue: ListingIssue;
  readonly remoteIds: Readonly<Record<string, string>>;
}

const LOCKED = { locked: 'true', lockReasons: 'OutOfPriceRange' };

export function bandRefusal(validation: PriceValidation, at: Date): BandRefusal {
  const band = bandOf(validation);
  const cause = [band.kind, band.regulatedCategory, band.explanation].filter((part) => part !== null).join(': ');
  const message = `Hepsiburada allows ${wordsOf(band, 'en')} (${cause}) and has locked the listing. Set a price inside the band, then unlock it (hepsiburadaListingsUnlock).`;
  return { issue: issue('PRICE_OUTSIDE_BAND', message, at, 'OutOfPriceRange'), remoteIds: { ...LOCKED, ...bandIds(band) } };
}

/** The same where no bounds are told with it: those told before still hold. */
export function lockRefusal(refused: ListingIssue): BandRefusal {
  return { issue: refused, remoteIds: LOCKED };
}

/** The band as a listing keeps it: every part is written, so that a new band leaves nothing of an old one. */
function bandIds({ min, max, kind, regulatedCategory, explanation }: PriceBand): Record<string, string> {
  return { priceBandMin: kurusOf(min), priceBandMax: kurusOf(max), priceBandKind: kind ?? '', priceBandCategory: regulatedCategory ?? '', priceBandText: explanation ?? '' };
}

/** The band that a listing keeps; null before Hepsiburada has named one. */
export function keptBand(idOf: (name: string) => string | null): PriceBand | null {
  const textOf = (name: string): string | null => idOf(name) || null;
  const [min, max] = [lira(textOf('priceBandMin')), lira(textOf('priceBandMax'))];
  if (min === null && max === null) return null;
  return { min, max, kind: textOf('priceBandKind'), regulatedCategory: textOf('priceBandCategory'), explanation: textOf('priceBandText') };
}

/** What has to happen before a locked listing is on sale again. */
export function unlockStep(band: PriceBand | null, language: LanguageSpoken): string {
  return UNLOCK_STEP[language](band === null ? null : wordsOf(band, language));
}

const UNLOCK_STEP: Readonly<Record<LanguageSpoken, (bounds: string | null) => string>> = {
  en: (bounds) => `Set a price ${bounds === null ? 'inside the band that Hepsiburada allows' : `of ${bounds}`} (priceSet), then unlock the listing (hepsiburadaListingsUnlock).`,
  tr: (bounds) => `${bounds === null ? 'Hepsiburada’nın izin verdiği aralıkta' : `${bounds} aralığında`} bir fiyat girin (priceSet), sonra ürünün kilidini açın (hepsiburadaListingsUnlock).`,
  ru: (bounds) => `Задайте цену ${bounds ?? 'в пределах, разрешённых Hepsiburada,'} (priceSet), затем разблокируйте товар (hepsiburadaListingsUnlock).`,
};

function bandOf({ type, minPrice, maxPrice, regulativePriceDetail: law, description }: PriceValidation): PriceBand {
  return { min: bound(law?.minAmount ?? minPrice), max: bound(law?.maxAmount ?? maxPrice), kind: type, regulatedCategory: law?.categoryName ?? null, explanation: description };
}

function wordsOf({ min, max }: PriceBand, language: LanguageSpoken): string {
  const amount = (one: Money | null): string => (one === null ? '?' : (one.amountMinor / 100).toFixed(2));
  return { en: `${amount(min)} to ${amount(max)} TRY`, tr: `${amount(min)} ile ${amount(max)} TRY`, ru: `от ${amount(min)} до ${amount(max)} TRY` }[language];
}

function bound(amount: number | null | undefined): Money | null {
  return typeof amount === 'number' && amount >= 0 ? money(Math.round(amount * 100), 'TRY') : null;
}

function kurusOf(amount: Money | null): string {
  return amount === null ? '' : String(amount.amountMinor);
}

function lira(kurus: string | null): Money | null {
  return kurus === null || !/^\d+$/.test(kurus) ? null : money(Number(kurus), 'TRY');
}
