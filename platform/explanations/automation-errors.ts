import type { CatalogueEntry } from './explanation.js';

/** What may be wrong with what a seller tells the hub to do by itself. */
export const automationErrors = {
  INVALID_SCHEDULE: {
    turn: 'SELLER',
    en: { cause: 'The interval or the batch of the schedule is outside what is allowed.', remedy: 'Correct the field that is named; the message says the limits.' },
    tr: { cause: 'Zamanlamanın aralığı ya da parti büyüklüğü izin verilen sınırların dışında.', remedy: 'Belirtilen alanı düzeltin; sınırlar mesajda yazıyor.' },
    ru: { cause: 'Интервал или размер порции расписания вне допустимых границ.', remedy: 'Исправьте указанное поле; границы названы в сообщении.' },
  },
  INVALID_ERROR_POLICY: {
    turn: 'SELLER',
    en: { cause: 'A wait or a number of failures is outside what is allowed, or this class of trouble leaves nothing to change.', remedy: 'Correct the field that is named; the message says the limits.' },
    tr: { cause: 'Bekleme süresi ya da hata sayısı izin verilen sınırların dışında veya bu hata türünde değiştirilecek bir şey yok.', remedy: 'Belirtilen alanı düzeltin; sınırlar mesajda yazıyor.' },
    ru: { cause: 'Пауза или число ошибок вне допустимых границ, либо для этого вида ошибок менять нечего.', remedy: 'Исправьте указанное поле; границы названы в сообщении.' },
  },
} as const satisfies Record<string, CatalogueEntry>;
