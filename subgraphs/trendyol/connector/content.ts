import { groupBy } from '../../../platform/group-by.js';
import { moneyToNumber } from '../../../platform/money.js';
import type { ContentChange, ContentPort, ItemResult, ListingDraft, ListingIssue, PushOutcome, ReceiptOutcome } from '../../sync/connector/contract.js';
import { readApprovals } from './approvals.js';
import { acceptedSchema, itemOutcome, readBatch, type BatchItem } from './batch-results.js';
import { call, sellerPath, type TrendyolContext, type TrendyolCredentials } from './client.js';
import { issue } from './issues.js';
import type { Endpoint } from './quota-groups.js';

/** Approval takes hours to days on the real Trendyol; asking more often than this tells nothing. */
const APPROVAL_POLL_MS = 5_000;
const FIRST_POLL_MS = 1_000;

/** One call's part of a receipt: `create:BATCH`, several joined with a comma. */
type Step = 'create' | 'content' | 'variant' | 'restore' | 'archive';

export const content: ContentPort<TrendyolCredentials> = {
  check: checkDraft,
  async publish(context, drafts) {
    return makeCalls(context, callsFor({ kind: 'PUBLISH', drafts }));
  },
  async withdraw(context, remoteKeys) {
    return makeCalls(context, callsFor({ kind: 'WITHDRAW', remoteKeys }));
  },
  async poll(context, receipt) {
    const outcomes = [];
    for (const part of receipt.split(',')) outcomes.push(await pollStep(context, part));
    return merge(outcomes);
  },
  preview: (_context, change) =>
    callsFor(change).map(({ name, items }) => {
      const { endpoint, method, path } = calls[name];
      return { method, path: `/product/sellers/{sellerId}/${path}`, body: JSON.stringify({ items }), items: items.length, quotaGroup: endpoint };
    }),
};

const calls: Readonly<Record<Step, { endpoint: Endpoint; operation: string; method: 'POST' | 'PUT'; path: string }>> = {
  create: { endpoint: 'create-products', operation: 'content.create', method: 'POST', path: 'v2/products' },
  content: { endpoint: 'update-content', operation: 'content.update', method: 'POST', path: 'products/content-bulk-update' },
  variant: { endpoint: 'update-content', operation: 'content.updateVariant', method: 'POST', path: 'products/variant-bulk-update' },
  restore: { endpoint: 'archive', operation: 'content.restore', method: 'PUT', path: 'products/archive-state' },
  archive: { endpoint: 'archive', operation: 'content.withdraw', method: 'PUT', path: 'products/archive-state' },
};

interface PlannedCall {
  readonly name: Step;
  readonly items: readonly unknown[];
}

/** The calls that a change takes, in order; a step with nothing to say is left out. */
function callsFor(change: ContentChange): PlannedCall[] {
  const planned = change.kind === 'PUBLISH' ? toPublish(change.drafts) : [{ name: 'archive' as const, items: change.remoteKeys.map((barcode) => ({ barcode, archived: true })) }];
  return planned.filter(({ items }) => items.length > 0);
}

function toPublish(drafts: readonly ListingDraft[]): PlannedCall[] {
  const fresh = drafts.filter((draft) => !draft.isUpdate);
  const updates = drafts.filter((draft) => draft.isUpdate);
  const archived = updates.filter((draft) => draft.remoteIds['archived'] === 'true');
  return [
    { name: 'create', items: fresh.map(toProduct) },
    { name: 'content', items: toContents(updates) },
    { name: 'variant', items: updates.map(toVariant) },
    { name: 'restore', items: archived.map(({ remoteKey }) => ({ barcode: remoteKey, archived: false })) },
  ];
}

async function makeCalls(context: TrendyolContext, planned: readonly PlannedCall[]): Promise<PushOutcome> {
  const receipts: string[] = [];
  for (const { name, items } of planned) {
    const { path, ...request } = calls[name];
    const { batchRequestId } = await call(context, { ...request, path: sellerPath(context, 'product', path), body: { items } }, acceptedSchema);
    receipts.push(`${name}:${batchRequestId}`);
  }
  return { kind: 'ACCEPTED', receipt: receipts.join(','), pollAfterMs: FIRST_POLL_MS };
}

function checkDraft(draft: ListingDraft, at: Date): ListingIssue | null {
  const { title, images, price, mapping, barcode, descriptionHtml } = draft;
  if (barcode === null || !/^[A-Za-z0-9._-]{1,40}$/.test(barcode)) return issue('BARCODE_REFUSED', 'Trendyol wants a barcode of 1 to 40 letters, digits, dots, hyphens or underscores', at);
  if (title.length === 0 || title.length > 100) return issue('TITLE_REFUSED', 'the title must have 1 to 100 characters', at);
  if (descriptionHtml.length > 30_000) return issue('DESCRIPTION_REFUSED', 'the description has more than 30,000 characters', at);
  if (images.length === 0 || images.length > 8) return issue('IMAGE_REFUSED', 'Trendyol wants 1 to 8 images', at);
  if (images.some((url) => !url.startsWith('https://'))) return issue('IMAGE_REFUSED', 'every image must be an https address', at);
  if (mapping.brandId === null) return issue('BRAND_REFUSED', 'no Trendyol brand is mapped', at);
  if (price.currency !== 'TRY') return issue('CURRENCY_REFUSED', `Trendyol takes prices in TRY, not ${price.currency}`, at);
  if (![0, 1, 10, 20].includes(mapping.vatRatePercent)) return issue('VAT_REFUSED', `${mapping.vatRatePercent} is not one of the VAT rates 0, 1, 10, 20`, at);
  return null;
}

