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
  INVALID_ALERT_RULE: {
    turn: 'SELLER',
    en: { cause: 'The threshold of the rule is outside what is allowed, or this kind of alert is not about single stores or SKUs.', remedy: 'Correct the field that is named; the message says the limits.' },
    tr: { cause: 'Kuralın sınırı izin verilen değerlerin dışında ya da bu uyarı türü tek mağaza veya SKU için tanımlanamaz.', remedy: 'Belirtilen alanı düzeltin; sınırlar mesajda yazıyor.' },
    ru: { cause: 'Порог правила вне допустимых границ, либо этот вид оповещений не задаётся для отдельного магазина или артикула.', remedy: 'Исправьте указанное поле; границы названы в сообщении.' },
  },
  INVALID_WEBHOOK_URL: {
    turn: 'SELLER',
    en: { cause: 'The address cannot be a webhook endpoint.', remedy: 'Give an https address on the public internet without user name, password or a part after #.' },
    tr: { cause: 'Bu adres bir webhook adresi olamaz.', remedy: 'Kullanıcı adı, parola ve # sonrası içermeyen, herkese açık internette bir https adresi verin.' },
    ru: { cause: 'Этот адрес не может быть адресом вебхука.', remedy: 'Укажите публичный адрес https без имени пользователя, пароля и части после #.' },
  },
  INVALID_WEBHOOK_ENDPOINT: {
    turn: 'SELLER',
    en: { cause: 'Something about the webhook endpoint is outside what is allowed.', remedy: 'Correct the field that is named; the message says the limits.' },
    tr: { cause: 'Webhook adresinin bir ayarı izin verilen sınırların dışında.', remedy: 'Belirtilen alanı düzeltin; sınırlar mesajda yazıyor.' },
    ru: { cause: 'Одна из настроек адреса вебхука вне допустимых границ.', remedy: 'Исправьте указанное поле; границы названы в сообщении.' },
  },
  TOO_MANY_WEBHOOK_ENDPOINTS: {
    turn: 'SELLER',
    en: { cause: 'There are as many webhook endpoints as one seller may have.', remedy: 'Remove one that is no longer needed.' },
    tr: { cause: 'Bir satıcının sahip olabileceği en çok webhook adresine ulaşıldı.', remedy: 'Artık gerekmeyen bir adresi kaldırın.' },
    ru: { cause: 'Достигнуто наибольшее число адресов вебхуков для одного продавца.', remedy: 'Удалите адрес, который больше не нужен.' },
  },
  UNKNOWN_WEBHOOK_ENDPOINT: {
    turn: 'SELLER',
    en: { cause: 'There is no such webhook endpoint.', remedy: 'Take the id from the list of webhook endpoints.' },
    tr: { cause: 'Böyle bir webhook adresi yok.', remedy: 'Kimliği webhook adresleri listesinden alın.' },
    ru: { cause: 'Такого адреса вебхука нет.', remedy: 'Возьмите идентификатор из списка адресов вебхуков.' },
  },
  UNKNOWN_WEBHOOK_DELIVERY: {
    turn: 'SELLER',
    en: { cause: 'There is no such delivery; deliveries are forgotten 30 days after their end.', remedy: 'Take the id from the list of webhook deliveries.' },
    tr: { cause: 'Böyle bir teslimat yok; teslimatlar bitişlerinden 30 gün sonra silinir.', remedy: 'Kimliği webhook teslimatları listesinden alın.' },
    ru: { cause: 'Такой доставки нет; доставки удаляются через 30 дней после завершения.', remedy: 'Возьмите идентификатор из списка доставок вебхуков.' },
  },
  WEBHOOK_ENDPOINT_DISABLED: {
    turn: 'SELLER',
    en: { cause: 'The webhook endpoint is switched off.', remedy: 'Mend what is behind it if need be, then switch it on again.' },
    tr: { cause: 'Webhook adresi kapalı.', remedy: 'Gerekirse arkasındaki programı onarın, sonra adresi yeniden açın.' },
    ru: { cause: 'Адрес вебхука выключен.', remedy: 'При необходимости почините программу за ним и включите адрес снова.' },
  },
} as const satisfies Record<string, CatalogueEntry>;
