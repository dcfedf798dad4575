import { BRAND_ATTRIBUTE_ID } from '../catalogue/attribute-sets.js';
import { leafCategory } from '../catalogue/catalogue.js';
import { bannedWordIn } from './create-product.js';
import { liraText } from './price.js';
import { isUpdatable, type Product, type ProductAttribute } from './product.js';
import { reasons } from './reasons.js';
import type { Seller } from './seller.js';
import { checkChangedAttributes } from './sku-attributes.js';
import { checkCurrency, checkPreparingDay, checkPrices, checkQuantity, checkTemplate, checkVatRate, integer, isPresent, refuse, text, type Checked, type SkuFields } from './sku-fields.js';

/** N11 alone changes these once a product exists: brand, colour, size, shoe size. */
const CORE_ATTRIBUTE_IDS = [BRAND_ATTRIBUTE_ID, 429, 44, 45];

type Changes = Partial<Product>;

/** Judges one SKU of a price-stock-update task. Absent fields stay as they are. */
export function updatePriceAndStock(product: Product | undefined, sku: SkuFields, nowMs: number): Checked<Product> {
  if (!product) return refuse(reasons.notFound);
  if (!isUpdatable(product)) return refuse(reasons.notUpdatable(product.status));
  const fields = ['salePrice', 'listPrice', 'quantity', 'currencyType'].filter((field) => isPresent(sku, field));
  if (fields.length === 0) return refuse(reasons.nothingToUpdate);
  return apply(product, nowMs, [
    isPresent(sku, 'salePrice') || isPresent(sku, 'listPrice') ? withinProtection(checkPrices(sku), product) : none,
    isPresent(sku, 'quantity') ? changing(checkQuantity(sku), (quantity) => ({ quantity })) : none,
    isPresent(sku, 'currencyType') ? changing(checkCurrency(sku), (currencyType) => ({ currencyType })) : none,
  ]);
}

/** Judges one SKU of a product-update task. */
export function updateProduct(product: Product | undefined, sku: SkuFields, seller: Seller, nowMs: number): Checked<Product> {
  if (!product) return refuse(reasons.notFound);
  if (!isUpdatable(product)) return refuse(reasons.notUpdatable(product.status));
  const changes = [
    isPresent(sku, 'status') ? changeStatus(sku['status']) : none,
    isPresent(sku, 'preparingDay') ? changing(checkPreparingDay(sku, seller), (preparingDay) => ({ preparingDay })) : none,
    isPresent(sku, 'shipmentTemplate') ? changing(checkTemplate(sku, seller), (shipmentTemplate) => ({ shipmentTemplate })) : none,
    isPresent(sku, 'currencyType') ? changing(checkCurrency(sku), (currencyType) => ({ currencyType })) : none,
    isPresent(sku, 'vatRate') ? changing(checkVatRate(sku), (vatRate) => ({ vatRate })) : none,
    isPresent(sku, 'description') ? changeDescription(sku) : none,
    changeGroup(sku),
    changeMaxPurchaseQuantity(sku),
    isPresent(sku, 'attributes') ? changeAttributes(product, sku['attributes']) : none,
  ];
  return changes.every((change) => change === none) ? refuse(reasons.nothingToUpdate) : apply(product, nowMs, changes);
}

const none: Checked<Changes> = { value: {} };

function apply(product: Product, nowMs: number, changes: readonly Checked<Changes>[]): Checked<Product> {
  const refused = changes.flatMap((change) => ('refused' in change ? change.refused : []));
  if (refused.length > 0) return { refused };
  const values = changes.flatMap((change) => ('value' in change ? [change.value] : []));
  return { value: Object.assign({}, product, ...values, { modifiedAtMs: nowMs }) as Product };
}

function withinProtection(prices: Checked<Pick<Product, 'salePriceMinor' | 'listPriceMinor'>>, { priceLimits }: Product): Checked<Changes> {
  if ('refused' in prices || !priceLimits) return prices;
  const { minimumMinor, maximumMinor } = priceLimits;
  const isInside = prices.value.salePriceMinor >= minimumMinor && prices.value.salePriceMinor <= maximumMinor;
  return isInside ? prices : refuse(reasons.priceProtection(liraText(minimumMinor), liraText(maximumMinor)));
}

function changeStatus(status: unknown): Checked<Changes> {
  return status === 'Active' || status === 'Suspended' ? { value: { status } } : refuse(reasons.statusInvalid);
}

function changeDescription(sku: SkuFields): Checked<Changes> {
  const description = text(sku, 'description');
  if (description === undefined) return refuse(reasons.invalid('description'));
  const banned = bannedWordIn(description);
  return banned === undefined ? { value: { description } } : refuse(reasons.bannedWord(banned));
}

/** `deleteProductMainId: true` takes the SKU out of its group; a new `productMainId` moves it only together with that flag. */
function changeGroup(sku: SkuFields): Checked<Changes> {
  const productMainId = text(sku, 'productMainId');
  const leaves = sku['deleteProductMainId'] === true;
  if (productMainId === undefined) return leaves ? { value: { productMainId: '' } } : none;
  return leaves ? { value: { productMainId } } : refuse(reasons.invalid('deleteProductMainId'));
}

function changeMaxPurchaseQuantity(sku: SkuFields): Checked<Changes> {
  if (sku['deleteMaxPurchaseQuantity'] === true) return { value: { maxPurchaseQuantity: null } };
  if (!isPresent(sku, 'maxPurchaseQuantity')) return none;
  const limit = integer(sku['maxPurchaseQuantity']);
  return limit !== undefined && limit > 0 ? { value: { maxPurchaseQuantity: limit } } : refuse(reasons.invalid('maxPurchaseQuantity'));
}

function changeAttributes(product: Product, sent: unknown): Checked<Changes> {
  const category = leafCategory(product.categoryId);
  if (!category) return refuse(reasons.categoryNotLeaf);
  return judging(checkChangedAttributes(sent, category), (changed) => {
    if (changed.some((attribute) => isCoreChange(product, attribute))) return refuse(reasons.coreAttribute);
    const kept = product.attributes.filter((old) => !changed.some((attribute) => attribute.attributeId === old.attributeId));
    return { value: { attributes: [...kept, ...changed] } };
  });
}

function isCoreChange(product: Product, changed: ProductAttribute): boolean {
  const current = product.attributes.find((attribute) => attribute.attributeId === changed.attributeId);
  return CORE_ATTRIBUTE_IDS.includes(changed.attributeId) && current?.attributeValue !== changed.attributeValue;
}

function changing<T>(checked: Checked<T>, change: (value: T) => Changes): Checked<Changes> {
  return 'refused' in checked ? checked : { value: change(checked.value) };
}

function judging<T>(checked: Checked<T>, change: (value: T) => Checked<Changes>): Checked<Changes> {
  return 'refused' in checked ? checked : change(checked.value);
}
