import { z } from 'zod';
import type { ContentChange, ContentPort, ForeseenRefusal, ItemResult, ListingDraft, PreviewedContentCall, PushOutcome, ReceiptOutcome } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';
import { attributesIn, OWN_ATTRIBUTE } from './catalogue.js';
import { checkDraft, checkForStore } from './check-draft.js';
import { call, doneSchema, type OzonContext, type OzonCredentials } from './client.js';
import { importCalls, restoreCalls, toPreview, type ContentCall } from './content-calls.js';
import { pollImport } from './import-receipt.js';
import { throwInDoubt } from './in-doubt.js';
import { issue } from './issues.js';
import { readProducts } from './product-info.js';
import { withdraw, withdrawCalls } from './withdraw.js';

const FIRST_POLL_MS = 1_000;

const taskSchema = z.looseObject({ result: z.looseObject({ task_id: text }) });

export const content: ContentPort<OzonCredentials> = {
  check: checkDraft,
  publish,
  withdraw,
  poll: pollReceipt,
  foresee,
  preview: previewContent,
};

/**
 * One import per pair of languages, so that a receipt can say which was sent: `import:172001:RU:TR` names task, title and
 * description language. What is known to be missing is refused beforehand and stands in the receipt as `refused:…`.
 */
async function publish(context: OzonContext, drafts: readonly ListingDraft[]): Promise<PushOutcome> {
  const refused = new Map((await foresee(context, drafts)).map(({ remoteKey, issue }) => [remoteKey, issue]));
  const refusals = [...refused].map(([remoteKey, issue]): ItemResult => ({ remoteKey, ok: false, issue }));
  const sendable = drafts.filter(({ remoteKey }) => !refused.has(remoteKey));
  if (sendable.length === 0) return { kind: 'SETTLED', results: refusals };
  for (const { method, body } of await restoringCalls(context, sendable)) await call(context, method, body, doneSchema);
  const tasks: { readonly id: string; readonly languages: string }[] = [];
  for (const { method, body, languages } of importCalls(sendable, context.store.credentials)) {
    const { result } = await call(context, method, body, taskSchema).catch((error: unknown) => throwInDoubt(error, tasks.length > 0));
    tasks.push({ id: result.task_id, languages });
  }
  return { kind: 'ACCEPTED', receipt: [...tasks.map(({ id, languages }) => `import:${id}:${languages}`), ...refusedPart(refusals)].join('|'), marketplaceReceipt: tasks.map(({ id }) => id).join(' '), pollAfterMs: FIRST_POLL_MS };
}

/** What the shop and the category have against drafts. */
async function foresee(context: OzonContext, drafts: readonly ListingDraft[]): Promise<ForeseenRefusal[]> {
  const foreseen: ForeseenRefusal[] = [];
  for (const draft of drafts) {
    const issue = await refusalBeforehand(context, draft);
    if (issue !== null) foreseen.push({ remoteKey: draft.remoteKey, issue });
  }
  return foreseen;
}

async function refusalBeforehand(context: OzonContext, draft: ListingDraft): Promise<ReturnType<typeof checkDraft>> {
  const at = context.now();
  const unfit = checkForStore(draft, at, context.store);
  if (unfit !== null) return unfit;
  const missing = await missingAttributes(context, draft);
  return missing.length === 0 ? null : issue('ATTRIBUTE_MISSING', `required attributes are not mapped: ${missing.join(', ')}`, at);
}

/** Required by the category and filled neither by the mapping nor by the hub itself. */
async function missingAttributes(context: OzonContext, { mapping }: ListingDraft): Promise<string[]> {
  const given = new Set<string>([...mapping.attributes.map(({ attributeId }) => attributeId), ...Object.values(OWN_ATTRIBUTE)]);
  const known = await attributesIn(context, mapping.categoryId, context.store.credentials.catalogueLanguage);
  return known.filter(({ id, is_required }) => is_required === true && !given.has(id)).map(({ name, id }) => `${name} (${id})`);
}

/** Ozon changes no card in the archive. */
async function restoringCalls(context: OzonContext, drafts: readonly ListingDraft[]): Promise<ContentCall[]> {
  const known = drafts.filter(({ remoteIds }) => remoteIds['archived'] === 'true').map(({ remoteKey }) => remoteKey);
  const archived = (await readProducts(context, known)).filter(({ is_archived }) => is_archived === true);
  return restoreCalls(archived.map(({ id }) => Number(id)));
}

async function previewContent(context: OzonContext, change: ContentChange): Promise<PreviewedContentCall[]> {
  if (change.kind === 'PUBLISH') return [...(await restoringCalls(context, change.drafts)), ...importCalls(change.drafts, context.store.credentials)].map(toPreview);
  const { emptying, archiving } = await withdrawCalls(context, change.remoteKeys);
  return [...emptying, ...archiving].map(toPreview);
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
