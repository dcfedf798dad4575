import type { ContentChange, ForeseenRefusal, ListingDraft, PreviewedContentCall } from '../../sync/connector/contract.js';
import { readAttributes } from './catalogue.js';
import { query, type HepsiburadaCall, type HepsiburadaContext } from './client.js';
import { CatalogueRefusal } from './errors.js';
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

/** Tells the drafts apart that may be handed in; the others with what they lack, one by one, so that none takes another with it. */
export async function judgeDrafts(context: HepsiburadaContext, drafts: readonly ListingDraft[]): Promise<{ sound: SoundDraft[]; lacking: ForeseenRefusal[] }> {
  const judged = await Promise.all(drafts.map((draft) => judgeOne(context, draft)));
  const sound: SoundDraft[] = [];
  const lacking: ForeseenRefusal[] = [];
  const seen = new Map<string, string>();
  for (const one of judged) {
    if ('issue' in one) {
      lacking.push(one);
      continue;
    }
    const twin = one.look === null ? undefined : seen.get(one.look);
    if (twin !== undefined) {
      lacking.push({ remoteKey: one.draft.remoteKey, issue: issue('DUPLICATE_VARIANT', `The variants of a product differ here in ${one.differIn.join(', ')} only, and ${twin} has the same.`, context.now()) });
      continue;
    }
    if (one.look !== null) seen.set(one.look, one.draft.remoteKey);
    sound.push(one);
  }
  return { sound, lacking };
}

/** `look`: what tells a variant from the others of its group; null in a category without variants. */
type Judged = ForeseenRefusal | (SoundDraft & { readonly look: string | null; readonly differIn: readonly string[] });

async function judgeOne(context: HepsiburadaContext, draft: ListingDraft): Promise<Judged> {
  const { remoteKey, mapping, groupKey } = draft;
  try {
    const attributes = await readAttributes(context, mapping.categoryId);
    const { values, missing } = attributeValuesOf(draft, attributes);
    if (missing.length > 0) return { remoteKey, issue: issue('ATTRIBUTE_MISSING', `The category wants a value for: ${missing.join(', ')}.`, context.now()) };
    const ofVariant = attributes.filter(({ isVariant }) => isVariant);
    const look = ofVariant.length === 0 ? null : JSON.stringify([groupKey, mapping.categoryId, ...ofVariant.map(({ id }) => values[id] ?? null)]);
    return { draft, values, look, differIn: ofVariant.map(({ name }) => name) };
  } catch (error) {
    if (!(error instanceof CatalogueRefusal)) throw error;
    return { remoteKey, issue: issue('CATEGORY_REFUSED', error.message, context.now(), error.remoteCode) };
  }
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
