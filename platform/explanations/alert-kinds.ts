import type { CatalogueEntry } from './explanation.js';

/** What the hub draws a seller's attention to: `AlertKind`. */
export const alertKinds = {
  STOCK_LOW: {
    turn: 'SELLER',
    en: { cause: 'Fewer units of this SKU can still be sold than you want to have.', remedy: 'Restock it, or change the threshold of the rule; the alert ends once there is enough again.' },
    tr: { cause: 'Bu SKU için satılabilir adet, istediğiniz sınırın altına indi.', remedy: 'Stok ekleyin ya da kuralın sınırını değiştirin; yeterli stok olunca uyarı kendiliğinden kapanır.' },
    ru: { cause: 'Доступный остаток этого артикула меньше, чем вы хотите иметь.', remedy: 'Пополните остаток или измените порог правила; когда товара снова хватит, оповещение закроется само.' },
  },
  STORE_PAUSED: {
    turn: 'SELLER',
    en: { cause: 'The store is paused: nothing is sent to the marketplace or read from it.', remedy: 'Look at why the store is paused, put it right, and resume it.' },
    tr: { cause: 'Mağaza duraklatıldı: pazaryerine hiçbir şey gönderilmiyor ve oradan okunmuyor.', remedy: 'Mağazanın neden durduğuna bakın, sorunu giderin ve mağazayı sürdürün.' },
    ru: { cause: 'Магазин приостановлен: на маркетплейс ничего не отправляется и оттуда не читается.', remedy: 'Посмотрите, почему магазин приостановлен, устраните причину и возобновите работу.' },
  },
  WEBHOOK_SILENT: {
    turn: 'MARKETPLACE',
    en: { cause: 'The marketplace did not tell the hub of orders that the hub then found by asking.', remedy: 'Nothing is lost: the hub asks more often meanwhile. If it lasts, check the webhook in the marketplace\'s panel.' },
    tr: { cause: 'Pazaryeri, hub\'ın sorarak bulduğu siparişleri bildirmedi.', remedy: 'Kayıp yok: hub bu sürede daha sık soruyor. Sürerse pazaryeri panelindeki webhook ayarını kontrol edin.' },
    ru: { cause: 'Маркетплейс не сообщил о заказах, которые хаб нашёл опросом.', remedy: 'Ничего не потеряно: хаб пока спрашивает чаще. Если это не пройдёт, проверьте вебхук в кабинете маркетплейса.' },
  },
  WEBHOOK_OFF: {
    turn: 'SELLER',
    en: { cause: 'The marketplace has switched off the webhook of this store, or it could not be set up.', remedy: 'The hub keeps trying to set it up. If it stays off, check the webhook and its permissions in the marketplace\'s panel.' },
    tr: { cause: 'Pazaryeri bu mağazanın webhook\'unu kapattı ya da webhook kurulamadı.', remedy: 'Hub kurmayı denemeye devam eder. Kapalı kalırsa pazaryeri panelinde webhook\'u ve yetkileri kontrol edin.' },
    ru: { cause: 'Маркетплейс отключил вебхук этого магазина, или его не удалось настроить.', remedy: 'Хаб продолжает попытки. Если вебхук остаётся выключенным, проверьте его и права в кабинете маркетплейса.' },
  },
  QUOTA_NEARLY_SPENT: {
    turn: 'HUB',
    en: { cause: 'Most of what the marketplace lets this store call in a period is used up.', remedy: 'The most valuable changes go first and the rest waits until the period ends. Put off large changes until then.' },
    tr: { cause: 'Pazaryerinin bu mağazaya bir dönem için tanıdığı çağrı hakkının çoğu kullanıldı.', remedy: 'En değerli değişiklikler önce gider, kalanlar dönem bitene kadar bekler. Büyük değişiklikleri o zamana erteleyin.' },
    ru: { cause: 'Большая часть вызовов, разрешённых маркетплейсом этому магазину на период, израсходована.', remedy: 'Самые важные изменения уходят первыми, остальные ждут конца периода. Отложите крупные изменения до него.' },
  },
  PROPAGATION_SLOW: {
    turn: 'HUB',
    en: { cause: 'A price or quantity has been waiting to be on the marketplace for longer than you allow: it cannot be sent, or the marketplace does not confirm it.', remedy: 'See what it waits for in the lane of the store: a spent quota, an outage of the marketplace, a missing receipt, or an error.' },
    tr: { cause: 'Bir fiyat ya da stok, izin verdiğinizden daha uzun süredir pazaryerine yansımadı: gönderilemiyor ya da pazaryeri onaylamıyor.', remedy: 'Mağazanın hattında neyi beklediğine bakın: biten kota, pazaryeri kesintisi, gelmeyen onay ya da bir hata.' },
    ru: { cause: 'Цена или остаток не попадает на маркетплейс дольше, чем вы допускаете: не удаётся отправить, либо маркетплейс не подтверждает.', remedy: 'Посмотрите в очереди магазина, чего ждёт изменение: исчерпанной квоты, сбоя маркетплейса, подтверждения или ошибки.' },
  },
  VALUES_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'Prices, stock or content of some listings were refused, all for the cause that is named, and are not on the marketplace.', remedy: 'Look at the listings with this issue, correct what is wrong, and retry them; the alert ends once none is refused for it.' },
    tr: { cause: 'Bazı ilanların fiyatı, stoku ya da içeriği belirtilen nedenle reddedildi ve pazaryerine yansımadı.', remedy: 'Bu sorunu taşıyan ilanlara bakın, hatayı düzeltin ve yeniden deneyin; bu nedenle reddedilen ilan kalmayınca uyarı kapanır.' },
    ru: { cause: 'Цена, остаток или описание некоторых товаров отклонены по указанной причине и не попали на маркетплейс.', remedy: 'Посмотрите карточки с этой ошибкой, исправьте данные и отправьте их ещё раз; когда отклонённых не останется, оповещение закроется.' },
  },
  CONFLICT_OPEN: {
    turn: 'SELLER',
    en: { cause: 'Somebody changed a price or stock in the marketplace\'s own panel, and you want to be asked who is right.', remedy: 'Decide each open conflict: until then nothing of its price or stock is sent. Or set another rule for the store.' },
    tr: { cause: 'Birisi pazaryeri panelinde bir fiyatı ya da stoku değiştirdi ve hangisinin doğru olduğunun size sorulmasını istediniz.', remedy: 'Açık çakışmaları tek tek karara bağlayın: o zamana kadar o fiyat ya da stok gönderilmez. Ya da mağaza için başka bir kural seçin.' },
    ru: { cause: 'Кто-то изменил цену или остаток в кабинете маркетплейса, а решать, что верно, по правилу магазина должны вы.', remedy: 'Примите решение по каждому открытому расхождению: до этого его цена или остаток не отправляется. Либо выберите для магазина другое правило.' },
  },
  RETURN_WAITING: {
    turn: 'SELLER',
    en: { cause: 'Buyers want to give something back, exchange it or cancel, and the marketplace waits for your answer.', remedy: 'Look at the returns of the store and answer them before their time runs out: after that most marketplaces decide for the buyer.' },
    tr: { cause: 'Alıcılar bir ürünü iade etmek, değiştirmek ya da siparişi iptal etmek istiyor ve pazaryeri yanıtınızı bekliyor.', remedy: 'Mağazanın iadelerine bakın ve süreleri dolmadan yanıtlayın: süre dolunca pazaryerlerinin çoğu alıcı lehine karar verir.' },
    ru: { cause: 'Покупатели хотят вернуть или обменять товар либо отменить заказ, и маркетплейс ждёт вашего ответа.', remedy: 'Просмотрите возвраты магазина и ответьте на них до истечения срока: после него большинство маркетплейсов решает в пользу покупателя.' },
  },
  KEY_EXPIRING: {
    turn: 'SELLER',
    en: { cause: 'A key or permission of the store ends soon; after that the hub is shut out.', remedy: 'Make a new one in the marketplace\'s panel before the date that is named, and connect the store again with it.' },
    tr: { cause: 'Mağazanın bir anahtarı ya da izni yakında sona eriyor; ondan sonra hub mağazaya giremez.', remedy: 'Belirtilen tarihten önce pazaryeri panelinden yenisini alın ve mağazayı onunla yeniden bağlayın.' },
    ru: { cause: 'Ключ или разрешение магазина скоро истекает; после этого хаб потеряет доступ.', remedy: 'Получите новый ключ в кабинете маркетплейса до указанной даты и подключите магазин с ним заново.' },
  },
  STORE_WARNING: {
    turn: 'SELLER',
    en: { cause: 'Something about the store is or will become trouble on the marketplace; the store\'s warnings say what.', remedy: 'Do what the warning says; the alert ends once the hub finds nothing of it any more.' },
    tr: { cause: 'Mağazayla ilgili bir şey pazaryerinde sorun çıkarıyor ya da çıkaracak; ne olduğu mağazanın uyarılarında yazıyor.', remedy: 'Uyarıda yazanı yapın; hub artık bir şey bulmayınca bildirim kapanır.' },
    ru: { cause: 'Что-то в магазине мешает или скоро помешает на маркетплейсе; что именно, сказано в предупреждениях магазина.', remedy: 'Сделайте то, о чём говорит предупреждение; оповещение закроется, когда хаб больше ничего не найдёт.' },
  },
  RATE_STALE: {
    turn: 'HUB',
    en: { cause: 'No exchange rate of this pair is as new as you want it, or there is none.', remedy: 'The hub goes on asking the central banks. Set a rate of your own if prices must follow before that.' },
    tr: { cause: 'Bu para birimi çifti için istediğiniz kadar yeni bir kur yok ya da hiç kur yok.', remedy: 'Hub merkez bankalarını sormaya devam eder. Fiyatların önce değişmesi gerekiyorsa kendi kurunuzu girin.' },
    ru: { cause: 'Для этой пары нет курса той свежести, которую вы хотите, или курса нет вообще.', remedy: 'Хаб продолжает опрашивать центральные банки. Если цены должны измениться раньше, задайте свой курс.' },
  },
  ENDPOINT_OFF: {
    turn: 'SELLER',
    en: { cause: 'The hub has switched off one of your webhook endpoints: nothing got through for a day, or it answered 410.', remedy: 'Mend the program behind it, switch the endpoint on again, and send again what it missed.' },
    tr: { cause: 'Hub webhook adreslerinizden birini kapattı: bir gün boyunca hiçbir şey ulaşmadı ya da adres 410 yanıtı verdi.', remedy: 'Arkasındaki programı onarın, adresi yeniden açın ve kaçırdıklarını tekrar gönderin.' },
    ru: { cause: 'Хаб отключил один из ваших адресов вебхуков: сутки ничего не доходило, или он ответил 410.', remedy: 'Почините программу за ним, включите адрес снова и отправьте пропущенное ещё раз.' },
  },
} as const satisfies Record<string, CatalogueEntry>;
