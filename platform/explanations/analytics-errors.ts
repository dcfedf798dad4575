import type { CatalogueEntry } from './explanation.js';

/** What may be wrong with how a seller wants reports. */
export const analyticsErrors = {
  INVALID_TIME_ZONE: {
    turn: 'SELLER',
    en: { cause: 'The time zone is not one of the IANA database.', remedy: 'Give a name such as Europe/Istanbul, Europe/Moscow or UTC.' },
    tr: { cause: 'Saat dilimi IANA veritabanında yok.', remedy: 'Europe/Istanbul, Europe/Moscow ya da UTC gibi bir ad verin.' },
    ru: { cause: 'Такого часового пояса нет в базе IANA.', remedy: 'Укажите название, например Europe/Istanbul, Europe/Moscow или UTC.' },
  },
} as const satisfies Record<string, CatalogueEntry>;
