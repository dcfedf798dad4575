import { z } from 'zod';
import type { ItemResult, ReceiptOutcome } from '../../sync/connector/contract.js';
import { optionalText, text } from '../../sync/connector/wire-values.js';
import { callCatalogue, type HepsiburadaCall, type HepsiburadaContext } from './client.js';
import { CATALOGUE_POLL_MS, orNull } from './import-status.js';
import { issue } from './issues.js';
import { readStates } from './products.js';

const PATH = '/product/api/products/delete-process';
/** When a listing that is about to open is looked for, and a product that the catalogue keeps asked for again. */
const OPENING_MS = 60_000;
const KEPT_MS = 600_000;

export const trackingSchema = z.looseObject({ trackingId: text });
const rowSchema = z.looseObject({ merchantSku: text, deleted: z.boolean(), errorMessage: optionalText.catch(null) });
const removalSchema = z.looseObject({ completed: z.boolean(), deletedProductList: z.array(z.unknown()).nullish() });

/** Asks for products to be taken out of the catalogue, which goes as long as none of them is new there or on sale. */
export function removalCall({ store }: HepsiburadaContext, merchantSkus: readonly string[]): Omit<HepsiburadaCall, 'group'> {
  return { operation: 'content.remove', method: 'POST', path: PATH, json: merchantSkus.map((merchantSku) => ({ merchant: store.remoteSellerId, merchantSku })) };
}

/** What became of a removal. Of products that are not said to be gone, and of all once the removal is forgotten, the catalogue's own states tell. */
export async function readRemoval(context: HepsiburadaContext, { id, keys }: { readonly id: string; readonly keys: readonly string[] }): Promise<ReceiptOutcome> {
  const read = await orNull(callCatalogue(context, { operation: 'content.removeStatus', method: 'GET', path: `${PATH}/${encodeURIComponent(id)}` }, removalSchema));
  if (read !== null && !read.data.completed) return { kind: 'PENDING', pollAfterMs: CATALOGUE_POLL_MS, settled: [] };
  const rows = new Map((read?.data.deletedProductList ?? []).flatMap((raw) => rowSchema.safeParse(raw).data ?? []).map((row) => [row.merchantSku, row]));
  const left = keys.filter((key) => rows.get(key)?.deleted !== true);
  const states = await readStates(context, left);
  const results = keys.map((remoteKey): ItemResult => {
    const state = left.includes(remoteKey) ? states.get(remoteKey) : undefined;
    return state === undefined ? { remoteKey, ok: true } : keptByCatalogue(remoteKey, { state, reason: rows.get(remoteKey)?.errorMessage ?? null }, context.now());
  });
  return { kind: 'SETTLED', results };
}

/** A product that goes on its way for the time being; it is looked at again, by when it may be removed, or listed and taken off sale. */
export function keptByCatalogue(remoteKey: string, { state, reason }: { readonly state: string | null; readonly reason: string | null }, at: Date): ItemResult {
  const words = [reason, state === null ? null : `Its state is ${state}.`].filter((part) => part !== null).join(' ');
  return { remoteKey, ok: false, issue: { ...issue('LISTING_NOT_APPROVED', `Hepsiburada's catalogue keeps the product for now, which is not on sale yet: it is withdrawn as soon as that is possible. ${words}`.trim(), at, state), retryable: true }, retryAfterMs: isOpening(state) ? OPENING_MS : KEPT_MS };
}

function isOpening(state: string | null): boolean {
  return ['CREATED', 'MATCHED'].includes(state?.trim().toUpperCase() ?? '');
}
