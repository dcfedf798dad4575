import { moneyToNumber } from '../../../platform/money.js';
import type { ContentPort, ItemResult, ListingDraft, ListingIssue, PushOutcome, ReceiptOutcome } from '../../sync/connector/contract.js';
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
    const fresh = drafts.filter((draft) => !draft.isUpdate);
    const updates = drafts.filter((draft) => draft.isUpdate);
    const archived = updates.filter((draft) => draft.remoteIds['archived'] === 'true');
    const receipts = [
      await step(context, 'create', 'v2/products', fresh.map(toProduct)),
      await step(context, 'content', 'products/content-bulk-update', toContents(updates)),
      await step(context, 'variant', 'products/variant-bulk-update', updates.map(toVariant)),
      await step(context, 'restore', 'products/archive-state', archived.map(({ remoteKey }) => ({ barcode: remoteKey, archived: false }))),
    ];
    return accepted(receipts);
  },
  async withdraw(context, remoteKeys) {
    return accepted([await step(context, 'archive', 'products/archive-state', remoteKeys.map((barcode) => ({ barcode, archived: true })))]);
  },
  async poll(context, receipt) {
    const outcomes = [];
    for (const part of receipt.split(',')) outcomes.push(await pollStep(context, part));
    return merge(outcomes);
  },
};

const calls: Readonly<Record<Step, { endpoint: Endpoint; operation: string; method: 'POST' | 'PUT' }>> = {
  create: { endpoint: 'create-products', operation: 'content.create', method: 'POST' },
  content: { endpoint: 'update-content', operation: 'content.update', method: 'POST' },
  variant: { endpoint: 'update-content', operation: 'content.updateVariant', method: 'POST' },
  restore: { endpoint: 'archive', operation: 'content.restore', method: 'PUT' },
  archive: { endpoint: 'archive', operation: 'content.withdraw', method: 'PUT' },
};

async function step(context: TrendyolContext, name: Step, path: string, items: readonly unknown[]): Promise<string | null> {
  if (items.length === 0) return null;
  const { batchRequestId } = await call(context, { ...calls[name], path: sellerPath(context, 'product', path), body: { items } }, acceptedSchema);
  return `${name}:${batchRequestId}`;
}

function accepted(receipts: readonly (string | null)[]): PushOutcome {
  return { kind: 'ACCEPTED', receipt: receipts.filter((receipt) => receipt !== null).join(','), pollAfterMs: FIRST_POLL_MS };
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

// The guide's singular shape; the plural one belongs to attributes that take many values.
function toAttributes({ mapping }: ListingDraft): unknown[] {
  return mapping.attributes.map(({ attributeId, valueId, customValue }) => ({
    attributeId: Number(attributeId),
    ...(valueId === null ? { customAttributeValue: customValue ?? '' } : { attributeValueId: Number(valueId) }),
  }));
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

