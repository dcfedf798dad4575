import type { CatalogueEntry } from './explanation.js';

/** What may be wrong with a store, why it is paused, and why a marketplace could not be asked something. */
export const storeErrors = {
  UNKNOWN_STORE: {
    turn: 'SELLER',
    en: { cause: 'You have no such store.', remedy: 'Choose one from your list of stores.' },
    tr: { cause: 'Böyle bir mağazanız yok.', remedy: 'Mağaza listenizden birini seçin.' },
    ru: { cause: 'У вас нет такого магазина.', remedy: 'Выберите магазин из своего списка.' },
  },
  KEY_ENDS_SOON: {
    turn: 'SELLER',
    en: { cause: 'The key that the hub calls the marketplace with ends soon; then nothing more is sent or read.', remedy: "Make a new key in the marketplace's seller panel and connect the store again with it." },
    tr: { cause: 'Sistemin pazaryerine bağlandığı anahtarın süresi yakında doluyor; ondan sonra hiçbir şey gönderilmez ve okunmaz.', remedy: 'Pazaryerinin satıcı panelinde yeni bir anahtar oluşturun ve mağazayı onunla yeniden bağlayın.' },
    ru: { cause: 'Срок ключа, с которым система обращается к маркетплейсу, скоро истекает; после этого ничего не отправляется и не читается.', remedy: 'Создайте новый ключ в личном кабинете маркетплейса и подключите магазин заново с ним.' },
  },
  AUTHORISATION_ENDS_SOON: {
    turn: 'SELLER',
    en: { cause: 'The permission by which the seller lets the hub in at the marketplace ends soon; then nothing more is sent or read.', remedy: 'Authorise the application again at the marketplace, and connect the store again with what it gives you.' },
    tr: { cause: 'Satıcının sisteme pazaryerinde verdiği yetki yakında sona eriyor; ondan sonra hiçbir şey gönderilmez ve okunmaz.', remedy: 'Pazaryerinde uygulamaya yeniden yetki verin ve mağazayı aldığınız bilgilerle yeniden bağlayın.' },
    ru: { cause: 'Разрешение, по которому продавец допускает систему к маркетплейсу, скоро истекает; после этого ничего не отправляется и не читается.', remedy: 'Снова разрешите приложению доступ на маркетплейсе и подключите магазин заново с полученными данными.' },
  },
  STOCK_IN_OTHER_WAREHOUSE: {
    turn: 'SELLER',
    en: { cause: 'Goods can be bought from further warehouses of the store on the marketplace; the hub keeps the stock of one and neither counts nor lowers the others.', remedy: "Set the stock of the other warehouses to zero in the marketplace's seller panel, or pause them; goods that the hub sells elsewhere too may be sold twice until then." },
    tr: { cause: 'Pazaryerinde mağazanın başka depolarından da ürün satın alınabiliyor; sistem yalnızca bir deponun stoğunu tutar, ötekileri ne sayar ne düşürür.', remedy: 'Pazaryerinin satıcı panelinde öteki depoların stoğunu sıfırlayın ya da onları durdurun; o zamana kadar başka yerde de satılan ürünler iki kez satılabilir.' },
    ru: { cause: 'Товары можно купить и с других складов магазина на маркетплейсе; система ведёт остаток только одного склада, остальные не считает и не уменьшает.', remedy: 'Обнулите остатки других складов в личном кабинете маркетплейса или поставьте склады на паузу; до этого товары, которые продаются и в других местах, могут быть проданы дважды.' },
  },
  STORE_ALREADY_CONNECTED: {
    turn: 'SELLER',
    en: { cause: 'This marketplace account is connected here by another seller.', remedy: 'Check the seller number. If the account is yours, ask whoever runs the hub.' },
    tr: { cause: 'Bu pazaryeri hesabı burada başka bir satıcı tarafından bağlanmış.', remedy: 'Satıcı numarasını kontrol edin. Hesap sizinse sistem yöneticinize başvurun.' },
    ru: { cause: 'Этот кабинет маркетплейса уже подключён здесь другим продавцом.', remedy: 'Проверьте номер продавца. Если кабинет ваш, обратитесь к администратору системы.' },
  },
  ACCOUNT_ON_ANOTHER_SITE: {
    turn: 'SELLER',
    en: { cause: "This marketplace account has a store here already, on another of the marketplace's sites; it can have one store only.", remedy: 'Connect it for the site of that store, which the message names. For the other site, connect another account: a store cannot be moved to another site.' },
    tr: { cause: 'Bu pazaryeri hesabının burada, pazaryerinin başka bir sitesinde zaten bir mağazası var; bir hesabın tek bir mağazası olabilir.', remedy: 'Hesabı, mesajda adı geçen o mağazanın sitesi için bağlayın. Öteki site için başka bir hesap bağlayın: bir mağaza başka bir siteye taşınamaz.' },
    ru: { cause: 'У этого кабинета маркетплейса здесь уже есть магазин на другом сайте маркетплейса, а магазин у него может быть только один.', remedy: 'Подключите кабинет для сайта этого магазина: он назван в сообщении. Для другого сайта подключите другой кабинет: перенести магазин на другой сайт нельзя.' },
  },
  MARKETPLACE_NOT_SUPPORTED: {
    turn: 'SELLER',
    en: { cause: 'This hub does not speak to that marketplace.', remedy: 'Choose another marketplace, or ask whoever runs the hub to switch it on.' },
    tr: { cause: 'Sistem bu pazaryeriyle çalışmıyor.', remedy: 'Başka bir pazaryeri seçin ya da sistem yöneticinizden bu pazaryerini açmasını isteyin.' },
    ru: { cause: 'Система не работает с этим маркетплейсом.', remedy: 'Выберите другой маркетплейс или попросите администратора системы включить этот.' },
  },
  INVALID_CREDENTIALS: {
    turn: 'SELLER',
    en: { cause: 'A key is missing or does not look like one of this marketplace.', remedy: "Copy the keys again from the marketplace's seller panel." },
    tr: { cause: 'Bir anahtar eksik ya da bu pazaryerinin anahtarına benzemiyor.', remedy: 'Anahtarları pazaryerinin satıcı panelinden yeniden kopyalayın.' },
    ru: { cause: 'Ключ не указан или не похож на ключ этого маркетплейса.', remedy: 'Скопируйте ключи заново из личного кабинета маркетплейса.' },
  },
  CREDENTIALS_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'The marketplace does not accept these keys.', remedy: "Copy them again from the marketplace's seller panel, or make new ones there." },
    tr: { cause: 'Pazaryeri bu anahtarları kabul etmiyor.', remedy: 'Pazaryerinin satıcı panelinden yeniden kopyalayın ya da orada yenilerini oluşturun.' },
    ru: { cause: 'Маркетплейс не принимает эти ключи.', remedy: 'Скопируйте их заново из личного кабинета маркетплейса или создайте там новые.' },
  },
  CREDENTIALS_UNREADABLE: {
    turn: 'SELLER',
    en: { cause: "The hub cannot open the store's stored keys any more.", remedy: 'Connect the store again with its keys.' },
    tr: { cause: 'Sistem mağazanın kayıtlı anahtarlarını artık açamıyor.', remedy: 'Mağazayı anahtarlarıyla yeniden bağlayın.' },
    ru: { cause: 'Система больше не может прочитать сохранённые ключи магазина.', remedy: 'Подключите магазин снова, указав его ключи.' },
  },
  MARKETPLACE_UNREACHABLE: {
    turn: 'MARKETPLACE',
    en: { cause: 'The marketplace could not be asked whether the keys are good.', remedy: 'Try again in a few minutes.' },
    tr: { cause: 'Anahtarların geçerli olup olmadığı pazaryerine sorulamadı.', remedy: 'Birkaç dakika sonra yeniden deneyin.' },
    ru: { cause: 'Не удалось спросить маркетплейс, верны ли ключи.', remedy: 'Попробуйте снова через несколько минут.' },
  },
  MARKETPLACE_UNAVAILABLE: {
    turn: 'MARKETPLACE',
    en: { cause: 'The marketplace cannot be asked just now.', remedy: 'Try again later. Prices, stock and orders go on by themselves as soon as it answers.' },
    tr: { cause: 'Pazaryerine şu anda sorulamıyor.', remedy: 'Daha sonra yeniden deneyin. Fiyat, stok ve siparişler pazaryeri yanıt verince kendiliğinden devam eder.' },
    ru: { cause: 'Сейчас запросить маркетплейс не получается.', remedy: 'Попробуйте позже. Цены, остатки и заказы продолжат обновляться сами, как только он ответит.' },
  },
  INVALID_BASE_URL: {
    turn: 'SELLER',
    en: { cause: 'The hub does not call this address.', remedy: "Leave the address out to use the marketplace's own." },
    tr: { cause: 'Sistem bu adrese bağlanmıyor.', remedy: 'Pazaryerinin kendi adresi için bu alanı boş bırakın.' },
    ru: { cause: 'Система не обращается по этому адресу.', remedy: 'Не указывайте адрес, чтобы использовать собственный адрес маркетплейса.' },
  },
  INVALID_STORE: {
    turn: 'SELLER',
    en: { cause: 'The name or the seller number of the store is empty or too long.', remedy: 'Correct the field that is named.' },
    tr: { cause: 'Mağazanın adı ya da satıcı numarası boş veya çok uzun.', remedy: 'Belirtilen alanı düzeltin.' },
    ru: { cause: 'Название магазина или номер продавца пусты либо слишком длинные.', remedy: 'Исправьте указанное поле.' },
  },
  UNKNOWN_CURRENCY: {
    turn: 'SELLER',
    en: { cause: 'The hub does not keep prices in this currency.', remedy: 'Use TRY, USD, EUR, RUB, GBP, SEK or PLN.' },
    tr: { cause: 'Sistem bu para birimini desteklemiyor.', remedy: 'TRY, USD, EUR, RUB, GBP, SEK ya da PLN kullanın.' },
    ru: { cause: 'Система не работает с этой валютой.', remedy: 'Используйте TRY, USD, EUR, RUB, GBP, SEK или PLN.' },
  },
  INVALID_STOCK_POLICY: {
    turn: 'SELLER',
    en: { cause: 'The reserve, the highest quantity or the share of the stock is outside what is allowed.', remedy: 'Correct the field that is named.' },
    tr: { cause: 'Ayrılan adet, üst sınır ya da stok yüzdesi izin verilen aralığın dışında.', remedy: 'Belirtilen alanı düzeltin.' },
    ru: { cause: 'Запас, предельное количество или доля остатка вне допустимых границ.', remedy: 'Исправьте указанное поле.' },
  },
  STORE_PAUSED: {
    turn: 'SELLER',
    en: { cause: 'The store is paused: nothing is sent to it or asked of it.', remedy: 'See why it is paused, put that right and resume the store.' },
    tr: { cause: 'Mağaza duraklatılmış: mağazaya bir şey gönderilmiyor, mağazadan bilgi alınmıyor.', remedy: 'Neden duraklatıldığına bakın, sorunu giderin ve mağazayı devam ettirin.' },
    ru: { cause: 'Магазин приостановлен: ему ничего не отправляется и у него ничего не запрашивается.', remedy: 'Посмотрите причину, устраните её и возобновите работу магазина.' },
  },
  PAUSED_BY_SELLER: {
    turn: 'SELLER',
    en: { cause: 'You have paused the store.', remedy: 'Resume it when it shall go on; what has changed meanwhile is sent then.' },
    tr: { cause: 'Mağazayı siz duraklattınız.', remedy: 'Hazır olduğunuzda devam ettirin; bu arada değişenler o zaman gönderilir.' },
    ru: { cause: 'Вы приостановили магазин.', remedy: 'Возобновите его, когда будете готовы: накопившиеся изменения тогда отправятся.' },
  },
  WRONG_MARKETPLACE: {
    turn: 'SELLER',
    en: { cause: 'This can be done on one marketplace only, and the store is on another.', remedy: 'Choose a store on the marketplace that is meant.' },
    tr: { cause: 'Bu yalnızca belirli bir pazaryerinde yapılabilir; mağaza ise başka bir pazaryerinde.', remedy: 'İlgili pazaryerindeki bir mağazayı seçin.' },
    ru: { cause: 'Это возможно только на одном маркетплейсе, а магазин находится на другом.', remedy: 'Выберите магазин на нужном маркетплейсе.' },
  },
} as const satisfies Record<string, CatalogueEntry>;
