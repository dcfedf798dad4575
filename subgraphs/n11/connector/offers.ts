import { moneyToDecimal, type Currency } from '../../../platform/money.js';
import type { ListingIssue, OfferChange, OfferPort, VariantPrice } from '../../sync/connector/contract.js';
import { strangeOffer } from '../../sync/connector/read-rows.js';
import type { N11Credentials } from './client.js';
import { unreadableAnswer } from './errors.js';
import { issue } from './issues.js';
import { isLastPage, MAX_PAGE_SIZE, readEachProduct, readProductPage, toRemoteOffer } from './products.js';
import { readTask, submitTask, taskBody, taskPath } from './tasks.js';

const MAX_QUANTITY = 999_999;
export const MAX_STOCK_CODE_LENGTH = 255;

/** N11's words for the currencies it takes. */
export const currencyTypes: Readonly<Partial<Record<Currency, string>>> = { TRY: 'TL', USD: 'USD', EUR: 'EUR' };

export const offers: OfferPort<N11Credentials> = {
  push: (context, changes) => submitTask(context, 'price-stock-update', changes.map(toSku)),
  poll: readTask,
  async read(context, remoteKeys) {
    const { read, strange, nameless } = await readEachProduct(context, remoteKeys);
    if (nameless > 0) throw unreadableAnswer('products.query', false);
    return [...read.map(toRemoteOffer), ...strange.map(strangeOffer)];
  },
  async list(context, cursor) {
    const page = Number(cursor ?? 0);
    const answer = await readProductPage(context, { page, size: MAX_PAGE_SIZE });
    return { items: [...answer.content.map(toRemoteOffer), ...answer.strange.map(strangeOffer)], nameless: answer.nameless, next: isLastPage(answer, page) ? null : String(page + 1) };
  },
  preview: (changes) => ({ method: 'POST', path: taskPath('price-stock-update'), body: taskBody('MarketplaceHub', changes.map(toSku)), quotaGroup: 'product-tasks' }),
};

/** The rules of price-stock-update that need no call to know. */
export function checkOffer({ remoteKey, quantity, price }: OfferChange, at: Date): ListingIssue | null {
  if (remoteKey.length > MAX_STOCK_CODE_LENGTH) return issue('SKU_REFUSED', `a stock code has at most ${MAX_STOCK_CODE_LENGTH} characters`, at);
  if (quantity !== undefined && (quantity < 0 || quantity > MAX_QUANTITY)) return issue('QUANTITY_REFUSED', `quantity ${quantity} is outside 0 to ${MAX_QUANTITY}`, at);
  return price === undefined ? null : checkPrice(price, at);
}

export function checkPrice({ saleMinor, listMinor, currency }: VariantPrice, at: Date): ListingIssue | null {
  if (currencyTypes[currency] === undefined) return issue('CURRENCY_REFUSED', `N11 takes prices in TRY, USD or EUR, not ${currency}`, at);
  if (saleMinor <= 0) return issue('PRICE_REFUSED', 'the sale price must be above zero', at);
  return listMinor < saleMinor ? issue('LIST_PRICE_BELOW_SALE_PRICE', 'the list price is below the sale price', at) : null;
}

/**
 * The price fields as JSON text. Both prices travel together and are written with two decimals (`2000.00`), as the
 * manual demands; JSON.stringify would write 2000.
 */
export function priceFields({ saleMinor, listMinor, currency }: VariantPrice): string {
  const decimal = (amountMinor: number): string => moneyToDecimal({ amountMinor, currency });
  return `"listPrice":${decimal(listMinor)},"salePrice":${decimal(saleMinor)},"currencyType":${JSON.stringify(currencyTypes[currency] ?? currency)}`;
}

/** Absent fields stay as they are on N11. */
function toSku({ remoteKey, price, quantity }: OfferChange): string {
  const fields = [`"stockCode":${JSON.stringify(remoteKey)}`, ...(price === undefined ? [] : [priceFields(price)]), ...(quantity === undefined ? [] : [`"quantity":${quantity}`])];
  return `{${fields.join(',')}}`;
}
