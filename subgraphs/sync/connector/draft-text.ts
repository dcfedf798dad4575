import type { Language, ListingDraft } from './contract.js';

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
