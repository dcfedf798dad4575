import { InvalidMoneyError, isCurrency, moneyFromDecimal, type Money } from '../../../platform/money.js';
import type { ConflictId, OrderId, Sku, StoreId } from '../../../platform/ids.js';
import type { UserError } from '../../../platform/subgraph/user-error.js';
import type { ConflictDecision } from '../../catalog/domain/conflict.js';
import type { ContentMapping } from '../../catalog/domain/listing.js';
import { itemRefusal } from '../../catalog/domain/refusals.js';
import { isSku } from '../../catalog/domain/sku-items.js';

/** A list of items as it was asked for: what can be read, with each item's place in the caller's list, and what cannot. */
export interface ReadItems<T> {
  readonly items: readonly T[];
  readonly places: readonly number[];
  readonly refused: readonly UserError[];
}

export interface PriceItemInput {
  readonly sku: string;
  readonly price: { readonly amount: string; readonly currency: string };
  readonly listPrice?: { readonly amount: string; readonly currency: string } | null;
}

export interface PriceRequest extends ReadItems<{ readonly sku: Sku; readonly price: Money; readonly listPrice?: Money }> {
  readonly storeIds?: readonly StoreId[];
}

export interface StockItemInput {
  readonly sku: string;
  readonly onHand: number;
  readonly expectedOnHand?: number | null;
}

export interface AdjustItemInput {
  readonly sku: string;
  readonly delta: number;
  readonly expectedOnHand?: number | null;
}

export type StockRequest = ReadItems<{ readonly sku: Sku; readonly onHand: number; readonly expectedOnHand?: number }>;
export type AdjustRequest = ReadItems<{ readonly sku: Sku; readonly delta: number; readonly expectedOnHand?: number }>;

export interface MappingInput {
  readonly categoryId: string;
  readonly brandId?: string | null;
  readonly brandName?: string | null;
  readonly attributes?: readonly { readonly attributeId: string; readonly valueId?: string | null; readonly customValue?: string | null }[] | null;
  readonly shipmentTemplate?: string | null;
  readonly vatRatePercent: number;
}

export interface PublishItemInput {
  readonly sku: string;
  readonly mapping?: MappingInput | null;
}

export interface PublishRequest extends ReadItems<{ readonly sku: Sku; readonly mapping?: ContentMapping }> {
  readonly storeId: StoreId;
  readonly isOnSale: boolean;
}

export interface WithdrawRequest extends ReadItems<{ readonly sku: Sku }> {
  readonly storeId: StoreId;
}

export interface ConflictRequest {
  readonly conflictIds: readonly ConflictId[];
  readonly decision: ConflictDecision;
}

export interface OrderRequest {
  readonly orderId: OrderId;
  readonly remotePackageId?: string;
  readonly trackingNumber?: string;
  readonly carrier?: string;
  readonly invoiceNumber?: string;
  readonly reason?: string;
  readonly lines?: readonly { readonly remoteLineId: string; readonly quantity: number }[];
}

export interface RunRequest {
  readonly storeId: StoreId;
}

export function readPriceItems(inputs: readonly PriceItemInput[]): ReadItems<PriceRequest['items'][number]> {
  return readItems(inputs, ({ price, listPrice }, refuse) => {
    const amount = readMoney(price, (message) => refuse('INVALID_PRICE', 'price', message));
    const list = listPrice == null ? undefined : readMoney(listPrice, (message) => refuse('INVALID_PRICE', 'listPrice', message));
    return amount && (list === undefined ? { price: amount } : list && { price: amount, listPrice: list });
  });
}

export function readStockItems(inputs: readonly StockItemInput[]): StockRequest {
  return readItems(inputs, ({ onHand, expectedOnHand }) => ({ onHand, ...(expectedOnHand == null ? {} : { expectedOnHand }) }));
}

export function readAdjustItems(inputs: readonly AdjustItemInput[]): AdjustRequest {
  return readItems(inputs, ({ delta, expectedOnHand }) => ({ delta, ...(expectedOnHand == null ? {} : { expectedOnHand }) }));
}

export function readPublishItems(inputs: readonly PublishItemInput[]): ReadItems<PublishRequest['items'][number]> {
  return readItems(inputs, ({ mapping }) => (mapping ? { mapping: withNulls(mapping) } : {}));
}

export function readSkus(skus: readonly string[]): ReadItems<{ readonly sku: Sku }> {
  return readItems(skus.map((sku) => ({ sku })), () => ({}));
}

/** Errors that speak of the list handed on, put into the words of the list that came in. */
export function inCallersPlaces(errors: readonly UserError[], places: readonly number[]): UserError[] {
  return errors.map((error) => {
    const [input, items, index, ...rest] = error.field ?? [];
    const place = places[Number(index)];
    return input !== 'input' || items !== 'items' || place === undefined ? error : { ...error, field: [input, items, String(place), ...rest] };
  });
}

type Refuse = (code: 'INVALID_PRICE', part: string, message: string) => null;

function readItems<I extends { readonly sku: string }, V>(inputs: readonly I[], read: (input: I, refuse: Refuse) => V | null): ReadItems<V & { readonly sku: Sku }> {
  const items: (V & { readonly sku: Sku })[] = [];
  const places: number[] = [];
  const refused: UserError[] = [];
  for (const [index, input] of inputs.entries()) {
    const { sku } = input;
    const values = read(input, (code, part, message) => (refused.push(itemRefusal(code, { index, sku, part }, message)), null));
    if (!isSku(sku)) refused.push(itemRefusal('INVALID_SKU', { index, sku, part: 'sku' }, 'a SKU has 1 to 100 characters and no blanks at its ends'));
    else if (values) {
      items.push({ ...values, sku });
      places.push(index);
    }
  }
  return { items, places, refused };
}

/** What a caller left out of an input is null in the ledger. */
function withNulls({ categoryId, brandId, brandName, attributes, shipmentTemplate, vatRatePercent }: MappingInput): ContentMapping {
  return {
    categoryId, vatRatePercent, brandId: brandId ?? null, brandName: brandName ?? null, shipmentTemplate: shipmentTemplate ?? null,
    attributes: (attributes ?? []).map(({ attributeId, valueId, customValue }) => ({ attributeId, valueId: valueId ?? null, customValue: customValue ?? null })),
  };
}

function readMoney({ amount, currency }: PriceItemInput['price'], refuse: (message: string) => null): Money | null {
  if (!isCurrency(currency)) return refuse(`'${currency}' is not a currency the hub keeps prices in`);
  try {
    return moneyFromDecimal(amount, currency);
  } catch (error) {
    if (error instanceof InvalidMoneyError) return refuse(error.message);
    throw error;
  }
}
