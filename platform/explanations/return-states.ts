import type { CatalogueEntry } from './explanation.js';

/** Where a return, or a buyer's wish to cancel, stands. */
export const returnStates = {
  REQUESTED: {
    turn: 'BUYER',
    en: { cause: 'The buyer wants to return something and has not sent it yet.', remedy: 'Nothing to do yet. Wait for the parcel.' },
    tr: { cause: 'Alıcı iade talebi oluşturdu, ürünü henüz göndermedi.', remedy: 'Şimdilik yapmanız gereken bir şey yok. Paketi bekleyin.' },
    ru: { cause: 'Покупатель хочет вернуть товар, но ещё не отправил его.', remedy: 'Пока ничего делать не нужно. Дождитесь посылки.' },
  },
  AWAITING_SELLER: {
    turn: 'SELLER',
    en: { cause: 'The marketplace waits for your answer. Without one it usually decides for the buyer.', remedy: "Approve or dispute the return in the marketplace's seller panel, in time." },
    tr: { cause: 'Pazaryeri yanıtınızı bekliyor. Yanıt vermezseniz genellikle alıcı lehine karar verir.', remedy: 'Süresi dolmadan pazaryerinin satıcı panelinde iadeyi onaylayın ya da iadeye itiraz edin.' },
    ru: { cause: 'Маркетплейс ждёт вашего ответа. Без ответа он обычно решает в пользу покупателя.', remedy: 'Одобрите возврат или оспорьте его в личном кабинете маркетплейса, пока не истёк срок.' },
  },
  APPROVED: {
    turn: 'BUYER',
    en: { cause: 'The return is approved; the buyer may send the goods back.', remedy: 'Wait for the parcel.' },
    tr: { cause: 'İade onaylandı, alıcı ürünü geri gönderebilir.', remedy: 'Paketi bekleyin.' },
    ru: { cause: 'Возврат одобрен, покупатель может отправить товар обратно.', remedy: 'Дождитесь посылки.' },
  },
  IN_TRANSIT: {
    turn: 'MARKETPLACE',
    en: { cause: 'The goods are on their way back.', remedy: 'Wait for the parcel and look at the goods when it comes.' },
    tr: { cause: 'Ürün iade kargosunda.', remedy: 'Paketi bekleyin, gelince ürünü kontrol edin.' },
    ru: { cause: 'Товар едет обратно.', remedy: 'Дождитесь посылки и проверьте товар, когда она придёт.' },
  },
  RECEIVED: {
    turn: 'SELLER',
    en: { cause: 'The goods have arrived, at your place or at the marketplace.', remedy: 'Look at the goods and answer the return. What can be sold again you add to the stock yourself.' },
    tr: { cause: 'Ürün size ya da pazaryerine ulaştı.', remedy: 'Ürünü kontrol edip iadeyi yanıtlayın. Yeniden satılabiliyorsa stoğa kendiniz ekleyin.' },
    ru: { cause: 'Товар прибыл к вам или на склад маркетплейса.', remedy: 'Проверьте товар и ответьте на возврат. Если его можно продать снова, добавьте его в остатки сами.' },
  },
  DISPUTED: {
    turn: 'MARKETPLACE',
    en: { cause: 'You and the buyer disagree; the marketplace or an expert decides.', remedy: 'Wait for the decision. Add photos or documents if the marketplace asks for them.' },
    tr: { cause: 'Alıcıyla anlaşamadınız; kararı pazaryeri ya da bilirkişi verecek.', remedy: 'Kararı bekleyin. Pazaryeri isterse fotoğraf veya belge ekleyin.' },
    ru: { cause: 'Вы и покупатель не согласны друг с другом, решает маркетплейс или эксперт.', remedy: 'Дождитесь решения. Приложите фото или документы, если маркетплейс их попросит.' },
  },
  REFUNDED: {
    turn: 'NOBODY',
    en: { cause: 'The buyer has got the money back.', remedy: 'Nothing to answer any more. If the goods are back and good, add them to the stock yourself.' },
    tr: { cause: 'Alıcıya parası iade edildi.', remedy: 'Yanıtlanacak bir şey kalmadı. Ürün geri geldiyse ve sağlamsa stoğa kendiniz ekleyin.' },
    ru: { cause: 'Деньги возвращены покупателю.', remedy: 'Отвечать больше не нужно. Если товар вернулся и в порядке, добавьте его в остатки сами.' },
  },
  REJECTED: {
    turn: 'NOBODY',
    en: { cause: 'The return was refused; the sale stands.', remedy: 'Nothing to do, unless the goods are with you and have to go back to the buyer.' },
    tr: { cause: 'İade reddedildi, satış geçerli.', remedy: 'Yapmanız gereken bir şey yok; ürün sizdeyse alıcıya geri gönderin.' },
    ru: { cause: 'В возврате отказано, продажа остаётся в силе.', remedy: 'Делать ничего не нужно. Если товар у вас, отправьте его обратно покупателю.' },
  },
  CANCELLED: {
    turn: 'NOBODY',
    en: { cause: 'The buyer has taken the request back.', remedy: 'Nothing to do.' },
    tr: { cause: 'Alıcı talebinden vazgeçti.', remedy: 'Yapmanız gereken bir şey yok.' },
    ru: { cause: 'Покупатель отозвал заявку.', remedy: 'Делать ничего не нужно.' },
  },
  UNKNOWN: {
    turn: 'SELLER',
    en: { cause: 'The marketplace uses a return status that the hub does not know.', remedy: "Look at the return in the marketplace's seller panel; its own status stands beside." },
    tr: { cause: 'Pazaryeri, sistemin tanımadığı bir iade durumu bildirdi.', remedy: 'İadeye pazaryerinin satıcı panelinden bakın; pazaryerinin bildirdiği durum yanında yazar.' },
    ru: { cause: 'Маркетплейс сообщил статус возврата, которого система не знает.', remedy: 'Посмотрите возврат в личном кабинете маркетплейса; его собственный статус показан рядом.' },
  },
} as const satisfies Record<string, CatalogueEntry>;
