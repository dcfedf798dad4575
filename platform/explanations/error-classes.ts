import type { CatalogueEntry } from './explanation.js';

/** Kinds of trouble that a call to a marketplace met. */
export const errorClasses = {
  TIMEOUT: {
    turn: 'HUB',
    en: { cause: 'The marketplace did not answer in time, so nobody knows yet whether it did what was asked.', remedy: 'Nothing to do. The hub looks it up before it sends anything again.' },
    tr: { cause: 'Pazaryeri zamanında yanıt vermedi; isteğin yerine getirilip getirilmediği henüz bilinmiyor.', remedy: 'Yapmanız gereken bir şey yok. Sistem yeniden göndermeden önce durumu kontrol eder.' },
    ru: { cause: 'Маркетплейс не ответил вовремя, и пока неизвестно, выполнил ли он запрос.', remedy: 'Делать ничего не нужно. Прежде чем отправить снова, система проверит, что произошло.' },
  },
  RATE_LIMITED: {
    turn: 'HUB',
    en: { cause: 'The marketplace allows only so many calls in a time, and they are used up.', remedy: 'Nothing to do. The hub goes on by itself as soon as it may; stock going to zero goes first.' },
    tr: { cause: 'Pazaryerinin belirli sürede izin verdiği istek sayısı doldu.', remedy: 'Yapmanız gereken bir şey yok. Sistem izin verilir verilmez devam eder; önce stoğu biten ürünler gönderilir.' },
    ru: { cause: 'Исчерпано число запросов, которое маркетплейс разрешает за промежуток времени.', remedy: 'Делать ничего не нужно. Система продолжит, как только это станет можно; сначала уйдут обнулившиеся остатки.' },
  },
  AUTHENTICATION: {
    turn: 'SELLER',
    en: { cause: 'The marketplace does not accept the keys of your store. They were changed, have run out, or lack a right.', remedy: "Make new keys in the marketplace's seller panel, connect the store again with them and resume it." },
    tr: { cause: 'Pazaryeri mağazanızın API anahtarlarını kabul etmiyor. Değişmiş, süresi dolmuş veya yetkisi eksik olabilir.', remedy: 'Pazaryerinin satıcı panelinde yeni anahtar oluşturun, mağazayı bu anahtarla yeniden bağlayın ve devam ettirin.' },
    ru: { cause: 'Маркетплейс не принимает ключи вашего магазина: они изменены, истекли или им не хватает прав.', remedy: 'Создайте новые ключи в личном кабинете маркетплейса, подключите магазин с ними заново и возобновите работу.' },
  },
  VALIDATION: {
    turn: 'SELLER',
    en: { cause: 'The marketplace says that a value is wrong.', remedy: "Read the marketplace's own words beside this, correct the value and send it again." },
    tr: { cause: 'Pazaryeri bir değerin hatalı olduğunu söylüyor.', remedy: 'Yanındaki pazaryeri mesajını okuyun, değeri düzeltip yeniden gönderin.' },
    ru: { cause: 'Маркетплейс считает одно из значений неверным.', remedy: 'Прочитайте сообщение маркетплейса рядом, исправьте значение и отправьте снова.' },
  },
  NETWORK: {
    turn: 'HUB',
    en: { cause: 'The marketplace could not be reached.', remedy: 'Nothing to do. The hub tries again, less often the longer it lasts.' },
    tr: { cause: 'Pazaryerine ulaşılamadı.', remedy: 'Yapmanız gereken bir şey yok. Sistem giderek seyrekleşen aralıklarla yeniden dener.' },
    ru: { cause: 'Не удалось связаться с маркетплейсом.', remedy: 'Делать ничего не нужно. Система пробует снова, со временем всё реже.' },
  },
  SERVER: {
    turn: 'MARKETPLACE',
    en: { cause: 'The marketplace has trouble of its own, or its answer made no sense.', remedy: 'Wait. The hub tries again by itself. If it lasts for hours, ask the marketplace.' },
    tr: { cause: 'Pazaryerinde bir sorun var ya da yanıtı okunamadı.', remedy: 'Bekleyin, sistem kendiliğinden yeniden dener. Saatlerce sürerse pazaryerine sorun.' },
    ru: { cause: 'У маркетплейса неполадки, или его ответ не удалось прочитать.', remedy: 'Подождите, система повторит сама. Если это длится часами, обратитесь в поддержку маркетплейса.' },
  },
  BUG: {
    turn: 'HUB',
    en: { cause: 'The hub itself made a mistake with this call.', remedy: 'The hub looks up what happened and goes on with smaller steps. If it stays, report it with the time.' },
    tr: { cause: 'Bu istekte sistemin kendisi hata yaptı.', remedy: 'Sistem ne olduğunu kontrol edip daha küçük adımlarla devam eder. Sürerse saatini belirterek bildirin.' },
    ru: { cause: 'В этом запросе ошиблась сама система.', remedy: 'Система проверит, что произошло, и продолжит меньшими порциями. Если ошибка не исчезнет, сообщите о ней, указав время.' },
  },
  POSTPONED: {
    turn: 'HUB',
    en: { cause: 'The marketplace would refuse this at the moment, for instance because it is the same as a moment ago.', remedy: 'Nothing to do. The hub sends it when the marketplace takes it.' },
    tr: { cause: 'Pazaryeri bunu şu anda kabul etmez; örneğin az önce aynısı gönderilmiştir.', remedy: 'Yapmanız gereken bir şey yok. Sistem, pazaryeri kabul edeceği zaman gönderir.' },
    ru: { cause: 'Сейчас маркетплейс этого не примет, например потому, что то же самое только что отправлялось.', remedy: 'Делать ничего не нужно. Система отправит это, когда маркетплейс сможет принять.' },
  },
  EXPIRED: {
    turn: 'HUB',
    en: { cause: 'The marketplace took the change but no longer says what became of it.', remedy: 'Nothing to do. The hub looks at what the marketplace shows now.' },
    tr: { cause: 'Pazaryeri değişikliği aldı ama sonucunu artık bildirmiyor.', remedy: 'Yapmanız gereken bir şey yok. Sistem pazaryerinde şu anda ne göründüğüne bakar.' },
    ru: { cause: 'Маркетплейс принял изменение, но больше не сообщает, что с ним стало.', remedy: 'Делать ничего не нужно. Система посмотрит, что показывает маркетплейс сейчас.' },
  },
} as const satisfies Record<string, CatalogueEntry>;
