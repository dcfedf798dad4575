import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { text } from '../../sync/connector/wire-values.js';
import { call, despiteConcurrency, send, type EbayContext } from './client.js';
import { textFor } from './content-text.js';
import { NotFoundError, readRecord } from './errors.js';
import { publishedOffer } from './offer-records.js';
import { revising } from './revision-budget.js';
import type { PreparedDraft } from './to-listing.js';

const ASKED_MEMBERS = 3;

const groupSchema = z.looseObject({
  variantSKUs: z.array(text).nullish(),
  variesBy: z.looseObject({ specifications: z.array(z.looseObject({ name: z.string(), values: z.array(z.string()) })).nullish() }).nullish(),
});
export type GroupRecord = z.output<typeof groupSchema>;

export async function readGroup(context: EbayContext, key: string): Promise<GroupRecord | null> {
  try {
    return readRecord(`the group ${key}`, await call(context, { endpoint: 'inventory', operation: 'groups.read', method: 'GET', path: groupPath(key) }, z.unknown()), groupSchema);
  } catch (error) {
    if (error instanceof NotFoundError) return null;
    throw error;
  }
}

/** Puts these variants into their group, beside those that are in it already; written only when that changes something. */
export async function saveGroup(context: EbayContext, key: string, members: readonly PreparedDraft[]): Promise<void> {
  await despiteConcurrency(async () => {
    const current = await readGroup(context, key);
    const wanted = mergeGroup(await isOnSale(context, current, members) ? current : null, toGroup(context, members));
    if (current !== null && isDeepStrictEqual(wanted, writable(current))) return;
    const listingId = current === null ? null : await listingOf(context, current);
    await revising(context, { listingId, worth: 'CONTENT' }, () => send(context, { endpoint: 'inventory', operation: 'groups.save', method: 'PUT', path: groupPath(key), body: wanted, listings: members.length }));
  });
}

/** Takes SKUs out of their group, which stops selling them; throws VALIDATION when eBay keeps one of them because it has sales. */
export async function removeMembers(context: EbayContext, key: string, skus: readonly string[]): Promise<void> {
  await despiteConcurrency(async () => {
    const current = await readGroup(context, key);
    if (current === null) return;
    const variantSKUs = (current.variantSKUs ?? []).filter((sku) => !skus.includes(sku));
    const save = () => send(context, { endpoint: 'inventory', operation: 'groups.save', method: 'PUT', path: groupPath(key), body: { ...writable(current), variantSKUs }, listings: skus.length });
    await revising(context, { listingId: await listingOf(context, current), worth: 'ZERO' }, save);
  });
}

/** A group on sale is one listing; its first members tell which. Null while it is not on sale. */
async function listingOf(context: EbayContext, { variantSKUs }: GroupRecord): Promise<string | null> {
  for (const sku of (variantSKUs ?? []).slice(0, ASKED_MEMBERS)) {
    const listingId = (await publishedOffer(context, sku))?.listingId ?? null;
    if (listingId !== null) return listingId;
  }
  return null;
}

function toGroup(context: EbayContext, members: readonly PreparedDraft[]): GroupRecord & { readonly variantSKUs: readonly string[] } {
  const [first] = members;
  if (first === undefined) throw new Error('a group has at least one member');
  const { title, descriptionHtml } = textFor(first.draft, context.store.credentials.marketplaceId);
  const specifications = first.varying.map((name) => ({ name, values: [...new Set(members.flatMap(({ aspects }) => aspects[name] ?? []))] }));
  return {
    title,
    description: descriptionHtml === '' ? title : descriptionHtml,
    imageUrls: [...first.draft.images],
    variantSKUs: members.map(({ draft }) => draft.remoteKey),
    variesBy: { specifications },
  };
}

/** Whether others of the group are on sale. A group left behind by a withdrawal is begun anew: nobody asked for its other members. */
async function isOnSale(context: EbayContext, current: GroupRecord | null, members: readonly PreparedDraft[]): Promise<boolean> {
  const ours = new Set(members.map(({ draft }) => draft.remoteKey));
  const other = (current?.variantSKUs ?? []).find((sku) => !ours.has(sku));
  return other === undefined || (await publishedOffer(context, other)) !== null;
}

/** eBay's PUT replaces the members and the values they vary in: those that are there stay. */
function mergeGroup(current: GroupRecord | null, wanted: GroupRecord): GroupRecord {
  if (current === null) return wanted;
  const rows = new Map((current.variesBy?.specifications ?? []).map(({ name, values }) => [name, values]));
  const specifications = (wanted.variesBy?.specifications ?? []).map(({ name, values }) => ({ name, values: [...new Set([...(rows.get(name) ?? []), ...values])] }));
  return { ...writable(current), ...wanted, variantSKUs: [...new Set([...(current.variantSKUs ?? []), ...(wanted.variantSKUs ?? [])])], variesBy: { ...current.variesBy, specifications } };
}

function writable(group: GroupRecord): GroupRecord {
  const { inventoryItemGroupKey: _key, ...rest } = group as GroupRecord & { inventoryItemGroupKey?: unknown };
  return rest;
}

function groupPath(key: string): string {
  return `/sell/inventory/v1/inventory_item_group/${encodeURIComponent(key)}`;
}
