import { z } from 'zod';
import type { ContentPort, ForeseenRefusal, ItemResult, ListingDraft, ListingIssue, PushOutcome, ReceiptOutcome } from '../../sync/connector/contract.js';
import { otherLanguages, withLanguages } from '../../sync/connector/draft-text.js';
import { issueCode } from '../../sync/connector/wire-values.js';
import { callCatalogue, type HepsiburadaCall, type HepsiburadaContext, type HepsiburadaCredentials } from './client.js';
import { importCall, judgeDrafts, planPublish, previewContent, ticketCall } from './content-plan.js';
import { CatalogueRefusal } from './errors.js';
import { LANGUAGES_TAKEN } from './import-product.js';
import { CATALOGUE_POLL_MS, readImport } from './import-status.js';
import { issue } from './issues.js';
import { checkPrice, isUsableSku } from './offers.js';
import { readRemoval, trackingSchema } from './removals.js';
import { makeSwitches } from './sale-switch.js';
import { readTicket } from './tickets.js';
import { withdraw } from './withdraw.js';

const VAT_RATES = [0, 1, 10, 20];

/** What a publishing or withdrawal was made of: the text of its receipt. `settled` are items that were refused without waiting, `done` those that are done. */
const receiptSchema = z.object({
  import: z.string().optional(),
  ticket: z.object({ id: z.string(), keys: z.record(z.string(), z.string()) }).optional(),
  removal: z.object({ id: z.string(), keys: z.array(z.string()) }).optional(),
  settled: z.array(z.object({ remoteKey: z.string(), code: issueCode, message: z.string(), retryAfterMs: z.number().optional() })),
  done: z.array(z.string()).optional(),
  /** By SKU, where another language than the product's own was sent. */
  languages: z.record(z.string(), z.string()),
});
type Receipt = z.output<typeof receiptSchema>;

export const content: ContentPort<HepsiburadaCredentials> = {
  check: checkDraft,
  publish,
  withdraw: withdrawAll,
  poll,
  foresee: async (context, drafts) => (await judgeDrafts(context, drafts)).lacking,
  preview: previewContent,
};

/** What is missing or wrong that needs no call to know; the category's own wishes are looked at when publishing. */
function checkDraft(draft: ListingDraft, at: Date): ListingIssue | null {
  const { remoteKey, title, descriptionHtml, images, mapping, price, barcode } = draft;
  if (!isUsableSku(remoteKey)) return issue('SKU_REFUSED', 'a SKU for Hepsiburada has at most 100 characters and no comma, blank or slash', at);
  if (barcode === null || barcode.trim() === '') return issue('BARCODE_REFUSED', 'Hepsiburada wants a barcode for every variant', at);
  if (title.trim() === '') return issue('TITLE_REFUSED', 'the title is empty', at);
  if (descriptionHtml.trim() === '') return issue('DESCRIPTION_REFUSED', 'the description is empty', at);
  if (images.length === 0 || images.some((url) => !url.startsWith('https://'))) return issue('IMAGE_REFUSED', 'Hepsiburada wants one to ten images, each at an https address', at);
  if (mapping.brandName === null || mapping.brandName.trim() === '') return issue('BRAND_REFUSED', 'no brand is given', at);
  if (!VAT_RATES.includes(mapping.vatRatePercent)) return issue('VAT_REFUSED', `${mapping.vatRatePercent} is not one of the VAT rates 0, 1, 10, 20`, at);
  return checkPrice(price, at);
}

/**
 * New products go in by import; known ones by a content ticket, and back on sale. What lacks a required attribute is told
 * before anything is sent; a file that is refused whole says nothing about the other.
 */
async function publish(context: HepsiburadaContext, drafts: readonly ListingDraft[]): Promise<PushOutcome> {
  const { lacking, fresh, switches, known } = await planPublish(context, drafts);
  const imported = await hand(context, importCall, fresh);
  const stuck = (await makeSwitches(context, switches)).flatMap((result) => (result.ok ? [] : [{ remoteKey: result.remoteKey, issue: result.issue }]));
  const told = known.filter(({ draft }) => !stuck.some(({ remoteKey }) => remoteKey === draft.remoteKey));
  const ticket = await hand(context, ticketCall, told);
  const settled = [...lacking, ...imported.refused, ...stuck, ...ticket.refused].map(({ remoteKey, issue: { code, message } }) => ({ remoteKey, code, message }));
  if (imported.trackingId === null && ticket.trackingId === null) return { kind: 'SETTLED', results: settled.map((one) => refusal(one, context.now())) };
  const receipt: Receipt = {
    languages: otherLanguages([...fresh, ...told].map(({ draft }) => draft), LANGUAGES_TAKEN),
    ...(imported.trackingId === null ? {} : { import: imported.trackingId }),
    ...(ticket.trackingId === null ? {} : { ticket: { id: ticket.trackingId, keys: Object.fromEntries(told.map(({ draft, hbSku }) => [hbSku, draft.remoteKey])) } }),
    settled,
  };
  const marketplaceReceipt = [imported, ticket].flatMap(({ trackingId }) => trackingId ?? []).join(' ');
  return { kind: 'ACCEPTED', receipt: JSON.stringify(receipt), marketplaceReceipt, pollAfterMs: CATALOGUE_POLL_MS };
}

