import { z } from 'zod';
import { ConnectorError, type ListingIssue } from '../../sync/connector/contract.js';
import { optionalText } from '../../sync/connector/wire-values.js';
import { call, type HepsiburadaCall, type HepsiburadaContext } from './client.js';
import { unreadableAnswer } from './errors.js';
import { issueFromWords } from './issues.js';
import { isFailed, isWorkedOff, readUpload } from './upload-results.js';

/** The uploads beside those of prices and stock, by the name of their path. */
const UPLOADS = { INVENTORY: 'inventory', SHIPPING_INFO: 'shipping-info' } as const;
export type InventoryUploadKind = keyof typeof UPLOADS;

/** How a listing is sold and sent, beside its price and stock. Labels and profiles are those of the merchant panel; what is absent stays as it is. */
export interface InventoryItem {
  readonly merchantSku: string;
  readonly maximumPurchasableQuantity?: number;
  readonly dispatchDays?: number;
  /** At most three, the preferred one first. */
  readonly cargoCompanies?: readonly string[];
  readonly shippingProfileName?: string;
  readonly shippingAddressLabel?: string;
  readonly claimAddressLabel?: string;
  readonly warehouses?: readonly string[];
}

export interface PlannedInventoryUpload {
  readonly kind: InventoryUploadKind;
  readonly call: HepsiburadaCall;
  readonly merchantSkus: readonly string[];
}

export interface InventoryUpload {
  readonly kind: InventoryUploadKind;
  readonly id: string;
}

/** What came of an upload, as far as it is worked off. `applied` is null once nobody knows any more what it carried. */
export interface InventoryUploadResult extends InventoryUpload {
  readonly state: 'PENDING' | 'DONE' | 'FAILED';
  readonly applied: readonly string[] | null;
  readonly refused: readonly { readonly sku: string | null; readonly issue: ListingIssue }[];
}

/** Hepsiburada keeps upload results for at least that long. */
const KEPT_MS = 86_400_000;
const BUSY_RETRY_MS = 15_000;
const answerSchema = z.looseObject({ id: optionalText, message: optionalText });

/**
 * The uploads these items take: the days until dispatch left the inventory uploads in January 2024 and travel with the
 * shipping facts. Neither ever carries a price or a stock: those are sent by the sync alone. Pure.
 */
export function inventoryUploads({ store }: Pick<HepsiburadaContext, 'store'>, items: readonly InventoryItem[]): PlannedInventoryUpload[] {
  return (['INVENTORY', 'SHIPPING_INFO'] as const).flatMap((kind): PlannedInventoryUpload[] => {
    const rows = items.map((item) => ({ merchantSku: item.merchantSku, ...(kind === 'INVENTORY' ? inventoryFields(item) : dispatchFields(item)) })).filter((row) => Object.keys(row).length > 1);
    if (rows.length === 0) return [];
    const path = `/listings/merchantid/${store.remoteSellerId.toLowerCase()}/${UPLOADS[kind]}-uploads`;
    return [{ kind, merchantSkus: rows.map(({ merchantSku }) => merchantSku), call: { group: 'listing-uploads', operation: `listings.${UPLOADS[kind]}`, method: 'POST', path, json: rows } }];
  });
}

/** Hands an upload in. Too many at once are told inside an answer that looks like a success. */
export async function handInInventory(context: HepsiburadaContext, { kind, call: request, merchantSkus }: PlannedInventoryUpload): Promise<InventoryUpload> {
  const { id, message } = await call(context, request, answerSchema);
  if (id === null && message === null) throw unreadableAnswer(request.operation, true);
  if (id === null) throw new ConnectorError({ errorClass: 'RATE_LIMITED', outcome: 'REFUSED', message: message ?? 'too many uploads', retryAfterMs: BUSY_RETRY_MS });
  await context.cache.set(cacheKey(context, { kind, id }), JSON.stringify(merchantSkus), KEPT_MS);
  return { kind, id };
}

/** How an upload is doing; null when Hepsiburada does not know it (any more). Results name only what was refused. */
export async function readInventoryUpload(context: HepsiburadaContext, upload: InventoryUpload): Promise<InventoryUploadResult | null> {
  const result = await readUpload(context, UPLOADS[upload.kind], upload.id);
  if (result === null) return null;
  if (!isWorkedOff(result)) return { ...upload, state: 'PENDING', applied: [], refused: [] };
  if (result.errors === 'UNREADABLE') throw unreadableAnswer('the result of an upload', false);
  const kept = await context.cache.get(cacheKey(context, upload));
  const carried = kept === null ? null : (JSON.parse(kept) as string[]);
  const refused = (result.errors ?? []).map(({ merchantSku, elementNo, errors }) => ({ sku: merchantSku ?? (typeof elementNo === 'number' ? (carried?.[elementNo] ?? null) : null), issue: issueFromWords(errors ?? [], context.now()) }));
  if (isFailed(result)) return { ...upload, state: 'FAILED', applied: [], refused };
  return { ...upload, state: 'DONE', applied: carried?.filter((sku) => !refused.some((one) => one.sku === sku)) ?? null, refused };
}

function inventoryFields({ maximumPurchasableQuantity, cargoCompanies = [], shippingProfileName, shippingAddressLabel, claimAddressLabel, warehouses }: InventoryItem): object {
  return {
    ...(maximumPurchasableQuantity === undefined ? {} : { maximumPurchasableQuantity }),
    ...Object.fromEntries(cargoCompanies.map((name, place) => [`cargoCompany${place + 1}`, name])),
    ...(shippingProfileName === undefined ? {} : { shippingProfileName }),
    ...(shippingAddressLabel === undefined ? {} : { shippingAddressLabel }),
    ...(claimAddressLabel === undefined ? {} : { claimAddressLabel }),
    ...(warehouses === undefined ? {} : { availableWarehouses: warehouses.join(',') }),
  };
}

function dispatchFields({ dispatchDays }: InventoryItem): object {
  return dispatchDays === undefined ? {} : { dispatchTime: dispatchDays };
}

function cacheKey({ store }: HepsiburadaContext, { kind, id }: InventoryUpload): string {
  return `hepsiburada:inventory:${store.storeId}:${kind}:${id}`;
}
