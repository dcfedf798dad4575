import { z } from 'zod';
import { groupBy } from '../../../platform/group-by.js';
import type { Currency } from '../../../platform/money.js';
import type { ItemResult, OfferChange, PreviewedCall, PreviewedContentCall, PushOutcome, StoreAccount } from '../../sync/connector/contract.js';
import { optionalText, text } from '../../sync/connector/wire-values.js';
import { call, type OzonContext, type OzonCredentials } from './client.js';
import { throwInDoubt } from './in-doubt.js';
import { meaningOf, type ItemError } from './issues.js';
import { METHODS } from './methods.js';
import { toPriceFields } from './prices.js';
import { keptWarehouse } from './warehouse.js';

type Part = 'price' | 'quantity';

const answerSchema = z.looseObject({
  result: z.array(
    z.looseObject({
      offer_id: optionalText,
      product_id: optionalText,
      updated: z.boolean(),
      errors: z.array(z.looseObject({ code: text.catch(''), message: z.string().catch('') })).nullish(),
    }),
  ),
});
type Answer = z.infer<typeof answerSchema>['result'];

/** What Ozon said of one part of one item. */
interface Verdict {
  readonly ok: boolean;
  readonly errors: readonly ItemError[];
  readonly productId: string | null;
}
type Verdicts = ReadonlyMap<string, Verdict>;

/**
 * Stock and price are two calls, stock first since it can be sold twice. Both answer at once, item by item. Once stock has
 * been said, trouble with the price leaves the whole in doubt: reading back shows what arrived. Where the warehouse cannot be told,
 * stock is refused item by item, and prices go all the same.
 */
export async function pushOffers(context: OzonContext, changes: readonly OfferChange[]): Promise<PushOutcome> {
  const { currency } = context.store;
  const saysStock = changes.some(({ quantity }) => quantity !== undefined);
  const warehouse = saysStock ? await keptWarehouse(context) : { warehouseId: null, whyNone: null };
  const said: Partial<Record<OfferCall['method'], Verdicts>> = {};
  for (const { method, body } of callsFor(changes, { warehouseId: warehouse.warehouseId, currency })) {
    const { result } = await call(context, method, body, answerSchema).catch((error: unknown) => throwInDoubt(error, said['offers.stocks'] !== undefined));
    said[method] = verdictsIn(result);
  }
  const judged = { ofStock: said['offers.stocks'] ?? NOTHING, ofPrice: said['offers.prices'] ?? NOTHING, whyNoStock: warehouse.whyNone };
  return { kind: 'SETTLED', results: changes.flatMap((change) => resultsOf(change, { ...judged, currency, at: context.now() })) };
}

/** Both calls in one; a dry run shows them apart. */
export function previewOffers(changes: readonly OfferChange[]): PreviewedCall {
  const calls = callsFor(changes, { warehouseId: UNKNOWN_WAREHOUSE, currency: null });
  return { method: 'POST', path: calls.map(({ method }) => METHODS[method].path).join(' + '), body: JSON.stringify(Object.assign({}, ...calls.map(({ body }) => body))) };
}

/** The calls as they are made. Which warehouse is kept, where the credentials name none, is known only when sending. */
export function previewAllOffers({ currency, credentials }: StoreAccount<OzonCredentials>, changes: readonly OfferChange[]): PreviewedContentCall[] {
  const warehouseId = credentials.warehouseId === undefined ? UNKNOWN_WAREHOUSE : Number(credentials.warehouseId);
  return callsFor(changes, { warehouseId, currency }).map(({ method, body, items }) => ({ method: 'POST', path: METHODS[method].path, body: JSON.stringify(body), items, quotaGroup: method }));
}

const UNKNOWN_WAREHOUSE = '{warehouseId}';

interface OfferCall {
  readonly method: 'offers.stocks' | 'offers.prices';
  readonly body: object;
  readonly items: number;
}

/** Stock first, and none without a warehouse. Prices in another currency than the shop's are left out; with null all are taken to be in it. */
function callsFor(changes: readonly OfferChange[], { warehouseId, currency }: { readonly warehouseId: number | string | null; readonly currency: Currency | null }): OfferCall[] {
  const stocks = changes.flatMap(({ remoteKey, quantity }) => (quantity === undefined || warehouseId === null ? [] : [{ offer_id: remoteKey, stock: quantity, warehouse_id: warehouseId }]));
  const prices = changes.flatMap(({ remoteKey, price }) => (price === undefined || (currency !== null && price.currency !== currency) ? [] : [{ offer_id: remoteKey, ...toPriceFields(price) }]));
  const calls: OfferCall[] = [{ method: 'offers.stocks', body: { stocks }, items: stocks.length }, { method: 'offers.prices', body: { prices }, items: prices.length }];
  return calls.filter(({ items }) => items > 0);
}

const NOTHING: Verdicts = new Map();

/** An item answered twice and differently has not been answered. */
function verdictsIn(rows: Answer): Verdicts {
  const verdicts = new Map<string, Verdict>();
  for (const [offerId, same] of groupBy(rows, ({ offer_id }) => offer_id)) {
    const isClear = same.every(({ updated }) => updated === same[0]?.updated);
    if (offerId !== null && isClear) verdicts.set(offerId, { ok: same[0]?.updated === true, errors: same[0]?.errors ?? [], productId: same[0]?.product_id ?? null });
  }
  return verdicts;
}

interface Judgement {
  readonly ofStock: Verdicts;
  readonly ofPrice: Verdicts;
  /** Null where stock was sent. */
  readonly whyNoStock: string | null;
  readonly currency: string;
  readonly at: Date;
}

/** No result at all while one of the parts has no verdict: the item is then read back. */
function resultsOf({ remoteKey, price, quantity }: OfferChange, { ofStock, ofPrice, whyNoStock, currency, at }: Judgement): ItemResult[] {
  const refusals: ItemResult[] = [];
  const productId = ofStock.get(remoteKey)?.productId ?? ofPrice.get(remoteKey)?.productId ?? null;
  const judge = (part: Part, verdict: Verdict | undefined): boolean => {
    if (!verdict) return false;
    if (!verdict.ok) refusals.push(refusalOf(remoteKey, part, verdict.errors, at));
    return true;
  };
  if (quantity !== undefined && whyNoStock !== null) refusals.push({ remoteKey, ok: false, fields: ['quantity'], issue: { code: 'WAREHOUSE_REFUSED', message: whyNoStock, retryable: false, at } });
  else if (quantity !== undefined && !judge('quantity', ofStock.get(remoteKey))) return [];
  if (price !== undefined && price.currency !== currency) refusals.push({ remoteKey, ok: false, fields: ['price'], issue: { code: 'CURRENCY_REFUSED', message: `the shop's prices are in ${currency}, not ${price.currency}`, retryable: false, at } });
  else if (price !== undefined && !judge('price', ofPrice.get(remoteKey))) return [];
  return refusals.length > 0 ? refusals : [{ remoteKey, ok: true, ...(productId === null || productId === '0' ? {} : { remoteIds: { productId } }) }];
}

function refusalOf(remoteKey: string, part: Part, errors: readonly ItemError[], at: Date): ItemResult {
  const { retryAfterMs, ...meaning } = meaningOf(part, errors);
  return { remoteKey, ok: false, fields: [part], issue: { ...meaning, at }, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
