import type { CatalogueEntry } from './explanation.js';

/** Where an order or a package stands. */
export const orderStatuses = {
  AWAITING_PAYMENT: {
    turn: 'MARKETPLACE',
    en: { cause: 'The order is placed; the marketplace is still checking the payment.', remedy: 'Do not send anything yet. The goods are reserved for the buyer.' },
    tr: { cause: 'Sipariş verildi; pazaryeri ödemeyi henüz onaylamadı.', remedy: 'Şimdilik bir şey göndermeyin. Ürünler alıcı için ayrıldı.' },
    ru: { cause: 'Заказ оформлен, маркетплейс ещё проверяет оплату.', remedy: 'Пока ничего не отправляйте. Товар уже зарезервирован за покупателем.' },
  },
  CREATED: {
    turn: 'SELLER',
    en: { cause: 'The order is paid and waits for you.', remedy: 'Accept it, pack it and hand it over before its shipping deadline.' },
    tr: { cause: 'Siparişin ödemesi alındı, sizi bekliyor.', remedy: 'Siparişi onaylayın, hazırlayın ve son kargo tarihinden önce kargoya verin.' },
    ru: { cause: 'Заказ оплачен и ждёт вас.', remedy: 'Примите заказ, соберите его и передайте в доставку до крайнего срока отгрузки.' },
  },
  ACCEPTED: {
    turn: 'SELLER',
    en: { cause: 'You have accepted the order; it is being prepared.', remedy: 'Pack it and hand it over before its shipping deadline.' },
    tr: { cause: 'Siparişi onayladınız, hazırlanıyor.', remedy: 'Paketleyin ve son kargo tarihinden önce kargoya verin.' },
    ru: { cause: 'Вы приняли заказ, он собирается.', remedy: 'Упакуйте его и передайте в доставку до крайнего срока отгрузки.' },
  },
  INVOICED: {
    turn: 'SELLER',
    en: { cause: 'The invoice is written; the package has not been handed over yet.', remedy: 'Hand the package to the carrier before its shipping deadline.' },
    tr: { cause: 'Fatura kesildi, paket henüz kargoya verilmedi.', remedy: 'Paketi son kargo tarihinden önce kargoya verin.' },
    ru: { cause: 'Счёт выставлен, но отправление ещё не передано в доставку.', remedy: 'Передайте отправление перевозчику до крайнего срока отгрузки.' },
  },
  SHIPPED: {
    turn: 'MARKETPLACE',
    en: { cause: 'The package is with the carrier.', remedy: 'Nothing to do. Delivery is reported by itself.' },
    tr: { cause: 'Paket kargoda.', remedy: 'Yapmanız gereken bir şey yok. Teslim edildiğinde durum kendiliğinden güncellenir.' },
    ru: { cause: 'Отправление у перевозчика.', remedy: 'Делать ничего не нужно. О доставке вы узнаете автоматически.' },
  },
  AT_COLLECTION_POINT: {
    turn: 'BUYER',
    en: { cause: 'The package waits for the buyer at a collection point.', remedy: 'Nothing to do. If the buyer does not fetch it, it comes back.' },
    tr: { cause: 'Paket teslim noktasında alıcıyı bekliyor.', remedy: 'Yapmanız gereken bir şey yok. Alıcı teslim almazsa paket geri döner.' },
    ru: { cause: 'Отправление ждёт покупателя в пункте выдачи.', remedy: 'Делать ничего не нужно. Если покупатель его не заберёт, оно вернётся к вам.' },
  },
  DELIVERED: {
    turn: 'NOBODY',
    en: { cause: 'The buyer has the package.', remedy: 'Nothing to do.' },
    tr: { cause: 'Paket alıcıya teslim edildi.', remedy: 'Yapmanız gereken bir şey yok.' },
    ru: { cause: 'Отправление вручено покупателю.', remedy: 'Делать ничего не нужно.' },
  },
  UNDELIVERED: {
    turn: 'MARKETPLACE',
    en: { cause: 'The carrier could not hand the package over. It is tried again, or on its way back to you.', remedy: 'Wait for the carrier. If the address is in doubt, ask the carrier or the marketplace.' },
    tr: { cause: 'Kargo paketi teslim edemedi. Yeniden deneyecek ya da paketi size geri getirecek.', remedy: 'Kargoyu bekleyin. Adresten emin değilseniz kargoya ya da pazaryerine sorun.' },
    ru: { cause: 'Перевозчик не смог вручить отправление. Он попробует ещё раз или вернёт его вам.', remedy: 'Дождитесь перевозчика. Если сомневаетесь в адресе, уточните у него или у маркетплейса.' },
  },
  RETURNED: {
    turn: 'SELLER',
    en: { cause: 'The package has come back to you.', remedy: 'Look at the goods. What can be sold again you add to the stock yourself.' },
    tr: { cause: 'Paket size geri döndü.', remedy: 'Ürünleri kontrol edin. Yeniden satılabilecek olanları stoğa kendiniz ekleyin.' },
    ru: { cause: 'Отправление вернулось к вам.', remedy: 'Проверьте товар. То, что можно продать снова, добавьте в остатки сами.' },
  },
  CANCELLED: {
    turn: 'NOBODY',
    en: { cause: 'The order was cancelled.', remedy: 'Do not send it. What was reserved for it is free for sale again.' },
    tr: { cause: 'Sipariş iptal edildi.', remedy: 'Göndermeyin. Bu sipariş için ayrılan stok yeniden satışta.' },
    ru: { cause: 'Заказ отменён.', remedy: 'Не отправляйте его. Зарезервированный товар снова доступен для продажи.' },
  },
  UNSUPPLIED: {
    turn: 'NOBODY',
    en: { cause: 'You have told the marketplace that you cannot deliver this.', remedy: 'Nothing to do. Check that the stock you count is right, so that it does not happen again.' },
    tr: { cause: 'Bu siparişi tedarik edemeyeceğinizi pazaryerine bildirdiniz.', remedy: 'Yapmanız gereken bir şey yok. Tekrarlanmaması için stok sayınızı kontrol edin.' },
    ru: { cause: 'Вы сообщили маркетплейсу, что не сможете поставить этот товар.', remedy: 'Делать ничего не нужно. Проверьте учёт остатков, чтобы такое не повторилось.' },
  },
  SPLIT: {
    turn: 'NOBODY',
    en: { cause: 'This package was divided into others, which carry its goods on.', remedy: 'Work on the new packages instead of this one.' },
    tr: { cause: 'Bu paket bölündü; ürünler yeni paketlerde.', remedy: 'Bu paket yerine yeni paketlerle ilgilenin.' },
    ru: { cause: 'Это отправление разделено, его товары перешли в новые.', remedy: 'Работайте с новыми отправлениями, а не с этим.' },
  },
  UNKNOWN: {
    turn: 'SELLER',
    en: { cause: 'The marketplace uses a status that the hub does not know. The goods stay reserved.', remedy: "Look at the order in the marketplace's seller panel; its own status stands beside." },
    tr: { cause: 'Pazaryeri, sistemin tanımadığı bir durum bildirdi. Ürünler ayrılmış olarak kalır.', remedy: 'Siparişe pazaryerinin satıcı panelinden bakın; pazaryerinin bildirdiği durum yanında yazar.' },
    ru: { cause: 'Маркетплейс сообщил статус, которого система не знает. Товар остаётся в резерве.', remedy: 'Посмотрите заказ в личном кабинете маркетплейса; его собственный статус показан рядом.' },
  },
} as const satisfies Record<string, CatalogueEntry>;
