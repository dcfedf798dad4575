import { z } from 'zod';
import { groupBy } from '../../../platform/group-by.js';
import type { ItemResult, OfferChange, PushOutcome } from '../../sync/connector/contract.js';
import { optionalText, text } from '../../sync/connector/wire-values.js';
import { call, type OzonContext } from './client.js';
import { throwInDoubt } from './in-doubt.js';
import { meaningOf, type ItemError } from './issues.js';
import type { MethodName } from './methods.js';
import { toPriceFields } from './prices.js';
import { warehouseOf } from './warehouse.js';

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
 * been said, trouble with the price leaves the whole in doubt: reading back shows what arrived.
 */
export async function pushOffers(context: OzonContext, changes: readonly OfferChange[]): Promise<PushOutcome> {
  const { currency } = context.store;
  const stocks = changes.flatMap(({ remoteKey, quantity }) => (quantity === undefined ? [] : [{ remoteKey, quantity }]));
  const prices = changes.flatMap(({ remoteKey, price }) => (price?.currency === currency ? [{ remoteKey, price }] : []));
  const ofStock = stocks.length === 0 ? NOTHING : await pushStocks(context, stocks);
  const ofPrice = prices.length === 0 ? NOTHING : await pushPrices(context, prices).catch((error: unknown) => throwInDoubt(error, stocks.length > 0));
  return { kind: 'SETTLED', results: changes.flatMap((change) => resultsOf(change, { ofStock, ofPrice, currency, at: context.now() })) };
}

/** What would be sent, as a dry run shows it; the warehouse is known only when sending. */
export function previewOffers(changes: readonly OfferChange[]): { readonly method: string; readonly path: string; readonly body: string; readonly quotaGroup: MethodName } {
  const stocks = changes.flatMap(({ remoteKey, quantity }) => (quantity === undefined ? [] : [{ offer_id: remoteKey, stock: quantity }]));
  const prices = changes.flatMap(({ remoteKey, price }) => (price === undefined ? [] : [{ offer_id: remoteKey, ...toPriceFields(price) }]));
  const calls = [...(stocks.length > 0 ? [{ path: '/v2/products/stocks', body: { stocks } }] : []), ...(prices.length > 0 ? [{ path: '/v1/product/import/prices', body: { prices } }] : [])];
  return { method: 'POST', path: calls.map(({ path }) => path).join(' + '), body: JSON.stringify(Object.assign({}, ...calls.map(({ body }) => body))), quotaGroup: stocks.length > 0 ? 'offers.stocks' : 'offers.prices' };
}

const NOTHING: Verdicts = new Map();

async function pushStocks(context: OzonContext, items: readonly { remoteKey: string; quantity: number }[]): Promise<Verdicts> {
  const warehouseId = await warehouseOf(context);
  const stocks = items.map(({ remoteKey, quantity }) => ({ offer_id: remoteKey, stock: quantity, warehouse_id: warehouseId }));
  return verdictsIn((await call(context, 'offers.stocks', { stocks }, answerSchema)).result);
}

async function pushPrices(context: OzonContext, items: readonly { remoteKey: string; price: NonNullable<OfferChange['price']> }[]): Promise<Verdicts> {
  const prices = items.map(({ remoteKey, price }) => ({ offer_id: remoteKey, ...toPriceFields(price) }));
  return verdictsIn((await call(context, 'offers.prices', { prices }, answerSchema)).result);
}

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
  readonly currency: string;
  readonly at: Date;
}

/** No result at all while one of the parts has no verdict: the item is then read back. */
function resultsOf({ remoteKey, price, quantity }: OfferChange, { ofStock, ofPrice, currency, at }: Judgement): ItemResult[] {
  const refusals: ItemResult[] = [];
  const productId = ofStock.get(remoteKey)?.productId ?? ofPrice.get(remoteKey)?.productId ?? null;
  const judge = (part: Part, verdict: Verdict | undefined): boolean => {
    if (!verdict) return false;
    if (!verdict.ok) refusals.push(refusalOf(remoteKey, part, verdict.errors, at));
    return true;
  };
  if (quantity !== undefined && !judge('quantity', ofStock.get(remoteKey))) return [];
  if (price !== undefined && price.currency !== currency) refusals.push({ remoteKey, ok: false, fields: ['price'], issue: { code: 'CURRENCY_REFUSED', message: `the shop's prices are in ${currency}, not ${price.currency}`, retryable: false, at } });
  else if (price !== undefined && !judge('price', ofPrice.get(remoteKey))) return [];
  return refusals.length > 0 ? refusals : [{ remoteKey, ok: true, ...(productId === null || productId === '0' ? {} : { remoteIds: { productId } }) }];
}

function refusalOf(remoteKey: string, part: Part, errors: readonly ItemError[], at: Date): ItemResult {
  const { retryAfterMs, ...meaning } = meaningOf(part, errors);
  return { remoteKey, ok: false, fields: [part], issue: { ...meaning, at }, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}
