import type { CatalogueEntry } from './explanation.js';

/** What keeps a price or a quantity from a marketplace, and refusals that say no more than that. */
export const offerIssues = {
  MARKETPLACE_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'The marketplace said no, in its own words that stand beside this.', remedy: 'Read its message, correct what it names and try again. If it names nothing, ask the marketplace.' },
    tr: { cause: 'Pazaryeri reddetti; gerekçesi kendi sözleriyle yanında yazıyor.', remedy: 'Mesajı okuyun, belirtilen şeyi düzeltip yeniden deneyin. Bir şey belirtmiyorsa pazaryerine sorun.' },
    ru: { cause: 'Маркетплейс отказал; его собственное сообщение показано рядом.', remedy: 'Прочитайте сообщение, исправьте указанное и попробуйте снова. Если причина не названа, спросите маркетплейс.' },
  },
  PRICE_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'The marketplace does not take this price: it is zero, too low, too high, or changes too much at once.', remedy: 'Set another price within the limits that the message names.' },
    tr: { cause: 'Pazaryeri bu fiyatı kabul etmiyor: sıfır, çok düşük, çok yüksek ya da bir kerede çok fazla değişiyor.', remedy: 'Mesajda yazan sınırlar içinde başka bir fiyat girin.' },
    ru: { cause: 'Маркетплейс не принимает такую цену: она нулевая, слишком низкая, слишком высокая или меняется слишком резко.', remedy: 'Задайте другую цену в пределах, названных в сообщении.' },
  },
  NO_EXCHANGE_RATE: {
    turn: 'HUB',
    en: { cause: 'The store sells in another currency, and no exchange rate is known to convert the price with.', remedy: 'Wait for the next rates of the central banks, or set a rate or a price of your own for this store.' },
    tr: { cause: 'Mağaza başka para birimiyle satıyor ve fiyatı çevirecek kur bilinmiyor.', remedy: 'Merkez bankalarının yeni kurlarını bekleyin ya da bu mağaza için kendi kurunuzu veya fiyatınızı girin.' },
    ru: { cause: 'Магазин продаёт в другой валюте, а курс для пересчёта цены неизвестен.', remedy: 'Дождитесь новых курсов центральных банков или задайте свой курс либо свою цену для этого магазина.' },
  },
  STALE_EXCHANGE_RATE: {
    turn: 'HUB',
    en: { cause: 'The store sells in another currency, and the newest exchange rate is older than you accept.', remedy: 'Wait for newer rates of the central banks, set a rate or a price of your own for this store, or accept older rates.' },
    tr: { cause: 'Mağaza başka para birimiyle satıyor ve en yeni kur kabul ettiğinizden eski.', remedy: 'Merkez bankalarının yeni kurlarını bekleyin, kendi kurunuzu veya bu mağaza için fiyatınızı girin ya da daha eski kurları kabul edin.' },
    ru: { cause: 'Магазин продаёт в другой валюте, а самый новый курс старше, чем вы допускаете.', remedy: 'Дождитесь новых курсов центральных банков, задайте свой курс или свою цену для этого магазина либо допустите более старые курсы.' },
  },
  LIST_PRICE_BELOW_SALE_PRICE: {
    turn: 'SELLER',
    en: { cause: 'The crossed-out list price is lower than the sale price.', remedy: 'Raise the list price or leave it out.' },
    tr: { cause: 'Üstü çizili liste fiyatı satış fiyatından düşük.', remedy: 'Liste fiyatını yükseltin ya da boş bırakın.' },
    ru: { cause: 'Зачёркнутая цена ниже цены продажи.', remedy: 'Повысьте зачёркнутую цену или не указывайте её.' },
  },
  PRICE_CHANGES_TOO_OFTEN: {
    turn: 'HUB',
    en: { cause: 'The marketplace allows this price to be changed only so often.', remedy: 'Change the price less often. The newest one can be sent again after the waiting time.' },
    tr: { cause: 'Pazaryeri bu fiyatın bu kadar sık değiştirilmesine izin vermiyor.', remedy: 'Fiyatı daha seyrek değiştirin. En son fiyat bekleme süresinden sonra yeniden gönderilebilir.' },
    ru: { cause: 'Маркетплейс не разрешает менять эту цену так часто.', remedy: 'Меняйте цену реже. Последнюю цену можно отправить снова, когда истечёт время ожидания.' },
  },
  PRICE_PROTECTION: {
    turn: 'SELLER',
    en: { cause: 'The marketplace protects the price of this product for a time, for instance during a campaign.', remedy: "Wait until the protection ends, or end it in the marketplace's seller panel." },
    tr: { cause: 'Pazaryeri bu ürünün fiyatını, örneğin bir kampanya nedeniyle, geçici olarak koruyor.', remedy: 'Korumanın bitmesini bekleyin ya da pazaryerinin satıcı panelinden kaldırın.' },
    ru: { cause: 'Маркетплейс временно защищает цену этого товара, например во время акции.', remedy: 'Дождитесь окончания защиты или снимите её в личном кабинете маркетплейса.' },
  },
  CURRENCY_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'The marketplace does not take prices in this currency.', remedy: "Set the price in the store's currency." },
    tr: { cause: 'Pazaryeri bu para biriminde fiyat kabul etmiyor.', remedy: 'Fiyatı mağazanın para birimiyle girin.' },
    ru: { cause: 'Маркетплейс не принимает цены в этой валюте.', remedy: 'Укажите цену в валюте магазина.' },
  },
  QUANTITY_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'The marketplace does not take this quantity; usually it is above its limit.', remedy: "Set a highest quantity in the store's stock policy, or correct the stock." },
    tr: { cause: 'Pazaryeri bu stok adedini kabul etmiyor; çoğunlukla üst sınırını aşıyor.', remedy: 'Mağazanın stok kuralında bir üst sınır belirleyin ya da stoğu düzeltin.' },
    ru: { cause: 'Маркетплейс не принимает такое количество; обычно оно выше его предела.', remedy: 'Задайте предельное количество в правиле остатков магазина или исправьте остаток.' },
  },
  HUB_FAULT: {
    turn: 'HUB',
    en: { cause: 'The hub failed to send this value; the marketplace did nothing wrong.', remedy: 'Retry the operation. If it fails again, report it.' },
    tr: { cause: 'Sistem bu değeri gönderemedi; pazaryerinin bir hatası yok.', remedy: 'İşlemi yeniden deneyin. Yine olmazsa bildirin.' },
    ru: { cause: 'Системе не удалось отправить это значение; маркетплейс тут ни при чём.', remedy: 'Повторите операцию. Если снова не получится, сообщите об этом.' },
  },
  UNSUPPORTED: {
    turn: 'NOBODY',
    en: { cause: 'The marketplace does not offer this, or the hub cannot do it there.', remedy: "Do it in the marketplace's seller panel, if it can be done there." },
    tr: { cause: 'Pazaryeri bunu sunmuyor ya da sistem orada bunu yapamıyor.', remedy: 'Mümkünse pazaryerinin satıcı panelinden yapın.' },
    ru: { cause: 'Маркетплейс этого не предлагает, или система не умеет делать это там.', remedy: 'Если возможно, сделайте это в личном кабинете маркетплейса.' },
  },
  PRICE_OUTSIDE_BAND: {
    turn: 'SELLER',
    en: { cause: 'The price is outside the band the marketplace allows for this product, so it has locked the listing.', remedy: 'Set a price inside the band, then have the listing unlocked.' },
    tr: { cause: 'Fiyat, pazaryerinin bu ürün için izin verdiği aralığın dışında; bu yüzden ürün kilitlendi.', remedy: 'Aralık içinde bir fiyat girin, sonra ürünün kilidini açtırın.' },
    ru: { cause: 'Цена вне коридора, разрешённого маркетплейсом для этого товара, поэтому товар заблокирован.', remedy: 'Задайте цену внутри коридора, затем разблокируйте товар.' },
  },
  CAMPAIGN_FORBIDS_PRICE: {
    turn: 'SELLER',
    en: { cause: 'A campaign runs on this product; until it ends the price cannot go up.', remedy: "Wait until the campaign ends, or end it in the marketplace's seller panel." },
    tr: { cause: 'Bu üründe kampanya var; bitene kadar fiyat yükseltilemez.', remedy: 'Kampanyanın bitmesini bekleyin ya da pazaryerinin satıcı panelinden sonlandırın.' },
    ru: { cause: 'На товар действует акция; пока она идёт, цену повысить нельзя.', remedy: 'Дождитесь конца акции или завершите её в личном кабинете маркетплейса.' },
  },
  CAMPAIGN_FORBIDS_STOCK: {
    turn: 'SELLER',
    en: { cause: 'A campaign runs on this product; until it ends the stock cannot go down.', remedy: "End the campaign in the marketplace's seller panel at once if you cannot deliver; otherwise wait." },
    tr: { cause: 'Bu üründe kampanya var; bitene kadar stok düşürülemez.', remedy: 'Ürünü veremeyecekseniz kampanyayı pazaryerinin satıcı panelinden hemen sonlandırın; yoksa bekleyin.' },
    ru: { cause: 'На товар действует акция; пока она идёт, остаток уменьшить нельзя.', remedy: 'Если поставить товар не сможете, сразу завершите акцию в личном кабинете маркетплейса; иначе подождите.' },
  },
  DISCOUNT_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'The gap between the price and the crossed-out price is too small or too large for the marketplace.', remedy: 'Change the crossed-out price, or leave it out.' },
    tr: { cause: 'Satış fiyatıyla üstü çizili fiyat arasındaki fark pazaryeri için çok küçük ya da çok büyük.', remedy: 'Üstü çizili fiyatı değiştirin ya da boş bırakın.' },
    ru: { cause: 'Разница между ценой и зачёркнутой ценой слишком мала или слишком велика для маркетплейса.', remedy: 'Измените зачёркнутую цену или не указывайте её.' },
  },
  STOCK_CHANGES_TOO_OFTEN: {
    turn: 'HUB',
    en: { cause: 'The marketplace allows the stock of one product to be changed only so often.', remedy: 'Nothing to do. The hub sends the newest number as soon as it may.' },
    tr: { cause: 'Pazaryeri bir ürünün stoğunun bu kadar sık değiştirilmesine izin vermiyor.', remedy: 'Yapmanız gereken bir şey yok. Sistem en son adedi izin verilir verilmez gönderir.' },
    ru: { cause: 'Маркетплейс не разрешает менять остаток одного товара так часто.', remedy: 'Делать ничего не нужно. Система отправит последнее число, как только это станет можно.' },
  },
  CHANGES_OF_THE_DAY_USED_UP: {
    turn: 'HUB',
    en: { cause: 'The marketplace allows only so many changes of one listing a day, and they are used up.', remedy: 'Nothing to do. The newest values go out when the next day begins there.' },
    tr: { cause: 'Pazaryerinin bir ürün için günde izin verdiği değişiklik sayısı doldu.', remedy: 'Yapmanız gereken bir şey yok. En son değerler pazaryerinde yeni gün başlayınca gönderilir.' },
    ru: { cause: 'Исчерпано число изменений одного товара, разрешённое маркетплейсом на день.', remedy: 'Делать ничего не нужно. Последние значения уйдут, когда там начнутся новые сутки.' },
  },
  BUSY: {
    turn: 'HUB',
    en: { cause: 'The marketplace is changing this listing at this moment.', remedy: 'Nothing to do. The hub tries again in a moment.' },
    tr: { cause: 'Pazaryeri şu anda bu ürün üzerinde başka bir değişiklik yapıyor.', remedy: 'Yapmanız gereken bir şey yok. Sistem birazdan yeniden dener.' },
    ru: { cause: 'Маркетплейс прямо сейчас изменяет этот товар.', remedy: 'Делать ничего не нужно. Система вскоре попробует снова.' },
  },
  OUT_OF_STOCK: {
    turn: 'SELLER',
    en: { cause: 'The marketplace shows a product only once there is something of it to sell.', remedy: 'Add stock; the hub then publishes it by itself.' },
    tr: { cause: 'Pazaryeri bir ürünü ancak satılacak stoğu olunca gösteriyor.', remedy: 'Stok ekleyin; sistem ürünü kendiliğinden yayınlar.' },
    ru: { cause: 'Маркетплейс показывает товар, только когда есть что продавать.', remedy: 'Пополните остаток, и система опубликует товар сама.' },
  },
  WAREHOUSE_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'Your store has no warehouse on the marketplace in which this stock could be kept, or several of which it cannot be told which is meant.', remedy: "Add or switch on a warehouse in the marketplace's seller panel, or name the one that is meant in the store's credentials." },
    tr: { cause: 'Pazaryerindeki mağazanızda bu stoğun tutulabileceği bir depo yok ya da birden çok depodan hangisinin kastedildiği anlaşılamıyor.', remedy: 'Pazaryerinin satıcı panelinde depo ekleyin ya da var olanı açın; ya da mağazanın bağlantı bilgilerinde depoyu belirtin.' },
    ru: { cause: 'В вашем магазине на маркетплейсе нет склада, где можно вести этот остаток, либо их несколько и неясно, какой имеется в виду.', remedy: 'Добавьте или включите склад в личном кабинете маркетплейса либо укажите нужный склад в данных подключения магазина.' },
  },
  FULFILLED_BY_MARKETPLACE: {
    turn: 'NOBODY',
    en: { cause: "The goods lie in the marketplace's own warehouse, which counts them itself.", remedy: 'Nothing to do. The hub does not overwrite that count.' },
    tr: { cause: 'Ürünler pazaryerinin kendi deposunda; stoğu pazaryeri sayıyor.', remedy: 'Yapmanız gereken bir şey yok. Sistem bu sayının üzerine yazmaz.' },
    ru: { cause: 'Товар лежит на складе самого маркетплейса, и он сам ведёт учёт.', remedy: 'Делать ничего не нужно. Система не меняет это число.' },
  },
} as const satisfies Record<string, CatalogueEntry>;
