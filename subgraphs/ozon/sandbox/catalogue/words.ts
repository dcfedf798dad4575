/** A word of the catalogue in the languages Ozon answers it in; `ZH_HANS` is answered in English here. */
export interface Words {
  readonly RU: string;
  readonly EN: string;
  readonly TR: string;
}

export const LANGUAGES = ['DEFAULT', 'RU', 'EN', 'TR', 'ZH_HANS'] as const;
export type CatalogueLanguage = (typeof LANGUAGES)[number];

export function words(RU: string, EN: string, TR: string): Words {
  return { RU, EN, TR };
}

/** The same in every language: sizes, brand names. */
export function alike(text: string): Words {
  return { RU: text, EN: text, TR: text };
}

/** Russian unless asked otherwise. */
export function inLanguage(all: Words, language: CatalogueLanguage): string {
  if (language === 'TR') return all.TR;
  return language === 'EN' || language === 'ZH_HANS' ? all.EN : all.RU;
}
