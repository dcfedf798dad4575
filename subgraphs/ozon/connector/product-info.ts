import { z } from 'zod';
import { readRows, type ReadRows } from '../../sync/connector/read-rows.js';
import { number, optionalText, text } from '../../sync/connector/wire-values.js';
import { call, type OzonContext } from './client.js';
import { unreadableAnswer } from './errors.js';

export const IDENTIFIERS_PER_CALL = 1_000;

const amount = z.preprocess((value) => (value === null || value === undefined || value === '' ? null : value), text.nullable());
const indexSchema = z.looseObject({ minimal_price: amount.optional(), min_price: amount.optional(), minimal_price_currency: optionalText }).nullish();

/** What decides about money and identity must be readable; what only describes a card may change its shape and is missing then. */
const productSchema = z.looseObject({
  id: text,
  offer_id: text,
  name: z.string().nullish().catch(null),
  sku: optionalText,
  description_category_id: optionalText,
  type_id: optionalText,
  currency_code: z.string().default('RUB'),
  price: amount,
  old_price: amount,
  is_archived: z.boolean().nullish(),
  sources: z.array(z.looseObject({ sku: text })).nullish(),
  statuses: z.looseObject({ status: optionalText, moderate_status: optionalText, validation_status: optionalText, status_failed: optionalText, status_name: optionalText, status_description: optionalText }).nullish().catch(null),
  errors: z.array(z.looseObject({ code: z.string().catch(''), level: z.string().catch(''), texts: z.looseObject({ message: z.string().nullish(), description: z.string().nullish() }).nullish() })).nullish().catch(null),
  model_info: z.looseObject({ model_id: optionalText, count: number.nullish() }).nullish().catch(null),
  price_indexes: z.looseObject({ color_index: z.string().nullish(), ozon_index_data: indexSchema, external_index_data: indexSchema }).nullish().catch(null),
});
export type OzonProduct = z.output<typeof productSchema>;

const pageSchema = z.looseObject({ items: z.array(z.unknown()) });

/** The cards with these keys, each once; those Ozon does not know are left out. Throws when one cannot be read: left out, it would be taken for unknown. */
export async function readProducts(context: OzonContext, offerIds: readonly string[]): Promise<readonly OzonProduct[]> {
  const { read, strange, nameless } = await readCards(context, offerIds);
  if (strange.length + nameless > 0) throw unreadableAnswer('products.info', false);
  return read;
}

/** The same, with those that cannot be read by themselves. */
export async function readCards(context: OzonContext, offerIds: readonly string[]): Promise<ReadRows<OzonProduct>> {
  if (offerIds.length === 0) return { read: [], strange: [], nameless: 0 };
  const { items } = await call(context, 'products.info', { offer_id: offerIds }, pageSchema);
  const { read, strange, nameless } = readRows(items, productSchema, 'offer_id');
  const wanted = new Set(offerIds);
  const byKey = new Map(read.filter(({ offer_id }) => wanted.has(offer_id)).map((item) => [item.offer_id, item]));
  return { read: [...byKey.values()], strange: strange.filter(({ remoteKey }) => wanted.has(remoteKey) && !byKey.has(remoteKey)), nameless };
}

/** The storefront's id; null until Ozon has taken the card in. */
export function skuOf({ sku, sources }: OzonProduct): string | null {
  const known = [sku, ...(sources ?? []).map((source) => source.sku)].find((one) => one !== null && one !== '0');
  return known ?? null;
}

export type CardState = { readonly kind: 'READY' } | { readonly kind: 'WAITING' } | { readonly kind: 'DECLINED'; readonly errors: readonly { readonly code: string; readonly message: string }[] };

/**
 * Whether a card may take stock. The lists of status words are not published, so only what is known for sure decides:
 * `price_sent`, a declining word, or an error of the level ERROR on a card that failed; anything else waits.
 */
export function cardState(product: OzonProduct): CardState {
  const { status = null, moderate_status = null, validation_status = null, status_failed = null, status_name = null } = product.statuses ?? {};
  const errors = (product.errors ?? []).filter(({ level }) => /ERROR$/i.test(level) && !/INTERNAL/i.test(level)).map(({ code, texts }) => ({ code, message: texts?.message ?? texts?.description ?? '' }));
  const isDeclined = moderate_status === 'declined' || validation_status === 'fail' || (status_failed !== null && errors.length > 0);
  if (isDeclined) return { kind: 'DECLINED', errors: errors.length > 0 ? errors : [{ code: 'declined', message: status_name ?? 'Ozon has declined the card' }] };
  return status === 'price_sent' && skuOf(product) !== null ? { kind: 'READY' } : { kind: 'WAITING' };
}
