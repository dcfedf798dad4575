import { z } from 'zod';
import { groupBy } from '../../../platform/group-by.js';
import type { ContentPort, ItemResult, ListingDraft, PushOutcome, ReceiptOutcome } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';
import { attributesIn, OWN_ATTRIBUTE } from './catalogue.js';
import { checkDraft } from './check-draft.js';
import { call, type OzonContext, type OzonCredentials } from './client.js';
import { pollImport } from './import-receipt.js';
import { throwInDoubt } from './in-doubt.js';
import { issue } from './issues.js';
import { isBelievable, packageSizeOf } from './package-size.js';
import { readProducts } from './product-info.js';
import { textsFor } from './texts.js';
import { withdraw } from './withdraw.js';
import { toImportItem } from './to-import-item.js';

const FIRST_POLL_MS = 1_000;

const taskSchema = z.looseObject({ result: z.looseObject({ task_id: text }) });

export const content: ContentPort<OzonCredentials> = {
  check: checkDraft,
  publish,
  withdraw,
  poll: pollReceipt,
};

/**
 * One import per pair of languages, so that a receipt can say which was sent: `import:172001:RU:TR` names task, title and
 * description language. What is known to be missing is refused beforehand and stands in the receipt as `refused:…`.
 */
async function publish(context: OzonContext, drafts: readonly ListingDraft[]): Promise<PushOutcome> {
  const refusals: ItemResult[] = [];
  const sendable: ListingDraft[] = [];
  for (const draft of drafts) {
    const missing = await refusalBeforehand(context, draft);
    if (missing === null) sendable.push(draft);
    else refusals.push({ remoteKey: draft.remoteKey, ok: false, issue: missing });
  }
  if (sendable.length === 0) return { kind: 'SETTLED', results: refusals };
  await restoreArchived(context, sendable);
  const tasks: string[] = [];
  for (const [languages, group] of groupBy(sendable, languagesOf)) {
    const items = group.flatMap((draft) => {
      const size = packageSizeOf(draft, context.store.credentials);
      return size === null ? [] : [toImportItem(draft, size)];
    });
    const { result } = await call(context, 'content.import', { items }, taskSchema).catch((error: unknown) => throwInDoubt(error, tasks.length > 0));
    tasks.push(`import:${result.task_id}:${languages}`);
  }
  return { kind: 'ACCEPTED', receipt: [...tasks, ...refusedPart(refusals)].join('|'), pollAfterMs: FIRST_POLL_MS };
}

async function refusalBeforehand(context: OzonContext, draft: ListingDraft): Promise<ReturnType<typeof checkDraft>> {
  const at = context.now();
  const { currency } = context.store;
  if (draft.price.currency !== currency) return issue('CURRENCY_REFUSED', `the shop's prices are in ${currency}, not ${draft.price.currency}`, at);
  const size = packageSizeOf(draft, context.store.credentials);
  if (size === null) return issue('DIMENSIONS_MISSING', 'Ozon wants the size and weight of the packed item: map depth, width, height (mm) and weight (g), or set packageMm and packageGrams of the store', at);
  if (!isBelievable(size)) return issue('DIMENSIONS_REFUSED', 'size and weight of the packed item do not go together', at);
  const missing = await missingAttributes(context, draft);
  return missing.length === 0 ? null : issue('ATTRIBUTE_REFUSED', `required attributes are not mapped: ${missing.join(', ')}`, at);
}

/** Required by the category and filled neither by the mapping nor by the hub itself. */
async function missingAttributes(context: OzonContext, { mapping }: ListingDraft): Promise<string[]> {
  const given = new Set<string>([...mapping.attributes.map(({ attributeId }) => attributeId), ...Object.values(OWN_ATTRIBUTE)]);
  const known = await attributesIn(context, mapping.categoryId, context.store.credentials.catalogueLanguage);
  return known.filter(({ id, is_required }) => is_required === true && !given.has(id)).map(({ name, id }) => `${name} (${id})`);
}

/** Ozon changes no card in the archive. */
async function restoreArchived(context: OzonContext, drafts: readonly ListingDraft[]): Promise<void> {
  const archived = drafts.filter(({ remoteIds }) => remoteIds['archived'] === 'true').map(({ remoteKey }) => remoteKey);
  const ids = (await readProducts(context, archived)).filter(({ is_archived }) => is_archived === true).map(({ id }) => id);
  if (ids.length > 0) await call(context, 'content.unarchive', { product_id: ids }, z.unknown());
}

function languagesOf(draft: ListingDraft): string {
  const { titleLanguage, descriptionLanguage } = textsFor(draft);
  return `${titleLanguage}:${descriptionLanguage}`;
}

function refusedPart(refusals: readonly ItemResult[]): string[] {
  return refusals.length === 0 ? [] : [`refused:${Buffer.from(JSON.stringify(refusals)).toString('base64url')}`];
}

async function pollReceipt(context: OzonContext, receipt: string): Promise<ReceiptOutcome> {
  const outcomes = [];
  for (const part of receipt.split('|')) outcomes.push(part.startsWith('refused:') ? refusedEarlier(part) : await pollImport(context, part));
  if (outcomes.some(({ kind }) => kind === 'EXPIRED')) return { kind: 'EXPIRED' };
  const pending = outcomes.find((outcome) => outcome.kind === 'PENDING');
  const settled = outcomes.flatMap((outcome) => (outcome.kind === 'SETTLED' ? outcome.results : outcome.kind === 'PENDING' ? outcome.settled : []));
  return pending ? { ...pending, settled } : { kind: 'SETTLED', results: settled };
}

function refusedEarlier(part: string): ReceiptOutcome {
  const results = JSON.parse(Buffer.from(part.slice('refused:'.length), 'base64url').toString('utf8'), (name, value: unknown) => (name === 'at' && typeof value === 'string' ? new Date(value) : value)) as ItemResult[];
  return { kind: 'SETTLED', results };
}
