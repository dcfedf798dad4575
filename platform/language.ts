import Negotiator from 'negotiator';

/** Languages in which the hub explains itself (ISO 639-1); the first is for who asks for none of them. */
export const LANGUAGES_SPOKEN = ['en', 'tr', 'ru'] as const;
export type LanguageSpoken = (typeof LANGUAGES_SPOKEN)[number];

/** The best of these for an `Accept-Language` header: `tr-TR,tr;q=0.9` is `tr`. */
export function languageFor(acceptLanguage: string | undefined): LanguageSpoken {
  if (acceptLanguage === undefined) return LANGUAGES_SPOKEN[0];
  const negotiator = new Negotiator({ headers: { 'accept-language': acceptLanguage.slice(0, LONGEST_HEADER) } });
  return (negotiator.language([...LANGUAGES_SPOKEN]) as LanguageSpoken | undefined) ?? LANGUAGES_SPOKEN[0];
}

const LONGEST_HEADER = 200;
