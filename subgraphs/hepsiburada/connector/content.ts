import { z } from 'zod';
import type { ContentPort, ItemResult, ListingDraft, ListingIssue, PushOutcome, ReceiptOutcome } from '../../sync/connector/contract.js';
import { CONTENT_LANGUAGE, textIn } from '../../sync/connector/draft-text.js';
import { issueCode, text } from '../../sync/connector/wire-values.js';
import { readAttributes } from './catalogue.js';
import { callCatalogue, query, type HepsiburadaContext, type HepsiburadaCredentials } from './client.js';
import { attributeValuesOf, importItem, LANGUAGES_TAKEN, ticketItem, type AttributeValues } from './import-product.js';
import { CATALOGUE_POLL_MS, readImport } from './import-status.js';
import { issue } from './issues.js';
import { checkPrice, isUsableSku } from './offers.js';
import { switchSale } from './sale-switch.js';
import { readTicket, sendTicket } from './tickets.js';

const VAT_RATES = [0, 1, 10, 20];
const IMPORT_PATH = `/product/api/products/import${query({ version: 1 })}`;

const trackingSchema = z.looseObject({ trackingId: text });

/** What a publishing was made of: the text of its receipt. `settled` are items that needed no waiting. */
const receiptSchema = z.object({
  import: z.string().optional(),
  ticket: z.object({ id: z.string(), keys: z.record(z.string(), z.string()) }).optional(),
  settled: z.array(z.object({ remoteKey: z.string(), code: issueCode, message: z.string() })),
  /** By SKU, where another language than the product's own was sent. */
  languages: z.record(z.string(), z.string()),
});
type Receipt = z.output<typeof receiptSchema>;

export const content: ContentPort<HepsiburadaCredentials> = {
  check: checkDraft,
  publish,
  async withdraw(context, remoteKeys) {
    return { kind: 'SETTLED', results: await switchSale(context, remoteKeys, 'deactivate') };
  },
  poll,
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

/** New products go in by import; known ones by a content ticket, and back on sale. What lacks a required attribute is told before anything is sent. */
async function publish(context: HepsiburadaContext, drafts: readonly ListingDraft[]): Promise<PushOutcome> {
  const judged = await Promise.all(drafts.map(async (draft) => ({ draft, attributes: attributeValuesOf(draft, await readAttributes(context, draft.mapping.categoryId)) })));
  const sound = judged.filter(({ attributes }) => attributes.missing.length === 0);
  const lacking = judged.filter(({ attributes }) => attributes.missing.length > 0);
  const settled = lacking.map(({ draft, attributes }) => ({ remoteKey: draft.remoteKey, code: 'ATTRIBUTE_MISSING' as const, message: `The category wants a value for: ${attributes.missing.join(', ')}.` }));
  const imported = await sendImport(context, sound.filter(({ draft }) => hbSkuOf(draft) === null));
  const ticket = await sendUpdates(context, sound.flatMap((one) => (hbSkuOf(one.draft) === null ? [] : [{ ...one, hbSku: hbSkuOf(one.draft) ?? '' }])));
  if (imported === null && ticket === null) return { kind: 'SETTLED', results: settled.map((one) => refusal(one, context.now())) };
  const languages = Object.fromEntries(sound.flatMap(({ draft }) => (textIn(draft, LANGUAGES_TAKEN).language === draft.language ? [] : [[draft.remoteKey, textIn(draft, LANGUAGES_TAKEN).language]])));
  const receipt: Receipt = { languages, ...(imported === null ? {} : { import: imported }), ...(ticket === null ? {} : { ticket }), settled };
  return { kind: 'ACCEPTED', receipt: JSON.stringify(receipt), pollAfterMs: CATALOGUE_POLL_MS };
}

/** A product the catalogue has given its number; it keeps that for good. */
function hbSkuOf({ remoteIds }: ListingDraft): string | null {
  return remoteIds['hbSku'] ?? null;
}

interface Judged {
  readonly draft: ListingDraft;
  readonly attributes: AttributeValues;
}

async function sendImport(context: HepsiburadaContext, items: readonly Judged[]): Promise<string | null> {
  if (items.length === 0) return null;
  const { remoteSellerId: merchantId, credentials } = context.store;
  const file = items.map(({ draft, attributes }) => importItem(draft, { merchantId, credentials, values: attributes.values }));
  const { data } = await callCatalogue(context, { operation: 'content.import', method: 'POST', path: IMPORT_PATH, file }, trackingSchema);
  return data.trackingId;
}

async function sendUpdates(context: HepsiburadaContext, items: readonly (Judged & { hbSku: string })[]): Promise<Receipt['ticket'] | null> {
  if (items.length === 0) return null;
  await switchSale(context, items.map(({ draft }) => draft.remoteKey), 'activate');
  const id = await sendTicket(context, items.map(({ draft, attributes, hbSku }) => ticketItem(draft, hbSku, attributes.values)));
  return { id, keys: Object.fromEntries(items.map(({ draft, hbSku }) => [hbSku, draft.remoteKey])) };
}

async function poll(context: HepsiburadaContext, receiptText: string): Promise<ReceiptOutcome> {
  const receipt = readReceipt(receiptText);
  if (receipt === null) return { kind: 'EXPIRED' };
  const outcomes: ReceiptOutcome[] = [
    { kind: 'SETTLED', results: receipt.settled.map((one) => refusal(one, context.now())) },
    ...(receipt.import === undefined ? [] : [await readImport(context, receipt.import)]),
    ...(receipt.ticket === undefined ? [] : [await readTicket(context, receipt.ticket.id, receipt.ticket.keys)]),
  ];
  return merged(outcomes.map((outcome) => withLanguages(outcome, receipt.languages)));
}

/** The language a listing's texts were sent in, where it is not the product's own. */
function withLanguages(outcome: ReceiptOutcome, languages: Receipt['languages']): ReceiptOutcome {
  const told = (result: ItemResult): ItemResult => {
    const language = languages[result.remoteKey];
    return result.ok && language !== undefined ? { ...result, remoteIds: { ...result.remoteIds, [CONTENT_LANGUAGE]: language } } : result;
  };
  if (outcome.kind === 'SETTLED') return { ...outcome, results: outcome.results.map(told) };
  return outcome.kind === 'PENDING' ? { ...outcome, settled: outcome.settled.map(told) } : outcome;
}

/** Each listing is in one part only, so outcomes simply add up; one part still open keeps the receipt open. */
function merged(outcomes: readonly ReceiptOutcome[]): ReceiptOutcome {
  if (outcomes.some(({ kind }) => kind === 'EXPIRED')) return { kind: 'EXPIRED' };
  const settled = outcomes.flatMap((outcome) => (outcome.kind === 'SETTLED' ? outcome.results : outcome.kind === 'PENDING' ? outcome.settled : []));
  const isOpen = outcomes.some(({ kind }) => kind === 'PENDING');
  return isOpen ? { kind: 'PENDING', pollAfterMs: CATALOGUE_POLL_MS, settled } : { kind: 'SETTLED', results: settled };
}

function refusal({ remoteKey, code, message }: Receipt['settled'][number], at: Date): ItemResult {
  return { remoteKey, ok: false, issue: issue(code, message, at) };
}

function readReceipt(receipt: string): Receipt | null {
  try {
    return receiptSchema.parse(JSON.parse(receipt));
  } catch {
    return null;
  }
}
