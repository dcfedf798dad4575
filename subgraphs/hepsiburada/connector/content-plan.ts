import type { ContentChange, ForeseenRefusal, ListingDraft, PreviewedContentCall } from '../../sync/connector/contract.js';
import { readAttributes } from './catalogue.js';
import { query, type HepsiburadaCall, type HepsiburadaContext } from './client.js';
import { attributeValuesOf, importItem, ticketItem, type AttributeValues } from './import-product.js';
import { issue } from './issues.js';
import { requestBody } from './request-body.js';
import { planSwitches, type PlannedSwitch } from './sale-switch.js';
import { planWithdraw, withdrawCalls } from './withdraw.js';

const IMPORT_PATH = `/product/api/products/import${query({ version: 1 })}`;
const TICKET_PATH = `/ticket-api/api/integrator/import${query({ version: 1 })}`;

/** A product that lacks nothing, with the values its category wants. */
interface SoundDraft {
  readonly draft: ListingDraft;
  readonly values: AttributeValues['values'];
}
interface KnownDraft extends SoundDraft {
  readonly hbSku: string;
}

/** What a publishing takes, in the order it is done: an import of what is new, back on sale with what is known, a ticket of its contents. */
export interface PublishPlan {
  readonly lacking: readonly ForeseenRefusal[];
  readonly fresh: readonly SoundDraft[];
  readonly switches: readonly PlannedSwitch[];
  readonly known: readonly KnownDraft[];
}

/** Looks up what the categories want and how the known listings stand; writes nothing. */
export async function planPublish(context: HepsiburadaContext, drafts: readonly ListingDraft[]): Promise<PublishPlan> {
  const { sound, lacking } = await judgeDrafts(context, drafts);
  const known = sound.flatMap((one) => (hbSkuOf(one.draft) === null ? [] : [{ ...one, hbSku: hbSkuOf(one.draft) ?? '' }]));
  const switches = await planSwitches(context, known.map(({ draft }) => draft.remoteKey), 'activate');
  return { lacking, fresh: sound.filter(({ draft }) => hbSkuOf(draft) === null), switches, known };
}

/** Tells the drafts apart that have all their category requires; the others with what they lack. */
export async function judgeDrafts(context: HepsiburadaContext, drafts: readonly ListingDraft[]): Promise<{ sound: SoundDraft[]; lacking: ForeseenRefusal[] }> {
  const judged = await Promise.all(drafts.map(async (draft) => ({ draft, ...attributeValuesOf(draft, await readAttributes(context, draft.mapping.categoryId)) })));
  const lacking = judged.filter(({ missing }) => missing.length > 0);
  return {
    sound: judged.filter(({ missing }) => missing.length === 0),
    lacking: lacking.map(({ draft, missing }) => ({ remoteKey: draft.remoteKey, issue: issue('ATTRIBUTE_MISSING', `The category wants a value for: ${missing.join(', ')}.`, context.now()) })),
  };
}

export function importCall({ store }: HepsiburadaContext, fresh: readonly SoundDraft[]): HepsiburadaCall {
  const { remoteSellerId: merchantId, credentials } = store;
  const file = fresh.map(({ draft, values }) => importItem(draft, { merchantId, credentials, values }));
  return { group: 'catalogue', operation: 'content.import', method: 'POST', path: IMPORT_PATH, file };
}

export function ticketCall({ store }: HepsiburadaContext, known: readonly KnownDraft[]): HepsiburadaCall {
  const file = { merchantId: store.remoteSellerId, items: known.map(({ draft, hbSku, values }) => ticketItem(draft, hbSku, values)) };
  return { group: 'catalogue', operation: 'content.update', method: 'POST', path: TICKET_PATH, file };
}

/** The calls of a change as a dry run shows them: those that are sent, a file with the form around it. */
export async function previewContent(context: HepsiburadaContext, change: ContentChange): Promise<PreviewedContentCall[]> {
  if (change.kind === 'WITHDRAW') return withdrawCalls(context, await planWithdraw(context, change.remoteKeys)).map(({ call, items }) => shown(context, call, items));
  const { fresh, switches, known } = await planPublish(context, change.drafts);
  return [
    ...(fresh.length === 0 ? [] : [shown(context, importCall(context, fresh), fresh.length)]),
    ...switchCalls(switches).map((call) => shown(context, call, 1)),
    ...(known.length === 0 ? [] : [shown(context, ticketCall(context, known), known.length)]),
  ];
}

function switchCalls(switches: readonly PlannedSwitch[]): HepsiburadaCall[] {
  return switches.flatMap((step) => ('call' in step ? [step.call] : []));
}

function shown({ store }: HepsiburadaContext, call: HepsiburadaCall, items: number): PreviewedContentCall {
  return { method: call.method, path: call.path.replace(store.remoteSellerId.toLowerCase(), '{sellerId}'), body: requestBody(call).body ?? '', quotaGroup: call.group, items };
}

/** A product the catalogue has given its number; it keeps that for good. */
function hbSkuOf({ remoteIds }: ListingDraft): string | null {
  return remoteIds['hbSku'] ?? null;
}
