import { moneyFromDecimal, moneyToDecimal, InvalidMoneyError, isCurrency, type Currency } from '../../../platform/money.js';
import type { ListingIssue, OfferChange, VariantPrice } from '../../sync/connector/contract.js';
import { issue } from './issues.js';

/** Currencies of a cabinet that the hub knows; Ozon has BYN, KZT and CNY besides. */
const CURRENCIES: readonly Currency[] = ['RUB', 'USD', 'EUR'];
const STOCK_LIMIT = 1_000_000;

/** The rules of prices and stocks that need no call to know; whether the currency is the shop's own shows when sending. */
export function checkOffer(change: OfferChange, at: Date): ListingIssue | null {
  const { quantity, price } = change;
  if (quantity !== undefined && (quantity < 0 || quantity >= STOCK_LIMIT)) return issue('QUANTITY_REFUSED', `quantity ${quantity} is outside 0 to ${STOCK_LIMIT - 1}`, at);
  return price === undefined ? null : checkPrice(price, at);
}

export function checkPrice(price: VariantPrice, at: Date): ListingIssue | null {
  const { saleMinor, listMinor, currency } = price;
  if (!CURRENCIES.includes(currency)) return issue('CURRENCY_REFUSED', `Ozon takes prices in the shop's currency (RUB, USD or EUR), not ${currency}`, at);
  if (saleMinor <= 0) return issue('PRICE_REFUSED', 'the sale price must be above zero', at);
  if (listMinor < saleMinor) return issue('LIST_PRICE_BELOW_SALE_PRICE', 'the list price is below the sale price', at);
  const gap = gapRefusal(price);
  return gap === null ? null : issue('DISCOUNT_REFUSED', gap, at);
}

/** How far apart price and crossed-out price must be; the steps are published in roubles only. */
function gapRefusal({ saleMinor, listMinor, currency }: VariantPrice): string | null {
  const gap = listMinor - saleMinor;
  if (gap === 0) return null;
  if (gap >= 0.9 * listMinor) return 'the discount must be below 90 % of the list price';
  if (currency !== 'RUB') return gap > 0.05 * listMinor ? null : 'the list price must be more than 5 % above the sale price';
  if (saleMinor <= 40_000) return gap > 2_000 ? null : 'up to 400 RUB, the list price must be more than 20 RUB above the sale price';
  if (saleMinor > 1_000_000) return gap > 50_000 ? null : 'above 10,000 RUB, the list price must be more than 500 RUB above the sale price';
  return gap > 0.05 * listMinor ? null : 'the list price must be more than 5 % above the sale price';
}

/** Both prices are sent always: leaving `old_price` out would keep an old one, "0" takes it away. */
export function toPriceFields({ saleMinor, listMinor, currency }: VariantPrice): { price: string; old_price: string; currency_code: Currency } {
  const decimal = (amountMinor: number): string => moneyToDecimal({ amountMinor, currency });
  return { price: decimal(saleMinor), old_price: listMinor > saleMinor ? decimal(listMinor) : '0', currency_code: currency };
}

/** No crossed-out price is `""`, `"0"` or `"0.00"`. Null when a price, or its currency, cannot be the hub's. */
export function toVariantPrice(price: string | null, oldPrice: string | null, currencyCode: string): VariantPrice | null {
  if (price === null || !isCurrency(currencyCode)) return null;
  const saleMinor = minorOf(price, currencyCode);
  if (saleMinor === null) return null;
  const oldMinor = oldPrice === null ? 0 : (minorOf(oldPrice, currencyCode) ?? 0);
  return { saleMinor, listMinor: oldMinor > 0 ? oldMinor : saleMinor, currency: currencyCode };
}

/** Ozon pads some prices to four decimals. */
export function minorOf(text: string, currency: Currency): number | null {
  try {
    return moneyFromDecimal(text.replace(/(\.\d\d)0+$/, '$1'), currency).amountMinor;
  } catch (error) {
    if (error instanceof InvalidMoneyError) return null;
    throw error;
  }
}