function toProduct(draft: ListingDraft): unknown {
  const { mapping, price } = draft;
  return {
    barcode: draft.remoteKey,
    title: draft.title,
    productMainId: draft.groupKey,
    brandId: Number(mapping.brandId),
    categoryId: Number(mapping.categoryId),
    quantity: draft.quantity,
    stockCode: draft.sku,
    dimensionalWeight: 1,
    description: draft.descriptionHtml,
    listPrice: moneyToNumber({ amountMinor: price.listMinor, currency: price.currency }),
    salePrice: moneyToNumber({ amountMinor: price.saleMinor, currency: price.currency }),
    vatRate: mapping.vatRatePercent,
    images: draft.images.map((url) => ({ url })),
    attributes: toAttributes(draft),
  };
}

/** A content is shared by its variants, so it is sent once, from the first of them. */
function toContents(updates: readonly ListingDraft[]): unknown[] {
  const byContent = new Map(updates.toReversed().map((draft) => [draft.remoteIds['contentId'], draft]));
  byContent.delete(undefined);
  return [...byContent].map(([contentId, draft]) => ({
    contentId: Number(contentId),
    title: draft.title,
    description: draft.descriptionHtml,
    images: draft.images.map((url) => ({ url })),
    attributes: toAttributes(draft),
  }));
}

function toVariant(draft: ListingDraft): unknown {
  return { barcode: draft.remoteKey, stockCode: draft.sku, vatRate: draft.mapping.vatRatePercent, dimensionalWeight: 1 };
}

/** The guide's singular shape, and the plural one for an attribute that is named once per value: only some take many. */
function toAttributes({ mapping }: ListingDraft): unknown[] {
  return [...groupBy(mapping.attributes, ({ attributeId }) => attributeId)].map(([attributeId, rows]) => ({ attributeId: Number(attributeId), ...toValue(rows) }));
}

function toValue(rows: readonly ListingDraft['mapping']['attributes'][number][]): object {
  const ids = rows.flatMap(({ valueId }) => (valueId === null ? [] : [Number(valueId)]));
  if (ids.length > 1) return { attributeValueIds: ids };
  return ids.length === 1 ? { attributeValueId: ids[0] } : { customAttributeValue: rows[0]?.customValue ?? '' };
}

async function pollStep(context: TrendyolContext, part: string): Promise<ReceiptOutcome> {
  const separator = part.indexOf(':');
  const name = part.slice(0, separator) as Step;
  const batch = await readBatch(context, part.slice(separator + 1));
  if (batch === null) return { kind: 'EXPIRED' };
  const items = batch.items ?? [];
  if (batch.status !== 'COMPLETED') return { kind: 'PENDING', pollAfterMs: FIRST_POLL_MS, settled: [] };
  if (name === 'create') return approvalsOf(context, batch.batchRequestId, items);
  // A content update names no barcodes; its failures show in the batch, its success needs nobody.
  const results = items.flatMap((item) => toResult(item, context.now(), name));
  return { kind: 'SETTLED', results };
}

/** A created product is on the marketplace only once Trendyol has approved it. */
async function approvalsOf(context: TrendyolContext, batchRequestId: string, items: readonly BatchItem[]): Promise<ReceiptOutcome> {
  const at = context.now();
  const failed = items.flatMap((item) => toResult(item, at, 'create')).filter((result) => !result.ok);
  const queued = items.filter((item) => itemOutcome(item, at)?.ok === true).map((item) => item.requestItem?.barcode ?? '');
  const decided = await readApprovals(context, batchRequestId, queued);
  const settled = [...failed, ...decided];
  return settled.length === items.length ? { kind: 'SETTLED', results: settled } : { kind: 'PENDING', pollAfterMs: APPROVAL_POLL_MS, settled };
}

function toResult(item: BatchItem, at: Date, name: Step): ItemResult[] {
  const remoteKey = item.requestItem?.barcode;
  const outcome = itemOutcome(item, at);
  if (remoteKey === undefined || outcome === null) return [];
  const archived = name === 'archive' ? 'true' : 'false';
  return [outcome.ok && (name === 'archive' || name === 'restore') ? { remoteKey, ok: true, remoteIds: { archived } } : { remoteKey, ...outcome }];
}

/** A listing has settled when every call that carries it has; the first failure is its outcome. */
function merge(outcomes: readonly ReceiptOutcome[]): ReceiptOutcome {
  if (outcomes.some((outcome) => outcome.kind === 'EXPIRED')) return { kind: 'EXPIRED' };
  const pending = outcomes.find((outcome) => outcome.kind === 'PENDING');
  if (pending !== undefined) return outcomes.length === 1 ? pending : { ...pending, settled: [] };
  const byKey = new Map<string, ItemResult>();
  for (const result of outcomes.flatMap((outcome) => (outcome.kind === 'SETTLED' ? outcome.results : []))) {
    if (byKey.get(result.remoteKey)?.ok !== false) byKey.set(result.remoteKey, result);
  }
  return { kind: 'SETTLED', results: [...byKey.values()] };
}

