import { pollContent, receiptsOf, writeContentReceipt, type ContentReceipt } from '../../sync/connector/content-receipt.js';
import type { ContentChange, ContentPort, ForeseenRefusal, ItemResult, ListingDraft, ListingIssue, PushOutcome, ReceiptOutcome } from '../../sync/connector/contract.js';
import { otherLanguages, textIn } from '../../sync/connector/draft-text.js';
import { draftsLacking, refusalResults, withoutRefused } from '../../sync/connector/missing-attributes.js';
import { readApprovals } from './approvals.js';
import { acceptedSchema, itemOutcome, readBatch, type BatchItem } from './batch-results.js';
import { catalogue } from './catalogue.js';
import { call, sellerPath, type TrendyolContext, type TrendyolCredentials } from './client.js';
import { issue } from './issues.js';
import type { Endpoint } from './quota-groups.js';
import { DESI, desiOf, isDesi, LANGUAGES_TAKEN, toContents, toProduct, toVariant } from './to-product.js';

/** Approval takes hours to days on the real Trendyol; asking more often than this tells nothing. */
const APPROVAL_POLL_MS = 5_000;
const FIRST_POLL_MS = 1_000;

type Step = 'create' | 'content' | 'variant' | 'restore' | 'archive';

export const content: ContentPort<TrendyolCredentials> = {
  check: checkDraft,
  async publish(context, drafts) {
    const refused = await lackingOf(context, drafts);
    const sound = withoutRefused(drafts, refused);
    if (sound.length === 0) return { kind: 'SETTLED', results: refusalResults(refused) };
    return handIn(context, callsFor(context, { kind: 'PUBLISH', drafts: sound }), { refused, languages: otherLanguages(sound, LANGUAGES_TAKEN) });
  },
  async withdraw(context, remoteKeys) {
    return handIn(context, callsFor(context, { kind: 'WITHDRAW', remoteKeys }), { refused: [], languages: {} });
  },
  poll: (context, receipt) => pollContent(receipt, context.now(), (step) => pollStep(context, step), merge),
  foresee: lackingOf,
  async preview(context, change) {
    const sent = change.kind === 'PUBLISH' ? { ...change, drafts: withoutRefused(change.drafts, await lackingOf(context, change.drafts)) } : change;
    return callsFor(context, sent).map(({ name, items }) => {
      const { endpoint, method, path } = calls[name];
      return { method, path: `/product/sellers/{sellerId}/${path}`, body: JSON.stringify({ items }), items: items.length, quotaGroup: endpoint };
    });
  },
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
function callsFor({ store }: TrendyolContext, change: ContentChange): PlannedCall[] {
  const planned = change.kind === 'PUBLISH' ? toPublish(store.credentials, change.drafts) : [{ name: 'archive' as const, items: change.remoteKeys.map((barcode) => ({ barcode, archived: true })) }];
  return planned.filter(({ items }) => items.length > 0);
}

function toPublish(credentials: TrendyolCredentials, drafts: readonly ListingDraft[]): PlannedCall[] {
  const fresh = drafts.filter((draft) => !isOnTrendyol(draft));
  const updates = drafts.filter(isOnTrendyol);
  const archived = updates.filter((draft) => draft.remoteIds['archived'] === 'true');
  return [
    { name: 'create', items: fresh.map((draft) => toProduct(credentials, draft)) },
    { name: 'content', items: toContents(updates) },
    { name: 'variant', items: updates.map((draft) => toVariant(credentials, draft)) },
    { name: 'restore', items: archived.map(({ remoteKey }) => ({ barcode: remoteKey, archived: false })) },
  ];
}

/** A withdrawn product is in the archive, not gone: it comes back by an update. */
function isOnTrendyol({ isUpdate, remoteIds }: ListingDraft): boolean {
  return isUpdate || remoteIds['contentId'] !== undefined;
}

/** What new products lack of what their category requires. */
function lackingOf(context: TrendyolContext, drafts: readonly ListingDraft[]): Promise<ForeseenRefusal[]> {
  return draftsLacking(drafts.filter((draft) => !isOnTrendyol(draft)), { attributesOf: (categoryId) => catalogue.attributes(context, categoryId), at: context.now() });
}

async function handIn(context: TrendyolContext, planned: readonly PlannedCall[], told: Omit<Parameters<typeof writeContentReceipt>[0], 'calls'>): Promise<PushOutcome> {
  const made: { name: Step; receipt: string }[] = [];
  for (const { name, items } of planned) {
    const { path, ...request } = calls[name];
    const { batchRequestId } = await call(context, { ...request, path: sellerPath(context, 'product', path), body: { items } }, acceptedSchema);
    made.push({ name, receipt: batchRequestId });
  }
  return { kind: 'ACCEPTED', receipt: writeContentReceipt({ calls: made, ...told }), marketplaceReceipt: receiptsOf(made), pollAfterMs: FIRST_POLL_MS };
}

function checkDraft(draft: ListingDraft, at: Date): ListingIssue | null {
  const { images, price, mapping, barcode } = draft;
  const { title, descriptionHtml } = textIn(draft, LANGUAGES_TAKEN);
  if (barcode === null || !/^[A-Za-z0-9._-]{1,40}$/.test(barcode)) return issue('BARCODE_REFUSED', 'Trendyol wants a barcode of 1 to 40 letters, digits, dots, hyphens or underscores', at);
  if (title.length === 0 || title.length > 100) return issue('TITLE_REFUSED', 'the title must have 1 to 100 characters', at);
  if (descriptionHtml.length > 30_000) return issue('DESCRIPTION_REFUSED', 'the description has more than 30,000 characters', at);
  if (images.length === 0 || images.length > 8) return issue('IMAGE_REFUSED', 'Trendyol wants 1 to 8 images', at);
  if (images.some((url) => !url.startsWith('https://'))) return issue('IMAGE_REFUSED', 'every image must be an https address', at);
  if (mapping.brandId === null) return issue('BRAND_REFUSED', 'no Trendyol brand is mapped', at);
  if (price.currency !== 'TRY') return issue('CURRENCY_REFUSED', `Trendyol takes prices in TRY, not ${price.currency}`, at);
  if (![0, 1, 10, 20].includes(mapping.vatRatePercent)) return issue('VAT_REFUSED', `${mapping.vatRatePercent} is not one of the VAT rates 0, 1, 10, 20`, at);
  if (mapping.attributes.some(isDesi) && desiOf(draft) === null) return issue('DIMENSIONS_REFUSED', `the mapped attribute ${DESI} must be a number of 0 or more`, at);
  return null;
}

async function pollStep(context: TrendyolContext, { name, receipt }: ContentReceipt['calls'][number]): Promise<ReceiptOutcome> {
  const batch = await readBatch(context, receipt);
  if (batch === null) return { kind: 'EXPIRED' };
  const items = batch.items ?? [];
  if (batch.status !== 'COMPLETED') return { kind: 'PENDING', pollAfterMs: FIRST_POLL_MS, settled: [] };
  if (name === 'create') return approvalsOf(context, batch.batchRequestId, items);
  // A content update names no barcodes; its failures show in the batch, its success needs nobody.
  const results = items.flatMap((item) => toResult(item, context.now(), name as Step));
  return { kind: 'SETTLED', results };
}

/** A created product is on the marketplace only once Trendyol has approved it. One that was there before is the seller's own, of a call whose answer was lost, say. */
async function approvalsOf(context: TrendyolContext, batchRequestId: string, items: readonly BatchItem[]): Promise<ReceiptOutcome> {
  const at = context.now();
  const failed = items.flatMap((item) => toResult(item, at, 'create')).filter((result) => !result.ok && result.issue.code !== 'LISTING_EXISTS');
  const queued = items.filter((item) => isThere(itemOutcome(item, at))).map((item) => item.requestItem?.barcode ?? '');
  const decided = await readApprovals(context, batchRequestId, queued);
  const settled = [...failed, ...decided];
  return settled.length === items.length ? { kind: 'SETTLED', results: settled } : { kind: 'PENDING', pollAfterMs: APPROVAL_POLL_MS, settled };
}

function isThere(outcome: ReturnType<typeof itemOutcome>): boolean {
  return outcome !== null && (outcome.ok || outcome.issue.code === 'LISTING_EXISTS');
}

function toResult(item: BatchItem, at: Date, name: Step): ItemResult[] {
  const remoteKey = item.requestItem?.barcode;
  const outcome = itemOutcome(item, at);
  if (remoteKey === undefined || outcome === null) return [];
  const archived = name === 'archive' ? 'true' : 'false';
  // What Trendyol does not know is not on sale there.
  if (name === 'archive' && !outcome.ok && outcome.issue.code === 'LISTING_NOT_FOUND') return [{ remoteKey, ok: true }];
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

