import { z } from 'zod';
import { ConnectorError, type ItemResult, type ReceiptOutcome } from '../../sync/connector/contract.js';
import { CONTENT_LANGUAGE } from '../../sync/connector/draft-text.js';
import { readRows } from '../../sync/connector/read-rows.js';
import { optionalText, text } from '../../sync/connector/wire-values.js';
import { call, type OzonContext } from './client.js';
import { contentIssue } from './issues.js';
import { cardState, readCards, skuOf } from './product-info.js';

const TASK_POLL_MS = 1_000;
/** Moderation takes minutes to days: asking more often tells nothing. */
const MODERATION_POLL_MS = 5_000;

const infoSchema = z.looseObject({ result: z.looseObject({ items: z.array(z.unknown()) }) });
const itemSchema = z.looseObject({
  offer_id: text,
  product_id: optionalText,
  status: z.string(),
  errors: z.array(z.looseObject({ code: text.catch(''), message: z.string().catch(''), level: z.string().nullish().catch(null), description: z.string().nullish().catch(null) })).nullish().catch(null),
});
type ImportItem = z.output<typeof itemSchema>;

/**
 * How an import ended: `import:TASK:TITLE-LANGUAGE:DESCRIPTION-LANGUAGE`. "Imported" still leaves the card to the moderators. Of an item that
 * cannot be read, or whose word nobody knows, nothing is said: it is looked up once the others are decided.
 */
export async function pollImport(context: OzonContext, part: string): Promise<ReceiptOutcome> {
  const [, taskId = '', titleLanguage = '', descriptionLanguage = ''] = part.split(':');
  const items = await readTask(context, taskId);
  if (items === null) return { kind: 'EXPIRED' };
  const at = context.now();
  const failed = items.filter(({ status }) => status === 'failed').map(({ offer_id, errors }): ItemResult => ({ remoteKey: offer_id, ok: false, issue: contentIssue(blamed(errors), at) }));
  const taken = items.filter(({ status }) => status === 'imported' || status === 'skipped').map(({ offer_id }) => offer_id);
  const remoteIds = { [CONTENT_LANGUAGE]: titleLanguage, titleLanguage, descriptionLanguage, archived: 'false' };
  const decided = await readDecisions(context, taken, remoteIds);
  const isUnderWay = items.some(({ status }) => status === 'pending');
  const settled = [...failed, ...decided];
  if (!isUnderWay && decided.length === taken.length) return { kind: 'SETTLED', results: settled };
  return { kind: 'PENDING', settled, pollAfterMs: isUnderWay ? TASK_POLL_MS : MODERATION_POLL_MS };
}

/** Null when Ozon no longer knows the task. */
async function readTask(context: OzonContext, taskId: string): Promise<readonly ImportItem[] | null> {
  if (!/^\d+$/.test(taskId)) return null;
  try {
    const { result } = await call(context, 'content.importInfo', { task_id: Number(taskId) }, infoSchema);
    const { read } = readRows(result.items, itemSchema, 'offer_id');
    return [...new Map(read.map((item) => [item.offer_id, item])).values()];
  } catch (error) {
    if (error instanceof ConnectorError && error.errorClass === 'VALIDATION') return null;
    throw error;
  }
}

async function readDecisions(context: OzonContext, offerIds: readonly string[], languages: Readonly<Record<string, string>>): Promise<ItemResult[]> {
  // A card in another shape waits by itself, until it can be read.
  const { read } = await readCards(context, offerIds);
  return read.flatMap((product): ItemResult[] => {
    const state = cardState(product);
    const remoteKey = product.offer_id;
    if (state.kind === 'DECLINED') return [{ remoteKey, ok: false, issue: contentIssue(state.errors, context.now()) }];
    return state.kind === 'READY' ? [{ remoteKey, ok: true, remoteIds: { ...languages, productId: product.id, sku: skuOf(product) ?? '' } }] : [];
  });
}

/** Warnings come along with errors and stop nothing. */
function blamed(errors: ImportItem['errors']): { code: string; message: string }[] {
  const all = errors ?? [];
  const grave = all.filter(({ level }) => level === null || level === undefined || !/warning/i.test(level));
  return (grave.length > 0 ? grave : all).map(({ code, message, description }) => ({ code, message: message || (description ?? '') }));
}
