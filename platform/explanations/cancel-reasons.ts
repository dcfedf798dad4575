import type { CatalogueEntry } from './explanation.js';

/** Why a seller gives up lines, and what follows from saying so. */
export const cancelReasons = {
  OUT_OF_STOCK: {
    turn: 'SELLER',
    en: { cause: 'There is none left of what was ordered.', remedy: 'Correct the stock that the hub counts. Marketplaces hold such cancellations against the seller.' },
    tr: { cause: 'Sipariş edilen üründen elinizde kalmadı.', remedy: 'Sistemdeki stok sayısını düzeltin. Pazaryerleri bu iptalleri satıcının aleyhine sayar.' },
    ru: { cause: 'Заказанного товара больше нет.', remedy: 'Исправьте остаток в системе. Такие отмены маркетплейсы засчитывают продавцу в минус.' },
  },
  DEFECTIVE: {
    turn: 'SELLER',
    en: { cause: 'What is left of the goods is broken or spoilt.', remedy: 'Take the broken pieces out of the stock.' },
    tr: { cause: 'Elinizde kalan ürünler kusurlu ya da bozuk.', remedy: 'Kusurlu ürünleri stoktan düşün.' },
    ru: { cause: 'Остался только бракованный или испорченный товар.', remedy: 'Спишите бракованные экземпляры с остатков.' },
  },
  WRONG_PRICE: {
    turn: 'SELLER',
    en: { cause: 'The goods were offered at a price that was a mistake.', remedy: 'Correct the price first, so that nobody else orders at it.' },
    tr: { cause: 'Ürün yanlış fiyatla satışa sunulmuş.', remedy: 'Başka sipariş gelmemesi için önce fiyatı düzeltin.' },
    ru: { cause: 'Товар был выставлен по ошибочной цене.', remedy: 'Сначала исправьте цену, чтобы по ней не заказали снова.' },
  },
  BUYER_ASKED: {
    turn: 'NOBODY',
    en: { cause: 'The buyer has asked for the order to be cancelled.', remedy: 'Nothing more to do. Say it only when it is so: marketplaces may ask the buyer.' },
    tr: { cause: 'Alıcı siparişin iptalini istedi.', remedy: 'Başka bir şey yapmanız gerekmez. Yalnızca doğruysa seçin: pazaryeri alıcıya sorabilir.' },
    ru: { cause: 'Покупатель попросил отменить заказ.', remedy: 'Больше делать ничего не нужно. Указывайте это, только если так и есть: маркетплейс может спросить покупателя.' },
  },
  ADDRESS: {
    turn: 'BUYER',
    en: { cause: 'The address is wrong or incomplete, or nothing can be delivered to it.', remedy: 'The buyer can order anew with another address. The goods are free for sale again.' },
    tr: { cause: 'Adres yanlış ya da eksik veya oraya teslimat yapılamıyor.', remedy: 'Alıcı başka bir adresle yeniden sipariş verebilir. Ürünler yeniden satışta.' },
    ru: { cause: 'Адрес неверен или неполон, либо по нему нельзя доставить.', remedy: 'Покупатель может оформить новый заказ с другим адресом. Товар снова доступен для продажи.' },
  },
  FORCE_MAJEURE: {
    turn: 'NOBODY',
    en: { cause: 'Something beyond your power keeps you from delivering.', remedy: 'Nothing more to do. Keep what proves it, in case the marketplace asks.' },
    tr: { cause: 'Elinizde olmayan bir neden teslimatı engelliyor.', remedy: 'Başka bir şey yapmanız gerekmez. Pazaryeri sorarsa diye kanıtını saklayın.' },
    ru: { cause: 'Поставить товар мешает то, что от вас не зависит.', remedy: 'Больше делать ничего не нужно. Сохраните подтверждение на случай вопросов маркетплейса.' },
  },
  OTHER: {
    turn: 'NOBODY',
    en: { cause: 'The lines are given up for a reason that is none of the others.', remedy: 'Nothing more to do. Choose a more exact reason where one fits.' },
    tr: { cause: 'Ürünlerden, listedekiler dışında bir nedenle vazgeçiliyor.', remedy: 'Başka bir şey yapmanız gerekmez. Uyan daha belirli bir neden varsa onu seçin.' },
    ru: { cause: 'Позиции отменяются по причине, которой нет в списке.', remedy: 'Больше делать ничего не нужно. Если подходит более точная причина, выберите её.' },
  },
} as const satisfies Record<string, CatalogueEntry>;
