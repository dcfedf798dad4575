import { z } from 'zod';
import { moneyToNumber } from '../../../platform/money.js';
import { ConnectorError, type OfferChange, type PreviewedCall, type PushOutcome } from '../../sync/connector/contract.js';
import { optionalText } from '../../sync/connector/wire-values.js';
import { call, type HepsiburadaContext } from './client.js';
import { unreadableAnswer } from './errors.js';
import { warehouseSkus } from './listings.js';
import { receiptText, rememberItems, type UploadKind } from './receipts.js';
import { withOutcome } from './with-outcome.js';

const FIRST_POLL_MS = 400;
/** How long a queue of five uploads is left to empty. */
const BUSY_RETRY_MS = 15_000;

const answerSchema = z.looseObject({ id: optionalText, message: optionalText });

/**
 * Price and stock travel apart, each in its own upload; both ids make one receipt. Hepsiburada answers with a receipt
 * even to what it will refuse, and "too many uploads" may come inside an answer that looks like a success.
 */
export async function pushUploads(context: HepsiburadaContext, changes: readonly OfferChange[]): Promise<PushOutcome> {
  const inWarehouse = await beforeSending(() => warehouseSkus(context));
  const stock = changes.filter(({ remoteKey, quantity }) => quantity !== undefined && !inWarehouse.has(remoteKey));
  const price = changes.filter((change) => change.price !== undefined);
  const skipped = changes.filter(({ remoteKey, quantity }) => quantity !== undefined && inWarehouse.has(remoteKey)).map(({ remoteKey }) => remoteKey);
  const uploads: Partial<Record<UploadKind, string>> = {};
  for (const kind of ['stock', 'price'] as const) {
    const items = kind === 'stock' ? stock : price;
    if (items.length === 0) continue;
    const answer = await upload(context, kind, items).catch((error: unknown) => {
      throw afterPart(error, Object.keys(uploads).length > 0);
    });
    if (answer.id === null) {
      if (Object.keys(uploads).length === 0) return { kind: 'POSTPONED', retryAfterMs: BUSY_RETRY_MS, reason: answer.message ?? 'Hepsiburada takes no more uploads at the moment' };
      throw afterPart(new ConnectorError({ errorClass: 'RATE_LIMITED', outcome: 'REFUSED', message: answer.message ?? 'too many uploads', retryAfterMs: BUSY_RETRY_MS }), true);
    }
    uploads[kind] = answer.id;
  }
  const receipt = receiptText(uploads, context.now());
  await rememberItems(context, receipt, { stock: stock.map(({ remoteKey }) => remoteKey), price: price.map(({ remoteKey }) => remoteKey), skipped, sentAtMs: context.now().getTime() });
  return { kind: 'ACCEPTED', receipt, pollAfterMs: FIRST_POLL_MS };
}

export function previewUploads(changes: readonly OfferChange[]): PreviewedCall {
  const stock = changes.filter(({ quantity }) => quantity !== undefined).map((change) => itemOf('stock', change));
  const price = changes.filter((change) => change.price !== undefined).map((change) => itemOf('price', change));
  const parts = { ...(stock.length > 0 ? { 'stock-uploads': stock } : {}), ...(price.length > 0 ? { 'price-uploads': price } : {}) };
  const names = Object.keys(parts);
  return { method: 'POST', path: `/listings/merchantid/{sellerId}/${names.join(' + ')}`, quotaGroup: 'listing-uploads', body: JSON.stringify(names.length === 1 ? Object.values(parts)[0] : parts) };
}

async function upload(context: HepsiburadaContext, kind: UploadKind, changes: readonly OfferChange[]): Promise<{ id: string | null; message: string | null }> {
  const path = `/listings/merchantid/${context.store.remoteSellerId.toLowerCase()}/${kind}-uploads`;
  const answer = await call(context, { group: 'listing-uploads', operation: `offers.${kind}`, method: 'POST', path, json: changes.map((change) => itemOf(kind, change)) }, answerSchema);
  if (answer.id === null && answer.message === null) throw unreadableAnswer(`offers.${kind}`, true);
  return answer;
}

function itemOf(kind: UploadKind, { remoteKey, price, quantity }: OfferChange): object {
  if (kind === 'stock') return { merchantSku: remoteKey, availableStock: quantity };
  return { merchantSku: remoteKey, price: price === undefined ? undefined : moneyToNumber({ amountMinor: price.saleMinor, currency: price.currency }) };
}

/** Trouble while looking something up first: nothing of the push has left. */
async function beforeSending<T>(look: () => Promise<T>): Promise<T> {
  try {
    return await look();
  } catch (error) {
    throw error instanceof ConnectorError ? withOutcome(error, 'NOT_SENT') : error;
  }
}

/** Trouble with the second upload after the first was taken: part of the push is there, which only reading back can tell. */
function afterPart(error: unknown, isSecond: boolean): unknown {
  return isSecond && error instanceof ConnectorError ? withOutcome(error, 'UNKNOWN') : error;
}
