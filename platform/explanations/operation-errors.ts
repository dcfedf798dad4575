import type { CatalogueEntry } from './explanation.js';

/** What may be wrong with a request as a whole, or with asking after an earlier one. */
export const operationErrors = {
  TOO_MANY_ITEMS: {
    turn: 'SELLER',
    en: { cause: 'One request has more items than are allowed; nothing was done.', remedy: 'Divide it into several requests.' },
    tr: { cause: 'İstekteki kalem sayısı izin verilenden fazla; hiçbir şey yapılmadı.', remedy: 'Birkaç isteğe bölün.' },
    ru: { cause: 'В запросе больше позиций, чем разрешено; ничего не сделано.', remedy: 'Разбейте его на несколько запросов.' },
  },
  NO_ITEMS: {
    turn: 'SELLER',
    en: { cause: 'The request names no items; nothing was done.', remedy: 'Give at least one.' },
    tr: { cause: 'İstekte hiç kalem yok; hiçbir şey yapılmadı.', remedy: 'En az bir kalem ekleyin.' },
    ru: { cause: 'В запросе нет позиций; ничего не сделано.', remedy: 'Укажите хотя бы одну.' },
  },
  IDEMPOTENCY_KEY_REUSED: {
    turn: 'SELLER',
    en: { cause: 'This key against doing things twice was used before, for another request.', remedy: 'Take a new key for a new request.' },
    tr: { cause: 'Bu tekrar önleme anahtarı daha önce başka bir istekte kullanıldı.', remedy: 'Yeni istek için yeni bir anahtar kullanın.' },
    ru: { cause: 'Этот ключ защиты от повторов уже использован для другого запроса.', remedy: 'Для нового запроса возьмите новый ключ.' },
  },
  INVALID_IDEMPOTENCY_KEY: {
    turn: 'SELLER',
    en: { cause: 'The key against doing things twice is empty or too long.', remedy: 'Use 1 to 200 characters.' },
    tr: { cause: 'Tekrar önleme anahtarı boş ya da çok uzun.', remedy: '1 ile 200 karakter arasında bir anahtar kullanın.' },
    ru: { cause: 'Ключ защиты от повторов пуст или слишком длинный.', remedy: 'Используйте от 1 до 200 знаков.' },
  },
  UNKNOWN_OPERATION: {
    turn: 'SELLER',
    en: { cause: 'You have no such operation.', remedy: 'Choose one from the list of operations.' },
    tr: { cause: 'Böyle bir işleminiz yok.', remedy: 'İşlem listesinden birini seçin.' },
    ru: { cause: 'У вас нет такой операции.', remedy: 'Выберите операцию из списка.' },
  },
  NOTHING_TO_RETRY: {
    turn: 'NOBODY',
    en: { cause: 'Nothing of this operation was refused, and nothing of it is uncertain.', remedy: 'Nothing to do.' },
    tr: { cause: 'Bu işlemde reddedilen ya da sonucu belirsiz bir şey yok.', remedy: 'Yapmanız gereken bir şey yok.' },
    ru: { cause: 'В этой операции нет ни отказов, ни неизвестных исходов.', remedy: 'Делать ничего не нужно.' },
  },
  NOT_RETRYABLE: {
    turn: 'SELLER',
    en: { cause: 'The marketplace refused this for a reason that asking again does not change.', remedy: 'Read its reason, put right what it names, and ask anew.' },
    tr: { cause: 'Pazaryeri bunu, yeniden istemekle değişmeyecek bir nedenle reddetti.', remedy: 'Nedenini okuyun, belirtilen sorunu giderin ve yeni bir istek gönderin.' },
    ru: { cause: 'Маркетплейс отказал по причине, которую повтор не изменит.', remedy: 'Прочтите причину, исправьте то, что в ней названо, и отправьте новый запрос.' },
  },
  ALREADY_SENT: {
    turn: 'MARKETPLACE',
    en: { cause: 'The marketplace has been asked already; that cannot be called back.', remedy: 'Wait for its answer; the order shows it.' },
    tr: { cause: 'Bu istek pazaryerine iletildi ve artık geri alınamaz.', remedy: 'Yanıtını bekleyin; siparişte görünecek.' },
    ru: { cause: 'Запрос уже отправлен на маркетплейс, отозвать его нельзя.', remedy: 'Дождитесь ответа, он появится в заказе.' },
  },
  OPERATION_FINISHED: {
    turn: 'NOBODY',
    en: { cause: 'The operation has nothing left that could be stopped.', remedy: 'Nothing to do. To undo it, set the earlier values again.' },
    tr: { cause: 'İşlemde durdurulabilecek bir şey kalmadı.', remedy: 'Yapmanız gereken bir şey yok. Geri almak için önceki değerleri yeniden girin.' },
    ru: { cause: 'В операции не осталось ничего, что можно остановить.', remedy: 'Делать ничего не нужно. Чтобы вернуть прежнее, задайте прежние значения снова.' },
  },
  NOT_QUARANTINED: {
    turn: 'NOBODY',
    en: { cause: 'This is not among what was set aside; it may have been taken in meanwhile.', remedy: 'Look at the list of what is set aside again.' },
    tr: { cause: 'Bu kayıt karantinada değil; bu arada içeri alınmış olabilir.', remedy: 'Karantina listesine yeniden bakın.' },
    ru: { cause: 'Этой записи нет среди отложенных; возможно, её уже загрузили.', remedy: 'Откройте список отложенных записей снова.' },
  },
} as const satisfies Record<string, CatalogueEntry>;