/** What is listed is off sale at once; what the catalogue has to let go of takes its time. */
async function withdrawAll(context: HepsiburadaContext, remoteKeys: readonly string[]): Promise<PushOutcome> {
  const { results, removal } = await withdraw(context, remoteKeys);
  if (removal === null) return { kind: 'SETTLED', results };
  const settled = results.flatMap((result) => (result.ok ? [] : [{ remoteKey: result.remoteKey, code: result.issue.code, message: result.issue.message, ...(result.retryAfterMs === undefined ? {} : { retryAfterMs: result.retryAfterMs }) }]));
  const receipt = { languages: {}, removal, settled, done: results.flatMap(({ ok, remoteKey }) => (ok ? [remoteKey] : [])) };
  return { kind: 'ACCEPTED', receipt: JSON.stringify(receipt), pollAfterMs: CATALOGUE_POLL_MS };
}

/** Hands a file to the catalogue. One that is refused whole refuses all that is in it, and nothing else of the publishing. */
async function hand<T extends { readonly draft: ListingDraft }>(context: HepsiburadaContext, callOf: (context: HepsiburadaContext, items: readonly T[]) => HepsiburadaCall, items: readonly T[]): Promise<{ trackingId: string | null; refused: readonly ForeseenRefusal[] }> {
  if (items.length === 0) return { trackingId: null, refused: [] };
  try {
    const { data } = await callCatalogue(context, callOf(context, items), trackingSchema);
    return { trackingId: data.trackingId, refused: [] };
  } catch (error) {
    if (!(error instanceof CatalogueRefusal)) throw error;
    return { trackingId: null, refused: items.map(({ draft }) => ({ remoteKey: draft.remoteKey, issue: issue('CONTENT_REFUSED', error.message, context.now(), error.remoteCode) })) };
  }
}

async function poll(context: HepsiburadaContext, receiptText: string): Promise<ReceiptOutcome> {
  const receipt = readReceipt(receiptText);
  if (receipt === null) return { kind: 'EXPIRED' };
  const outcomes: ReceiptOutcome[] = [
    { kind: 'SETTLED', results: [...receipt.settled.map((one) => refusal(one, context.now())), ...(receipt.done ?? []).map((remoteKey) => ({ remoteKey, ok: true as const }))] },
    ...(receipt.import === undefined ? [] : [await readImport(context, receipt.import)]),
    ...(receipt.ticket === undefined ? [] : [await readTicket(context, receipt.ticket.id, receipt.ticket.keys)]),
    ...(receipt.removal === undefined ? [] : [await readRemoval(context, receipt.removal)]),
  ];
  return merged(outcomes.map((outcome) => withLanguages(outcome, receipt.languages)));
}

/** Each listing is in one part only, so outcomes simply add up; one part still open keeps the receipt open. */
function merged(outcomes: readonly ReceiptOutcome[]): ReceiptOutcome {
  if (outcomes.some(({ kind }) => kind === 'EXPIRED')) return { kind: 'EXPIRED' };
  const settled = outcomes.flatMap((outcome) => (outcome.kind === 'SETTLED' ? outcome.results : outcome.kind === 'PENDING' ? outcome.settled : []));
  const isOpen = outcomes.some(({ kind }) => kind === 'PENDING');
  return isOpen ? { kind: 'PENDING', pollAfterMs: CATALOGUE_POLL_MS, settled } : { kind: 'SETTLED', results: settled };
}

function refusal({ remoteKey, code, message, retryAfterMs }: Receipt['settled'][number], at: Date): ItemResult {
  return { remoteKey, ok: false, issue: { ...issue(code, message, at), retryable: retryAfterMs !== undefined }, ...(retryAfterMs === undefined ? {} : { retryAfterMs }) };
}

function readReceipt(receipt: string): Receipt | null {
  try {
    return receiptSchema.parse(JSON.parse(receipt));
  } catch {
    return null;
  }
}
