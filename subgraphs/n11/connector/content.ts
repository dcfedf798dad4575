import { pollContent, receiptsOf, writeContentReceipt, type ContentReceipt } from '../../sync/connector/content-receipt.js';
import type { ContentChange, ContentPort, ForeseenRefusal, ItemResult, ListingDraft, ListingIssue, PushOutcome, ReceiptOutcome, StoreAccount } from '../../sync/connector/contract.js';
import { otherLanguages, textIn } from '../../sync/connector/draft-text.js';
import { draftsLacking, refusalResults, withoutRefused } from '../../sync/connector/missing-attributes.js';
import { approvalsOf, closedToChanges, untilApproved } from './approvals.js';
import { catalogue } from './catalogue.js';
import type { N11Context, N11Credentials } from './client.js';
import { issue } from './issues.js';
import { checkPrice, currencyTypes, MAX_STOCK_CODE_LENGTH, priceFields } from './offers.js';
import { readTask, submitTask, taskBody, taskPath, type TaskName } from './tasks.js';

type N11Store = StoreAccount<N11Credentials>;

const BRAND_ATTRIBUTE_ID = '1';
const MIN_TITLE_LENGTH = 15;

const LANGUAGES_TAKEN = ['TR'] as const;

type Step = 'create' | 'update' | 'withdraw';

export const content: ContentPort<N11Credentials> = {
  check: checkDraft,
  async publish(context, drafts) {
    const refused = await foreseenOf(context, drafts);
    const sound = withoutRefused(drafts, refused);
    if (sound.length === 0) return { kind: 'SETTLED', results: refusalResults(refused) };
    return handIn(context, tasksFor(context.store, { kind: 'PUBLISH', drafts: sound }), { refused, languages: otherLanguages(sound, LANGUAGES_TAKEN) });
  },
  async withdraw(context, remoteKeys) {
    return handIn(context, tasksFor(context.store, { kind: 'WITHDRAW', remoteKeys }), { refused: [], languages: {} });
  },
  poll: (context, receipt) => pollContent(receipt, context.now(), (step) => pollStep(context, step), merged),
  foresee: foreseenOf,
  async preview(context, change) {
    const sent = change.kind === 'PUBLISH' ? { ...change, drafts: withoutRefused(change.drafts, await foreseenOf(context, change.drafts)) } : change;
    return tasksFor(context.store, sent).map(({ task, skus }) => ({ method: 'POST', path: taskPath(task), body: taskBody(context.store.credentials.integrator, skus), items: skus.length, quotaGroup: 'product-tasks' }));
  },
};

interface PlannedTask {
  readonly name: Step;
  readonly task: TaskName;
  readonly skus: readonly string[];
}

/** The tasks that a change takes, in order; one without SKUs is left out. */
function tasksFor(store: N11Store, change: ContentChange): PlannedTask[] {
  const tasks: PlannedTask[] =
    change.kind === 'WITHDRAW'
      ? [{ name: 'withdraw', task: 'product-update', skus: change.remoteKeys.map((stockCode) => JSON.stringify({ stockCode, status: 'Suspended' })) }]
      : [
          { name: 'update', task: 'product-update', skus: change.drafts.filter(isOnN11).map((draft) => updateSku(store, draft)) },
          { name: 'create', task: 'product-create', skus: change.drafts.filter((draft) => !isOnN11(draft)).map((draft) => createSku(store, draft)) },
        ];
  return tasks.filter(({ skus }) => skus.length > 0);
}

/** A withdrawn listing is suspended, not gone: it comes back by an update. */
function isOnN11({ isUpdate, remoteIds }: ListingDraft): boolean {
  return isUpdate || remoteIds['n11ProductId'] !== undefined;
}

/** What is missing or wrong before anything is sent; the delivery template and brand are checked where they are known. */
function checkDraft(draft: ListingDraft, at: Date): ListingIssue | null {
  const { remoteKey, images, mapping, price } = draft;
  const { title, descriptionHtml } = textIn(draft, LANGUAGES_TAKEN);
  if (remoteKey.length > MAX_STOCK_CODE_LENGTH) return issue('SKU_REFUSED', `a stock code has at most ${MAX_STOCK_CODE_LENGTH} characters`, at);
  if (title.trim().length < MIN_TITLE_LENGTH) return issue('TITLE_REFUSED', `N11 wants a title of at least ${MIN_TITLE_LENGTH} characters`, at);
  if (descriptionHtml.trim() === '') return issue('DESCRIPTION_REFUSED', 'the description is empty', at);
  if (images.length === 0 || images.some((url) => !url.startsWith('https://'))) return issue('IMAGE_REFUSED', 'N11 wants at least one image, each at an https address', at);
  if (mapping.brandName === null && mapping.brandId === null && !mapping.attributes.some(({ attributeId }) => attributeId === BRAND_ATTRIBUTE_ID)) return issue('BRAND_REFUSED', 'no brand is given', at);
  if (![0, 1, 10, 20].includes(mapping.vatRatePercent)) return issue('VAT_REFUSED', `${mapping.vatRatePercent} is not one of the VAT rates 0, 1, 10, 20`, at);
  return checkPrice(price, at);
}

/** What stands against sending these now: what new ones lack, and where N11 has not decided on a product it has. */
async function foreseenOf(context: N11Context, drafts: readonly ListingDraft[]): Promise<ForeseenRefusal[]> {
  const unlisted = drafts.filter((draft) => isOnN11(draft) && !draft.isUpdate);
  return [...(await lackingOf(context, drafts)), ...(await closedToChanges(context, unlisted.map(({ remoteKey }) => remoteKey)))];
}

