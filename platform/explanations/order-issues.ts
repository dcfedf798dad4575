import type { CatalogueEntry } from './explanation.js';

/** Why something asked of an order was not done: refused before it was sent, or by the marketplace. */
export const orderIssues = {
  ORDER_NOT_FOUND: {
    turn: 'SELLER',
    en: { cause: 'There is no such order.', remedy: 'Look the order up in the list of orders; it may not have come in yet.' },
    tr: { cause: 'Böyle bir sipariş yok.', remedy: 'Siparişi sipariş listesinde arayın; henüz sisteme gelmemiş olabilir.' },
    ru: { cause: 'Такого заказа нет.', remedy: 'Найдите заказ в списке заказов; возможно, он ещё не поступил.' },
  },
  PACKAGE_NOT_FOUND: {
    turn: 'SELLER',
    en: { cause: 'The order has no such package any more, perhaps because it was split or cancelled.', remedy: 'Look at the order again and work on the package it has now.' },
    tr: { cause: 'Siparişte artık böyle bir paket yok; bölünmüş ya da iptal edilmiş olabilir.', remedy: 'Siparişe yeniden bakın ve şimdiki paketle işlem yapın.' },
    ru: { cause: 'Такого отправления в заказе больше нет: возможно, его разделили или отменили.', remedy: 'Откройте заказ заново и работайте с нынешним отправлением.' },
  },
  PACKAGE_CLOSED: {
    turn: 'NOBODY',
    en: { cause: 'The package was cancelled, divided or closed on the marketplace before this could be done.', remedy: 'Nothing to do for this package. Look at the order for others.' },
    tr: { cause: 'Bu yapılamadan paket pazaryerinde iptal edildi, bölündü ya da kapandı.', remedy: 'Bu paket için yapmanız gereken bir şey yok. Siparişte başka paket var mı bakın.' },
    ru: { cause: 'Отправление отменили, разделили или закрыли на маркетплейсе раньше, чем это удалось сделать.', remedy: 'С этим отправлением делать ничего не нужно. Проверьте, нет ли в заказе других.' },
  },
  TRANSITION_NOT_ALLOWED: {
    turn: 'SELLER',
    en: { cause: 'A package in this status cannot be moved to the one asked for.', remedy: 'Look at its present status; the step may be done already, or another has to come first.' },
    tr: { cause: 'Paket, şu anki durumundan istenen duruma geçirilemez.', remedy: 'Paketin şu anki durumuna bakın; adım zaten tamamlanmış olabilir ya da önce başka bir adım gerekir.' },
    ru: { cause: 'Из нынешнего статуса отправление нельзя перевести в запрошенный.', remedy: 'Посмотрите нынешний статус: возможно, шаг уже выполнен или сначала нужен другой.' },
  },
  ACTION_IN_PROGRESS: {
    turn: 'HUB',
    en: { cause: 'The marketplace is being asked to change the same package at this moment.', remedy: 'Wait until that is finished, then try again.' },
    tr: { cause: 'Aynı paket için pazaryerine gönderilmiş bir istek hâlâ sürüyor.', remedy: 'Bitmesini bekleyin, sonra yeniden deneyin.' },
    ru: { cause: 'Маркетплейс прямо сейчас обрабатывает другой запрос по этому отправлению.', remedy: 'Дождитесь его завершения и попробуйте снова.' },
  },
  ACTION_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'The marketplace does not do this with the order; its message says why.', remedy: "Read the message and look at the order's present status." },
    tr: { cause: 'Pazaryeri bu işlemi siparişe uygulamadı; nedeni mesajında yazıyor.', remedy: 'Mesajı okuyun ve siparişin şu anki durumuna bakın.' },
    ru: { cause: 'Маркетплейс не выполнил это действие с заказом; причина в его сообщении.', remedy: 'Прочитайте сообщение и посмотрите нынешний статус заказа.' },
  },
  SHIPPED_BY_CARRIER: {
    turn: 'MARKETPLACE',
    en: { cause: "The marketplace's own carrier reports the shipment; a seller cannot.", remedy: 'Hand the package over; its status changes when the carrier scans it. Only an invoice can be given in advance.' },
    tr: { cause: 'Kargoya verildiğini pazaryerinin anlaşmalı kargosu bildirir, satıcı bildiremez.', remedy: 'Paketi kargoya verin; barkod okutulunca durumu değişir. Önceden yalnızca fatura iletilebilir.' },
    ru: { cause: 'Об отгрузке сообщает перевозчик самого маркетплейса, продавец этого сделать не может.', remedy: 'Передайте отправление; статус сменится, когда перевозчик его отсканирует. Заранее можно передать только счёт.' },
  },
  CANCEL_IN_PANEL: {
    turn: 'SELLER',
    en: { cause: 'At this stage the marketplace lets orders be cancelled in its seller panel only.', remedy: 'Cancel it in the panel, or accept the order first and cancel the line afterwards.' },
    tr: { cause: 'Bu aşamada pazaryeri iptale yalnızca satıcı panelinden izin veriyor.', remedy: 'Panelden iptal edin ya da önce siparişi onaylayıp sonra ürünü iptal edin.' },
    ru: { cause: 'На этом этапе отменить заказ можно только в личном кабинете маркетплейса.', remedy: 'Отмените его в кабинете или сначала примите заказ, а потом отмените позицию.' },
  },
  CANCEL_TOO_LATE: {
    turn: 'SELLER',
    en: { cause: 'The package is too far on its way to be cancelled by you.', remedy: 'Send it, or talk to the marketplace.' },
    tr: { cause: 'Paket artık sizin iptal edebileceğiniz aşamayı geçti.', remedy: 'Paketi gönderin ya da pazaryeriyle görüşün.' },
    ru: { cause: 'Отправление уже на таком этапе, когда вы не можете его отменить.', remedy: 'Отправьте его или свяжитесь с поддержкой маркетплейса.' },
  },
  SPLIT_BEFORE_ACCEPT: {
    turn: 'SELLER',
    en: { cause: 'The marketplace splits a package only once the order is accepted.', remedy: 'Accept the order, then split it.' },
    tr: { cause: 'Pazaryeri paketi ancak sipariş onaylandıktan sonra böler.', remedy: 'Önce siparişi onaylayın, sonra bölün.' },
    ru: { cause: 'Маркетплейс делит отправление только после того, как заказ принят.', remedy: 'Сначала примите заказ, затем разделите.' },
  },
  SPLIT_TOO_LATE: {
    turn: 'SELLER',
    en: { cause: 'The package is too far on its way to be split.', remedy: 'Send it as one package.' },
    tr: { cause: 'Paket artık bölünebileceği aşamayı geçti.', remedy: 'Tek paket olarak gönderin.' },
    ru: { cause: 'Отправление уже на таком этапе, когда его нельзя разделить.', remedy: 'Отправьте его одной посылкой.' },
  },
  SPLIT_NOT_DONE: {
    turn: 'SELLER',
    en: { cause: 'The marketplace took the split but had not done it after ten minutes.', remedy: 'Look at the order; if it is still one package, split it again.' },
    tr: { cause: 'Pazaryeri bölme isteğini aldı ama on dakika içinde yapmadı.', remedy: 'Siparişe bakın; hâlâ tek paketse yeniden bölün.' },
    ru: { cause: 'Маркетплейс принял запрос на разделение, но за десять минут его не выполнил.', remedy: 'Посмотрите заказ; если отправление всё ещё одно, разделите его снова.' },
  },
  LINES_MISSING: {
    turn: 'SELLER',
    en: { cause: 'It was not said which lines of the order are meant.', remedy: 'Choose at least one line.' },
    tr: { cause: 'Siparişin hangi satırlarının kastedildiği belirtilmedi.', remedy: 'En az bir satır seçin.' },
    ru: { cause: 'Не указано, какие позиции заказа имеются в виду.', remedy: 'Выберите хотя бы одну позицию.' },
  },
  LINE_NOT_FOUND: {
    turn: 'SELLER',
    en: { cause: 'The package has no such line, or not that many units of it.', remedy: 'Look at the package again and choose from the lines it has now.' },
    tr: { cause: 'Pakette böyle bir satır ya da o kadar adet yok.', remedy: 'Pakete yeniden bakın ve şimdiki satırlardan seçin.' },
    ru: { cause: 'В отправлении нет такой позиции или столько единиц.', remedy: 'Откройте отправление заново и выберите из нынешних позиций.' },
  },
  LINE_REPEATED: {
    turn: 'SELLER',
    en: { cause: 'The same line is named more than once.', remedy: 'Name each line once, with the whole quantity.' },
    tr: { cause: 'Aynı satır birden çok kez yazılmış.', remedy: 'Her satırı toplam adediyle bir kez yazın.' },
    ru: { cause: 'Одна и та же позиция указана несколько раз.', remedy: 'Укажите каждую позицию один раз с полным количеством.' },
  },
  QUANTITY_INVALID: {
    turn: 'SELLER',
    en: { cause: 'A quantity is not a whole number of at least one.', remedy: 'Give a whole number.' },
    tr: { cause: 'Adet, en az bir olan bir tam sayı değil.', remedy: 'Tam sayı girin.' },
    ru: { cause: 'Количество должно быть целым числом не меньше единицы.', remedy: 'Укажите целое число.' },
  },
  QUANTITY_TOO_LARGE: {
    turn: 'SELLER',
    en: { cause: 'The line has fewer units than asked for.', remedy: 'Give a smaller quantity.' },
    tr: { cause: 'Satırda istenen kadar ürün yok.', remedy: 'Daha küçük bir adet girin.' },
    ru: { cause: 'В позиции меньше единиц, чем запрошено.', remedy: 'Укажите меньшее количество.' },
  },
  NOTHING_STAYS: {
    turn: 'SELLER',
    en: { cause: 'A split has to leave something in each of the two packages.', remedy: 'Choose fewer lines or units.' },
    tr: { cause: 'Bölmede her iki pakette de ürün kalmalı.', remedy: 'Daha az satır ya da adet seçin.' },
    ru: { cause: 'После разделения в обоих отправлениях должен остаться товар.', remedy: 'Выберите меньше позиций или единиц.' },
  },
} as const satisfies Record<string, CatalogueEntry>;
