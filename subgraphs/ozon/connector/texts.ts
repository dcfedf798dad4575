import type { Language, ListingDraft } from '../../sync/connector/contract.js';

/** Buyers on Ozon read Russian; English is the next best, then whatever the seller wrote. */
const PREFERRED: readonly Language[] = ['RU', 'EN'];

export interface ListingTexts {
  readonly title: string;
  readonly titleLanguage: Language;
  readonly descriptionHtml: string;
  readonly descriptionLanguage: Language;
}

/** Each text in the best language there is of it; nothing is translated or transliterated. */
export function textsFor({ title, descriptionHtml, language, translations }: Pick<ListingDraft, 'title' | 'descriptionHtml' | 'language' | 'translations'>): ListingTexts {
  const written = { ...translations, [language]: { title, descriptionHtml } };
  const best = (field: 'title' | 'descriptionHtml'): Language => PREFERRED.find((one) => (written[one]?.[field] ?? '').trim() !== '') ?? language;
  const [titleLanguage, descriptionLanguage] = [best('title'), best('descriptionHtml')];
  return { title: written[titleLanguage]?.title ?? title, titleLanguage, descriptionHtml: written[descriptionLanguage]?.descriptionHtml ?? descriptionHtml, descriptionLanguage };
}