/** What new products lack of what their category requires; the brand is judged by itself. */
function lackingOf(context: N11Context, drafts: readonly ListingDraft[]): Promise<ForeseenRefusal[]> {
  return draftsLacking(drafts.filter((draft) => !isOnN11(draft)), { attributesOf: async (categoryId) => (await catalogue.attributes(context, categoryId)).filter(({ id }) => id !== BRAND_ATTRIBUTE_ID), at: context.now() });
}

/** A task refused whole refuses the call only when no other task of it was taken. */
async function handIn(context: N11Context, tasks: readonly PlannedTask[], told: Omit<Parameters<typeof writeContentReceipt>[0], 'calls'>): Promise<PushOutcome> {
  const given: { name: Step; outcome: PushOutcome }[] = [];
  for (const { name, task, skus } of tasks) given.push({ name, outcome: await submitTask(context, task, skus) });
  const calls = given.flatMap(({ name, outcome }) => (outcome.kind === 'ACCEPTED' ? [{ name, receipt: outcome.receipt }] : []));
  const refused = given.find(({ outcome }) => outcome.kind === 'REFUSED');
  if (calls.length === 0 && refused) return refused.outcome;
  return { kind: 'ACCEPTED', receipt: writeContentReceipt({ calls, ...told }), marketplaceReceipt: receiptsOf(calls), pollAfterMs: 300 };
}

async function pollStep(context: N11Context, { name, receipt }: ContentReceipt['calls'][number]): Promise<ReceiptOutcome> {
  const outcome = await readTask(context, receipt);
  if (outcome.kind !== 'SETTLED') return outcome;
  if (name === 'create') return approvalsOf(context, outcome.results);
  return { ...outcome, results: await untilApproved(context, name === 'update' ? outcome.results : outcome.results.map(withdrawn)) };
}

/** What N11 does not know is not on sale there. */
function withdrawn(result: ItemResult): ItemResult {
  return result.ok || result.issue.code !== 'LISTING_NOT_FOUND' ? result : { remoteKey: result.remoteKey, ok: true };
}

/** Each listing is in one task only, so outcomes simply add up; one task still open keeps the receipt open. */
function merged(outcomes: readonly ReceiptOutcome[]): ReceiptOutcome {
  if (outcomes.some((outcome) => outcome.kind === 'EXPIRED')) return { kind: 'EXPIRED' };
  const settled = outcomes.flatMap((outcome) => (outcome.kind === 'SETTLED' ? outcome.results : outcome.kind === 'PENDING' ? outcome.settled : []));
  const waits = outcomes.flatMap((outcome) => (outcome.kind === 'PENDING' ? [outcome.pollAfterMs] : []));
  return waits.length === 0 ? { kind: 'SETTLED', results: settled } : { kind: 'PENDING', pollAfterMs: Math.min(...waits), settled };
}

function createSku(store: N11Store, draft: ListingDraft): string {
  const { mapping } = draft;
  const { title, descriptionHtml } = textIn(draft, LANGUAGES_TAKEN);
  const fields = {
    title,
    description: descriptionHtml,
    categoryId: Number(mapping.categoryId),
    productMainId: draft.groupKey,
    preparingDay: store.credentials.preparingDay,
    shipmentTemplate: templateOf(store, draft),
    stockCode: draft.remoteKey,
    quantity: draft.quantity,
    images: draft.images.map((url, index) => ({ url, order: index + 1 })),
    attributes: attributesOf(draft),
    vatRate: mapping.vatRatePercent,
    ...(draft.barcode === null ? {} : { barcode: draft.barcode }),
  };
  return withPrices(fields, draft);
}

/** Title, images, category and core attributes are N11's to change once a product exists; `Active` reopens a closed sale. */
function updateSku(store: N11Store, draft: ListingDraft): string {
  return JSON.stringify({
    stockCode: draft.remoteKey,
    status: 'Active',
    description: textIn(draft, LANGUAGES_TAKEN).descriptionHtml,
    vatRate: draft.mapping.vatRatePercent,
    preparingDay: store.credentials.preparingDay,
    shipmentTemplate: templateOf(store, draft),
    currencyType: currencyTypes[draft.price.currency],
  });
}

/** The brand travels as attribute 1: a listed value, or free text. */
function attributesOf({ mapping }: ListingDraft): object[] {
  const attributes = mapping.attributes.map(({ attributeId, valueId, customValue }) => ({ id: Number(attributeId), valueId: valueId === null ? null : Number(valueId), customValue: valueId === null ? customValue : null }));
  if (mapping.attributes.some(({ attributeId }) => attributeId === BRAND_ATTRIBUTE_ID)) return attributes;
  const brand = { id: Number(BRAND_ATTRIBUTE_ID), valueId: mapping.brandId === null ? null : Number(mapping.brandId), customValue: mapping.brandId === null ? mapping.brandName : null };
  return [brand, ...attributes];
}

function templateOf({ credentials }: N11Store, { mapping }: ListingDraft): string | undefined {
  return mapping.shipmentTemplate ?? credentials.shipmentTemplate;
}

function withPrices(fields: object, { price }: ListingDraft): string {
  return `${JSON.stringify(fields).slice(0, -1)},${priceFields(price)}}`;
}
