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
} as const satisfies Record<string, CatalogueEntry>;
