import type { CatalogueEntry } from './explanation.js';

/** What keeps goods from being shown on a marketplace. */
export const contentIssues = {
  NOT_MAPPED: {
    turn: 'SELLER',
    en: { cause: "It is not said yet which of the marketplace's categories and attributes the product has.", remedy: 'Choose a category and fill in its required attributes, then publish again.' },
    tr: { cause: 'Ürünün pazaryerindeki kategorisi ve özellikleri henüz belirtilmedi.', remedy: 'Kategori seçin, zorunlu özelliklerini doldurun ve yeniden yayınlayın.' },
    ru: { cause: 'Ещё не указано, какая у товара категория и какие характеристики на маркетплейсе.', remedy: 'Выберите категорию, заполните обязательные характеристики и опубликуйте снова.' },
  },
  CATEGORY_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'The marketplace does not take the product in this category.', remedy: 'Choose the category at the end of a branch that fits the product, then publish again.' },
    tr: { cause: 'Pazaryeri ürünü bu kategoride kabul etmiyor.', remedy: 'Ürüne uyan en alt kategoriyi seçip yeniden yayınlayın.' },
    ru: { cause: 'Маркетплейс не принимает товар в этой категории.', remedy: 'Выберите подходящую категорию самого нижнего уровня и опубликуйте снова.' },
  },
  BRAND_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'The brand is missing, unknown to the marketplace, or you may not sell it there.', remedy: "Choose a brand from the marketplace's list, or ask the marketplace to add or allow it." },
    tr: { cause: 'Marka eksik, pazaryerinde tanımlı değil ya da o markayı satma yetkiniz yok.', remedy: 'Pazaryerinin listesinden marka seçin ya da markanın eklenmesini veya yetki verilmesini isteyin.' },
    ru: { cause: 'Бренд не указан, неизвестен маркетплейсу, или вам не разрешено его продавать.', remedy: 'Выберите бренд из списка маркетплейса или попросите добавить его либо дать разрешение.' },
  },
  ATTRIBUTE_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'A required attribute of the category is missing, or its value is not allowed.', remedy: 'Fill in the attribute that the message names, with a value from the list where there is one.' },
    tr: { cause: 'Kategorinin zorunlu bir özelliği eksik ya da değeri geçersiz.', remedy: 'Mesajda adı geçen özelliği doldurun; listesi varsa değeri listeden seçin.' },
    ru: { cause: 'Не заполнена обязательная характеристика категории, или её значение недопустимо.', remedy: 'Заполните характеристику, названную в сообщении; если есть список, выберите значение из него.' },
  },
  TITLE_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'The title is empty, too short, too long, or has words or signs that are not allowed.', remedy: 'Change the title and publish again.' },
    tr: { cause: 'Başlık boş, çok kısa, çok uzun ya da izin verilmeyen kelime veya işaret içeriyor.', remedy: 'Başlığı değiştirip yeniden yayınlayın.' },
    ru: { cause: 'Название пустое, слишком короткое, слишком длинное или содержит недопустимые слова либо знаки.', remedy: 'Измените название и опубликуйте снова.' },
  },
  DESCRIPTION_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'The description is empty, too long, or has something that is not allowed.', remedy: 'Change the description and publish again.' },
    tr: { cause: 'Açıklama boş, çok uzun ya da izin verilmeyen bir içerik barındırıyor.', remedy: 'Açıklamayı değiştirip yeniden yayınlayın.' },
    ru: { cause: 'Описание пустое, слишком длинное или содержит недопустимое.', remedy: 'Измените описание и опубликуйте снова.' },
  },
  IMAGE_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'Images are missing, too many, cannot be fetched, or are not as the marketplace wants them.', remedy: 'Give images at https addresses that anyone can open, in the number and size the marketplace asks for.' },
    tr: { cause: 'Görsel yok, çok fazla, adresinden açılamıyor ya da pazaryerinin kurallarına uymuyor.', remedy: 'Herkesin açabildiği https adreslerinde, istenen sayıda ve boyutta görseller verin.' },
    ru: { cause: 'Изображений нет, их слишком много, они не открываются или не соответствуют требованиям маркетплейса.', remedy: 'Укажите изображения по общедоступным адресам https, в нужном количестве и размере.' },
  },
  BARCODE_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'The barcode is missing, not valid, or belongs to another product on the marketplace.', remedy: 'Give the variant its own correct barcode and publish again.' },
    tr: { cause: 'Barkod eksik, geçersiz ya da pazaryerinde başka bir ürüne ait.', remedy: 'Varyanta kendi doğru barkodunu verip yeniden yayınlayın.' },
    ru: { cause: 'Штрихкод не указан, неверен или принадлежит другому товару на маркетплейсе.', remedy: 'Укажите у варианта его собственный верный штрихкод и опубликуйте снова.' },
  },
  STOCK_CODE_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'The SKU is too long for the marketplace, or has signs it does not take.', remedy: 'Give the variant a shorter SKU of plain letters and digits.' },
    tr: { cause: 'Stok kodu (SKU) pazaryeri için çok uzun ya da kabul edilmeyen işaretler içeriyor.', remedy: 'Varyanta yalnızca harf ve rakamdan oluşan daha kısa bir stok kodu verin.' },
    ru: { cause: 'Артикул (SKU) слишком длинный для маркетплейса или содержит недопустимые знаки.', remedy: 'Задайте варианту более короткий артикул из латинских букв и цифр.' },
  },
  VAT_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'The marketplace does not take this VAT rate.', remedy: 'Choose one of the rates that the message names.' },
    tr: { cause: 'Pazaryeri bu KDV oranını kabul etmiyor.', remedy: 'Mesajda yazan oranlardan birini seçin.' },
    ru: { cause: 'Маркетплейс не принимает такую ставку НДС.', remedy: 'Выберите одну из ставок, названных в сообщении.' },
  },
  SHIPMENT_TEMPLATE_REFUSED: {
    turn: 'SELLER',
    en: { cause: 'The marketplace has no delivery template with this name in your account.', remedy: "Make the template in the marketplace's seller panel, or name one that is there." },
    tr: { cause: 'Pazaryeri hesabınızda bu adla bir teslimat şablonu yok.', remedy: 'Şablonu pazaryerinin satıcı panelinde oluşturun ya da var olan birini seçin.' },
    ru: { cause: 'В вашем кабинете маркетплейса нет шаблона доставки с таким названием.', remedy: 'Создайте шаблон в личном кабинете маркетплейса или укажите существующий.' },
  },
  BANNED_WORD: {
    turn: 'SELLER',
    en: { cause: 'The title or description has a word that the marketplace forbids.', remedy: 'Take the word out and publish again.' },
    tr: { cause: 'Başlıkta ya da açıklamada pazaryerinin yasakladığı bir kelime var.', remedy: 'Kelimeyi çıkarıp yeniden yayınlayın.' },
    ru: { cause: 'В названии или описании есть слово, запрещённое маркетплейсом.', remedy: 'Уберите это слово и опубликуйте снова.' },
  },
  SUPPLY_INVOICE_NEEDED: {
    turn: 'SELLER',
    en: { cause: 'The marketplace wants to see an invoice that proves where the goods come from.', remedy: "Upload the supply invoice in the marketplace's seller panel." },
    tr: { cause: 'Pazaryeri, ürünün nereden alındığını gösteren bir tedarik faturası istiyor.', remedy: 'Tedarik faturasını pazaryerinin satıcı paneline yükleyin.' },
    ru: { cause: 'Маркетплейс просит документ, подтверждающий, откуда товар.', remedy: 'Загрузите закупочный документ в личном кабинете маркетплейса.' },
  },
  CATALOGUE_REJECTED: {
    turn: 'SELLER',
    en: { cause: "The marketplace's editors have refused the product.", remedy: 'Correct what their message names and publish again.' },
    tr: { cause: 'Pazaryerinin katalog ekibi ürünü reddetti.', remedy: 'Mesajda belirtilenleri düzeltip yeniden yayınlayın.' },
    ru: { cause: 'Модераторы маркетплейса отклонили товар.', remedy: 'Исправьте то, что указано в сообщении, и опубликуйте снова.' },
  },
  PRODUCT_PROHIBITED: {
    turn: 'SELLER',
    en: { cause: 'The marketplace does not allow this product to be sold.', remedy: 'Withdraw the listing there. If you think it is a mistake, write to the marketplace.' },
    tr: { cause: 'Pazaryeri bu ürünün satışına izin vermiyor.', remedy: 'Ürünü o mağazada satıştan kaldırın. Yanlışlık olduğunu düşünüyorsanız pazaryerine yazın.' },
    ru: { cause: 'Маркетплейс запрещает продавать этот товар.', remedy: 'Снимите его с продажи в этом магазине. Если это ошибка, напишите в поддержку маркетплейса.' },
  },
  LISTING_NOT_APPROVED: {
    turn: 'MARKETPLACE',
    en: { cause: 'The marketplace has not approved the product yet; until then it takes no prices and no stock for it.', remedy: 'Wait for the approval, then retry.' },
    tr: { cause: 'Pazaryeri ürünü henüz onaylamadı; onaya kadar fiyat ve stok kabul etmiyor.', remedy: 'Onayı bekleyin, sonra yeniden deneyin.' },
    ru: { cause: 'Маркетплейс ещё не одобрил товар и до этого не принимает цены и остатки.', remedy: 'Дождитесь одобрения и повторите.' },
  },
  LISTING_NOT_FOUND: {
    turn: 'SELLER',
    en: { cause: 'The marketplace has no product with this key in your store.', remedy: 'Publish it there, or correct the barcode or SKU so that it is the one the marketplace has.' },
    tr: { cause: 'Pazaryerindeki mağazanızda bu kodla bir ürün yok.', remedy: 'Ürünü orada yayınlayın ya da barkodu veya stok kodunu pazaryerindekiyle aynı yapın.' },
    ru: { cause: 'В вашем магазине на маркетплейсе нет товара с таким кодом.', remedy: 'Опубликуйте его там или исправьте штрихкод либо артикул, чтобы он совпадал с указанным на маркетплейсе.' },
  },
  LISTING_NOT_ACTIVE: {
    turn: 'SELLER',
    en: { cause: 'The product is on the marketplace but in a state in which it cannot be changed.', remedy: "Look at its state in the marketplace's seller panel and put it on sale there first." },
    tr: { cause: 'Ürün pazaryerinde var ama bu durumdayken değiştirilemiyor.', remedy: 'Pazaryerinin satıcı panelinde durumuna bakın, önce orada satışa açın.' },
    ru: { cause: 'Товар на маркетплейсе есть, но в таком состоянии его нельзя изменить.', remedy: 'Посмотрите его состояние в личном кабинете маркетплейса и сначала включите продажу там.' },
  },
  LISTING_EXISTS: {
    turn: 'HUB',
    en: { cause: 'Your store on the marketplace has this product already.', remedy: 'Nothing to do. The hub takes the existing one over as it is.' },
    tr: { cause: 'Bu ürün pazaryerindeki mağazanızda zaten var.', remedy: 'Yapmanız gereken bir şey yok. Sistem var olan ürünü olduğu gibi devralır.' },
    ru: { cause: 'Этот товар уже есть в вашем магазине на маркетплейсе.', remedy: 'Делать ничего не нужно. Система возьмёт существующий товар как есть.' },
  },
} as const satisfies Record<string, CatalogueEntry>;
