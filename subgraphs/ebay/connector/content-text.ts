import type { Language, ListingDraft } from '../../sync/connector/contract.js';
import { siteFacts, type Site } from './sites.js';

export interface SiteText {
  readonly title: string;
  readonly descriptionHtml: string;
  readonly language: Language;
}

/** The seller's texts in the language of the site, else in English, else as they were written. */
export function textFor(draft: Pick<ListingDraft, 'title' | 'descriptionHtml' | 'language' | 'translations'>, site: Site): SiteText {
  const { language: wanted } = siteFacts[site];
  for (const language of [wanted, 'EN'] as const) {
    if (draft.language === language) break;
    const translated = draft.translations[language];
    if (translated !== undefined) return { ...translated, language };
  }
  return { title: draft.title, descriptionHtml: draft.descriptionHtml, language: draft.language };
}
