import type { ItemResult, Language, ListingDraft, ReceiptOutcome } from './contract.js';

export interface DraftText {
  readonly title: string;
  readonly descriptionHtml: string;
  readonly language: Language;
}

/**
 * A draft's text in the first of these languages that the seller has written; else in the product's own. A connector that takes
 * another than the product's own reports it in the item's `remoteIds` under CONTENT_LANGUAGE, where `Listing.contentLanguage` finds it.
 */
export function textIn({ title, descriptionHtml, language, translations }: Pick<ListingDraft, 'title' | 'descriptionHtml' | 'language' | 'translations'>, wanted: readonly Language[]): DraftText {
  const found = wanted.find((each) => each === language || translations[each]);
  const translated = found && found !== language ? translations[found] : undefined;
  return translated && found ? { ...translated, language: found } : { title, descriptionHtml, language };
}

/** Key of `ItemResult.remoteIds` for the language a listing's texts were sent in. */
export const CONTENT_LANGUAGE = 'contentLanguage';

/** By remote key, the language that is sent where it is not the product's own; for a receipt, to be told by `withLanguages`. */
export function otherLanguages(drafts: readonly ListingDraft[], wanted: readonly Language[]): Readonly<Record<string, string>> {
  const sent = drafts.map((draft) => ({ draft, language: textIn(draft, wanted).language }));
  return Object.fromEntries(sent.flatMap(({ draft, language }) => (language === draft.language ? [] : [[draft.remoteKey, language]])));
}

/** An outcome whose applied items tell the language they were sent in. */
export function withLanguages(outcome: ReceiptOutcome, languages: Readonly<Record<string, string>>): ReceiptOutcome {
  const told = (result: ItemResult): ItemResult => {
    const language = languages[result.remoteKey];
    return result.ok && language !== undefined ? { ...result, remoteIds: { ...result.remoteIds, [CONTENT_LANGUAGE]: language } } : result;
  };
  if (outcome.kind === 'SETTLED') return { ...outcome, results: outcome.results.map(told) };
  return outcome.kind === 'PENDING' ? { ...outcome, settled: outcome.settled.map(told) } : outcome;
}
