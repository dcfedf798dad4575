/** ISO 639-1 languages that texts of products are kept in. */
export const LANGUAGES = ['TR', 'EN', 'RU', 'DE'] as const;
export type Language = (typeof LANGUAGES)[number];

export interface ProductText {
  readonly title: string;
  readonly descriptionHtml: string;
}

export type Translations = Readonly<Partial<Record<Language, ProductText>>>;

/** The language of a product's own title and description unless the seller says another. */
export const USUAL_LANGUAGE: Language = 'TR';

/** A translation as a seller gives it; `title` null takes it away, an absent description stays as it is. */
export interface TranslationDraft {
  readonly language: Language;
  readonly title: string | null;
  readonly descriptionHtml?: string;
}

/** The translations after those given: others stay. Always in the same order, so that equal ones look equal. */
export function mergeTranslations(present: Translations, drafts: readonly TranslationDraft[]): Translations {
  const merged = new Map(Object.entries(present) as [Language, ProductText][]);
  for (const { language, title, descriptionHtml } of drafts) {
    if (title === null) merged.delete(language);
    else merged.set(language, { title, descriptionHtml: descriptionHtml ?? merged.get(language)?.descriptionHtml ?? '' });
  }
  return Object.fromEntries(LANGUAGES.flatMap((language) => (merged.has(language) ? [[language, merged.get(language)]] : [])));
}
