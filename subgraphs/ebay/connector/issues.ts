import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { ItemResult, ListingIssue } from '../../sync/connector/contract.js';
import { describe, UNREADABLE_RETRY_MS, type UnreadableRecordError, wireErrorSchema, type WireError } from './errors.js';

/** eBay's error numbers in the hub's words; whatever is not here stays MARKETPLACE_REFUSED with eBay's own text. */
const codes: Readonly<Record<string, ExplainedCode>> = {
  25003: 'PRICE_REFUSED',
  25004: 'QUANTITY_REFUSED',
  25005: 'CATEGORY_REFUSED',
  25007: 'POLICY_REFUSED',
  25008: 'POLICY_REFUSED',
  25009: 'POLICY_REFUSED',
  25012: 'LOCATION_REFUSED',
  25014: 'IMAGE_REFUSED',
  25015: 'IMAGE_REFUSED',
  25021: 'CONDITION_REFUSED',
  25026: 'SELLING_LIMIT_REACHED',
  25035: 'POLICY_REFUSED',
  25036: 'POLICY_REFUSED',
  25701: 'LISTING_NOT_FOUND',
  25702: 'LISTING_NOT_FOUND',
  25703: 'VARIANT_GROUP_REFUSED',
  25704: 'VARIANT_GROUP_REFUSED',
  25705: 'LISTING_NOT_FOUND',
  25707: 'SKU_REFUSED',
  25708: 'SKU_REFUSED',
  25710: 'LISTING_NOT_FOUND',
  25713: 'LISTING_NOT_FOUND',
  25759: 'QUANTITY_REFUSED',
};
/** 25002 covers half of all refusals; only its text says which, and what publishing refuses is told in the language of the site. */
const words: readonly (readonly [RegExp, ExplainedCode])[] = [
  [/r[eé]vis.*(l[ií]mit|day|jour|giorn|d[ií]a|exceed)|(l[ií]mit|exceed).*r[eé]vis|(überarbeit|änderung).*(limit|tag|überschr)|(limit|überschr).*(überarbeit|änderung)/i, 'CHANGES_OF_THE_DAY_USED_UP'],
  [/aspect|item specific|merkmal|caractéristique|característica|specific[ah]|kenmerk/i, 'ATTRIBUTE_REFUSED'],
  [/image|picture|photo|foto|bild|immagin|imagen|imágen|afbeelding/i, 'IMAGE_REFUSED'],
  [/tit(le|el|re|olo)|título/i, 'TITLE_REFUSED'],
  [/currency|währung|devise|valuta|moneda/i, 'CURRENCY_REFUSED'],
  [/price|preis|prix|prezzo|precio|prijs/i, 'PRICE_REFUSED'],
  [/quantity|stückzahl|menge|quantité|quantità|cantidad|aantal|hoeveelheid/i, 'QUANTITY_REFUSED'],
  [/[ck]at[eé]gor/i, 'CATEGORY_REFUSED'],
  [/polic|rahmenbeding|richtlinie|politique|política|beleid/i, 'POLICY_REFUSED'],
  [/variation|variante|variazion|variaci[oó]n|variatie/i, 'VARIANT_GROUP_REFUSED'],
];

/** The first of an item's errors as the hub shows it; the others are told along. */
export function issueFromErrors(errors: readonly unknown[], at: Date): ListingIssue {
  const read = errors.flatMap((error): WireError[] => {
    const parsed = wireErrorSchema.safeParse(error);
    return parsed.success ? [parsed.data] : [];
  });
  const message = read.map(describe).join('; ') || 'eBay gave no reason';
  return issue(codeOf(read[0]?.errorId ?? '', message), message, at);
}

export function codeOf(errorId: string, message: string): ExplainedCode {
  return codes[errorId] ?? words.find(([pattern]) => pattern.test(message))?.[1] ?? 'MARKETPLACE_REFUSED';
}

export function issue(code: ExplainedCode, message: string, at: Date): ListingIssue {
  return { code, message, retryable: false, at };
}

export type Refused = Extract<ItemResult, { ok: false }>;

/** An item that is tried again by itself, that much later. */
export function triedAgain(remoteKey: string, because: ListingIssue, retryAfterMs: number): Refused {
  return { remoteKey, ok: false, issue: { ...because, retryable: true }, retryAfterMs };
}

/** Nothing is done about what cannot be read, until it can; nothing else waits for it. */
export function untilReadable(remoteKey: string, { message }: UnreadableRecordError, at: Date): Refused {
  return triedAgain(remoteKey, issue('MARKETPLACE_REFUSED', message, at), UNREADABLE_RETRY_MS);
}
