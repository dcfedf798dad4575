import type { CatalogueEntry } from './explanation.js';

/** What may be wrong with products, stock, prices and listings as given to the hub. */
export const goodsErrors = {
  UNKNOWN_SKU: {
    turn: 'SELLER',
    en: { cause: 'You have no variant with this SKU.', remedy: 'Correct the SKU, or add the product first.' },
    tr: { cause: 'Bu stok koduyla (SKU) bir varyantınız yok.', remedy: 'Stok kodunu düzeltin ya da önce ürünü ekleyin.' },
    ru: { cause: 'У вас нет варианта с таким артикулом (SKU).', remedy: 'Исправьте артикул или сначала добавьте товар.' },
  },
  DUPLICATE_SKU: {
    turn: 'SELLER',
    en: { cause: 'The same SKU stands in the request twice.', remedy: 'Send each SKU once.' },
    tr: { cause: 'Aynı stok kodu (SKU) istekte iki kez var.', remedy: 'Her stok kodunu bir kez gönderin.' },
    ru: { cause: 'Один и тот же артикул (SKU) указан в запросе дважды.', remedy: 'Отправьте каждый артикул один раз.' },
  },
  INVALID_SKU: {
    turn: 'SELLER',
    en: { cause: 'A SKU has 1 to 100 characters and no blanks at its ends.', remedy: 'Correct the SKU.' },
    tr: { cause: 'Stok kodu (SKU) 1 ile 100 karakter arasında olmalı, başında ve sonunda boşluk olmamalı.', remedy: 'Stok kodunu düzeltin.' },
    ru: { cause: 'Артикул (SKU) должен содержать от 1 до 100 знаков, без пробелов в начале и в конце.', remedy: 'Исправьте артикул.' },
  },
  SKU_OF_OTHER_PRODUCT: {
    turn: 'SELLER',
    en: { cause: 'Another of your products has this SKU already.', remedy: 'Choose another SKU, or change that product instead.' },
    tr: { cause: 'Bu stok kodu (SKU) başka bir ürününüze ait.', remedy: 'Başka bir stok kodu seçin ya da o ürünü değiştirin.' },
    ru: { cause: 'Этот артикул (SKU) уже принадлежит другому вашему товару.', remedy: 'Выберите другой артикул или измените тот товар.' },
  },
  NEGATIVE_STOCK: {
    turn: 'SELLER',
    en: { cause: 'The stock would fall below zero.', remedy: 'Count again and give the real number.' },
    tr: { cause: 'Stok sıfırın altına düşerdi.', remedy: 'Yeniden sayın ve gerçek adedi girin.' },
    ru: { cause: 'Остаток оказался бы меньше нуля.', remedy: 'Пересчитайте и укажите настоящее количество.' },
  },
  INVALID_QUANTITY: {
    turn: 'SELLER',
    en: { cause: 'A number of units is not a whole number, or far too large.', remedy: 'Give a whole number.' },
    tr: { cause: 'Adet tam sayı değil ya da çok büyük.', remedy: 'Tam sayı girin.' },
    ru: { cause: 'Количество не целое или слишком большое.', remedy: 'Укажите целое число.' },
  },
  STALE_ON_HAND: {
    turn: 'SELLER',
    en: { cause: 'The stock has changed since you read it; nothing was written.', remedy: 'Read the present number from the message, decide again and send again.' },
    tr: { cause: 'Stok, siz okuduktan sonra değişti; bir şey yazılmadı.', remedy: 'Şimdiki adedi mesajdan okuyun, yeniden karar verip gönderin.' },
    ru: { cause: 'Остаток изменился после того, как вы его прочитали; ничего не записано.', remedy: 'Посмотрите нынешнее число в сообщении, решите заново и отправьте снова.' },
  },
  INVALID_PRICE: {
    turn: 'SELLER',
    en: { cause: 'The price is zero or below, or is not an amount of money with two decimal places.', remedy: 'Give a price above zero, such as 199.90.' },
    tr: { cause: 'Fiyat sıfır ya da altında veya iki ondalık basamaklı bir tutar değil.', remedy: 'Sıfırdan büyük bir fiyat girin, örneğin 199.90.' },
    ru: { cause: 'Цена не больше нуля или записана не как сумма с двумя знаками после точки.', remedy: 'Укажите цену больше нуля, например 199.90.' },
  },
  LIST_PRICE_BELOW_PRICE: {
    turn: 'SELLER',
    en: { cause: 'The crossed-out list price is lower than the price.', remedy: 'Raise the list price or leave it out.' },
    tr: { cause: 'Üstü çizili liste fiyatı satış fiyatından düşük.', remedy: 'Liste fiyatını yükseltin ya da boş bırakın.' },
    ru: { cause: 'Зачёркнутая цена ниже цены продажи.', remedy: 'Повысьте зачёркнутую цену или не указывайте её.' },
  },
  WRONG_CURRENCY: {
    turn: 'SELLER',
    en: { cause: 'The price is in another currency than the product or the store.', remedy: 'Give the price in the currency that the message names.' },
    tr: { cause: 'Fiyatın para birimi ürününkinden ya da mağazanınkinden farklı.', remedy: 'Fiyatı mesajda yazan para birimiyle girin.' },
    ru: { cause: 'Валюта цены отличается от валюты товара или магазина.', remedy: 'Укажите цену в валюте, названной в сообщении.' },
  },
  INVALID_RATE: {
    turn: 'SELLER',
    en: { cause: 'The exchange rate is not a decimal above zero with at most twelve decimals, or is of a currency to itself.', remedy: 'Give a rate such as 49.50 between two different currencies.' },
    tr: { cause: 'Kur sıfırdan büyük, en çok on iki ondalıklı bir sayı değil ya da aynı para birimine ait.', remedy: 'İki farklı para birimi arasında 49.50 gibi bir kur girin.' },
    ru: { cause: 'Курс не является числом больше нуля с не более чем двенадцатью знаками, или валюта одна и та же.', remedy: 'Укажите курс между двумя разными валютами, например 49.50.' },
  },
  INVALID_MAPPING: {
    turn: 'SELLER',
    en: { cause: 'The mapping of categories and attributes is not complete, or says something twice.', remedy: 'Correct the place that the error names.' },
    tr: { cause: 'Kategori ve özellik eşlemesi eksik ya da bir şeyi iki kez söylüyor.', remedy: 'Hatada adı geçen yeri düzeltin.' },
    ru: { cause: 'Сопоставление категорий и атрибутов неполно или повторяется.', remedy: 'Исправьте место, названное в ошибке.' },
  },
  MISSING_ATTRIBUTE: {
    turn: 'SELLER',
    en: { cause: 'Your mapping has no value for an attribute that the marketplace requires.', remedy: 'Add the option to the variant, or a value for its word to the mapping.' },
    tr: { cause: 'Eşlemenizde pazaryerinin zorunlu tuttuğu bir özellik için değer yok.', remedy: 'Varyanta seçeneği ekleyin ya da eşlemeye bu sözcük için bir değer girin.' },
    ru: { cause: 'В вашем сопоставлении нет значения для обязательного атрибута маркетплейса.', remedy: 'Добавьте опцию варианту или значение для этого слова в сопоставление.' },
  },
  PRICE_MISSING: {
    turn: 'SELLER',
    en: { cause: 'A new variant needs a price.', remedy: 'Add the price.' },
    tr: { cause: 'Yeni varyantın fiyatı yok.', remedy: 'Fiyat ekleyin.' },
    ru: { cause: 'У нового варианта нет цены.', remedy: 'Укажите цену.' },
  },
  NOT_LISTED: {
    turn: 'SELLER',
    en: { cause: 'The variant is not on sale in this store.', remedy: 'Publish it there first.' },
    tr: { cause: 'Varyant bu mağazada satışta değil.', remedy: 'Önce orada yayınlayın.' },
    ru: { cause: 'Этот вариант не продаётся в данном магазине.', remedy: 'Сначала опубликуйте его там.' },
  },
  NO_REMOTE_KEY: {
    turn: 'SELLER',
    en: { cause: 'The marketplace needs something that the variant does not have, usually a barcode.', remedy: 'Add the barcode and publish again.' },
    tr: { cause: 'Pazaryerinin istediği bir bilgi, çoğunlukla barkod, varyantta yok.', remedy: 'Barkodu ekleyip yeniden yayınlayın.' },
    ru: { cause: 'У варианта нет того, что требует маркетплейс, обычно штрихкода.', remedy: 'Добавьте штрихкод и опубликуйте снова.' },
  },
  REMOTE_KEY_TAKEN: {
    turn: 'SELLER',
    en: { cause: 'Another variant of yours stands under the same barcode or code in this store.', remedy: 'Give each variant a barcode of its own.' },
    tr: { cause: 'Bu mağazada aynı barkod ya da kodla başka bir varyantınız var.', remedy: 'Her varyanta kendi barkodunu verin.' },
    ru: { cause: 'В этом магазине под тем же штрихкодом или кодом уже есть другой ваш вариант.', remedy: 'Задайте каждому варианту свой штрихкод.' },
  },
  UNKNOWN_PRODUCT: {
    turn: 'SELLER',
    en: { cause: 'You have no product with this id.', remedy: 'Correct the id, or leave it out to add a new product.' },
    tr: { cause: 'Bu kimlikle bir ürününüz yok.', remedy: 'Kimliği düzeltin ya da yeni ürün eklemek için boş bırakın.' },
    ru: { cause: 'У вас нет товара с таким идентификатором.', remedy: 'Исправьте идентификатор или не указывайте его, чтобы добавить новый товар.' },
  },
  HANDLE_TAKEN: {
    turn: 'SELLER',
    en: { cause: 'Another of your products has this handle.', remedy: 'Choose another handle, or change that product instead.' },
    tr: { cause: 'Bu bağlantı adı (handle) başka bir ürününüze ait.', remedy: 'Başka bir ad seçin ya da o ürünü değiştirin.' },
    ru: { cause: 'Это короткое имя (handle) уже занято другим вашим товаром.', remedy: 'Выберите другое имя или измените тот товар.' },
  },
  INVALID_PRODUCT: {
    turn: 'SELLER',
    en: { cause: 'A text of the product is empty or too long, or an image has no web address.', remedy: 'Correct the field that the message names.' },
    tr: { cause: 'Ürünün bir metni boş ya da çok uzun veya bir görselin web adresi yok.', remedy: 'Mesajda adı geçen alanı düzeltin.' },
    ru: { cause: 'Один из текстов товара пуст или слишком длинный, либо у изображения нет веб-адреса.', remedy: 'Исправьте поле, названное в сообщении.' },
  },
  MALFORMED_CSV: {
    turn: 'SELLER',
    en: { cause: 'From this line on the file is not a CSV file. What stands before it was imported.', remedy: 'Correct the line, often a quotation mark too many, and import again.' },
    tr: { cause: 'Dosya bu satırdan itibaren CSV değil. Öncesindekiler içe aktarıldı.', remedy: 'Satırı düzeltin (çoğunlukla fazladan bir tırnak vardır) ve yeniden içe aktarın.' },
    ru: { cause: 'Начиная с этой строки файл не соответствует формату CSV. Всё, что выше, загружено.', remedy: 'Исправьте строку (часто в ней лишняя кавычка) и загрузите файл снова.' },
  },
  MISSING_COLUMN: {
    turn: 'SELLER',
    en: { cause: 'The file lacks a column that is needed.', remedy: 'Export the file again with this column.' },
    tr: { cause: 'Dosyada gerekli bir sütun eksik.', remedy: 'Dosyayı bu sütunla yeniden dışa aktarın.' },
    ru: { cause: 'В файле нет нужного столбца.', remedy: 'Выгрузите файл заново с этим столбцом.' },
  },
  INVALID_CELL: {
    turn: 'SELLER',
    en: { cause: 'A cell does not hold what its column should have; only this row was left out.', remedy: 'Correct the cell and import again.' },
    tr: { cause: 'Bir hücrede sütununa uymayan bir değer var; yalnızca bu satır atlandı.', remedy: 'Hücreyi düzeltip yeniden içe aktarın.' },
    ru: { cause: 'Значение ячейки не подходит к столбцу; пропущена только эта строка.', remedy: 'Исправьте ячейку и загрузите файл снова.' },
  },
  CONTENDED: {
    turn: 'SELLER',
    en: { cause: 'Others were changing the same item at the same moment.', remedy: 'Send it again.' },
    tr: { cause: 'Aynı kayıt o anda başkaları tarafından da değiştiriliyordu.', remedy: 'Yeniden gönderin.' },
    ru: { cause: 'В тот же момент эту запись меняли другие.', remedy: 'Отправьте снова.' },
  },
} as const satisfies Record<string, CatalogueEntry>;
