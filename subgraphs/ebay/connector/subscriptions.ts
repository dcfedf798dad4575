import { z } from 'zod';
import { ConnectorError } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';
import { call, query, send, type EbayContext } from './client.js';
import { NotFoundError } from './errors.js';
import type { Identity } from './tokens.js';

const ROOT = '/commerce/notification/v1';

/** What the hub wants to hear of. Only the first is a duty; a site or a consent may not offer the others. */
const WANTED = ['MARKETPLACE_ACCOUNT_DELETION', 'AUTHORIZATION_REVOCATION', 'ORDER_CONFIRMATION', 'ORDER_CANCELLATION_ACTIVITY', 'ORDER_RETURN_ACTIVITY'] as const;
const DUTY = 'MARKETPLACE_ACCOUNT_DELETION';

const topicsSchema = z.looseObject({ topics: z.array(z.looseObject({ topicId: z.string(), scope: z.string().nullish() })).nullish() });
const destinationSchema = z.looseObject({ destinationId: text, status: z.string().nullish(), deliveryConfig: z.looseObject({ endpoint: z.string().nullish(), verificationToken: z.string().nullish() }).nullish() });
const destinationsSchema = z.looseObject({ destinations: z.array(destinationSchema).nullish() });
const subscriptionsSchema = z.looseObject({ subscriptions: z.array(z.looseObject({ subscriptionId: text, topicId: z.string(), status: z.string().nullish(), destinationId: text.nullish() })).nullish() });
type Subscription = NonNullable<z.output<typeof subscriptionsSchema>['subscriptions']>[number];

export interface Endpoint {
  readonly endpoint: string;
  readonly verificationToken: string;
}

/** A place where eBay sends notices to; `working`: those of the keyset that are switched on. */
export interface Destination {
  readonly destinationId: string;
  readonly wasOff: boolean;
  readonly working: ReadonlySet<string>;
}

/** Where eBay is to send notices: made, corrected, or switched on again. eBay asks the endpoint at once whether it knows the token. */
export async function ensureDestination(context: EbayContext, wanted: Endpoint): Promise<Destination> {
  const { destinations } = await call(context, { ...get, operation: 'webhooks.destinations', path: `${ROOT}/destination${query({ limit: 100 })}` }, destinationsSchema);
  const known = (destinations ?? []).find(({ deliveryConfig }) => deliveryConfig?.endpoint === wanted.endpoint);
  const working = new Set((destinations ?? []).flatMap(({ destinationId, status }) => (status === 'ENABLED' ? [destinationId] : [])));
  const body = { name: 'marketplace-hub', status: 'ENABLED', deliveryConfig: wanted };
  if (known === undefined) {
    await ensureAlertEmail(context);
    const { headers } = await send(context, { ...post, operation: 'webhooks.createDestination', path: `${ROOT}/destination`, body });
    return { destinationId: idIn(headers), wasOff: true, working };
  }
  const isRight = known.status === 'ENABLED' && (known.deliveryConfig?.verificationToken ?? wanted.verificationToken) === wanted.verificationToken;
  if (!isRight) await send(context, { ...post, method: 'PUT', operation: 'webhooks.correctDestination', path: `${ROOT}/destination/${encodeURIComponent(known.destinationId)}`, body });
  return { destinationId: known.destinationId, wasOff: !isRight, working };
}

/** Subscribes to what is offered of the wanted topics; answers whether something was missing or off. */
export async function ensureSubscriptions(context: EbayContext, { destinationId, working }: Pick<Destination, 'destinationId' | 'working'>): Promise<boolean> {
  const { topics } = await call(context, { ...get, operation: 'webhooks.topics', path: `${ROOT}/topic${query({ limit: 100 })}` }, topicsSchema);
  const offered = (topics ?? []).filter(({ topicId }) => WANTED.some((wanted) => wanted === topicId));
  const known = { SELLER: await list(context, 'SELLER'), APPLICATION: await list(context, 'APPLICATION') };
  let wasOff = false;
  for (const { topicId, scope } of offered) {
    const identity: Identity = scope === 'USER' ? 'SELLER' : 'APPLICATION';
    const subscription = known[identity].find((one) => one.topicId === topicId);
    // The keyset's notices go to one place: another store of the same keyset may hear them already, as long as it listens.
    const isHeard = (id: string | null | undefined): boolean => id === destinationId || (identity === 'APPLICATION' && id != null && working.has(id));
    const isRight = subscription?.status === 'ENABLED' && isHeard(subscription.destinationId);
    if (!isRight) wasOff = (await subscribe(context, { topicId, identity, destinationId, subscription })) || wasOff;
  }
  return wasOff;
}

/** Ends what goes to a destination, and the destination. */
export async function removeDestination(context: EbayContext, destinationId: string): Promise<void> {
  for (const identity of ['SELLER', 'APPLICATION'] as const) {
    const ours = (await list(context, identity)).filter((one) => one.destinationId === destinationId);
    for (const { subscriptionId } of ours) await removed(context, identity, `${ROOT}/subscription/${encodeURIComponent(subscriptionId)}`);
  }
  await removed(context, 'APPLICATION', `${ROOT}/destination/${encodeURIComponent(destinationId)}`);
}

const get = { endpoint: 'notification', method: 'GET', identity: 'APPLICATION' } as const;
const post = { endpoint: 'notification', method: 'POST', identity: 'APPLICATION' } as const;

async function subscribe(context: EbayContext, o: { topicId: string; identity: Identity; destinationId: string; subscription: Subscription | undefined }): Promise<boolean> {
  const { topicId, identity, destinationId, subscription } = o;
  const body = { topicId, status: 'ENABLED', payload: { format: 'JSON', schemaVersion: '1.0', deliveryProtocol: 'HTTPS' }, destinationId };
  try {
    if (subscription === undefined) await send(context, { ...post, identity, operation: 'webhooks.subscribe', path: `${ROOT}/subscription`, body });
    else await send(context, { ...post, method: 'PUT', identity, operation: 'webhooks.correctSubscription', path: `${ROOT}/subscription/${encodeURIComponent(subscription.subscriptionId)}`, body: { status: 'ENABLED', payload: body.payload, destinationId } });
    return true;
  } catch (error) {
    if (topicId === DUTY || !isRefused(error)) throw error;
    return false;
  }
}

/** The consent lacks the scope, or eBay does not let this application hear of it. */
function isRefused(error: unknown): boolean {
  return error instanceof ConnectorError && (error.errorClass === 'VALIDATION' || error.remoteCode === '1100');
}

/** A seller's consent without the scope has none. */
async function list(context: EbayContext, identity: Identity): Promise<readonly Subscription[]> {
  try {
    const { subscriptions } = await call(context, { ...get, identity, operation: 'webhooks.subscriptions', path: `${ROOT}/subscription${query({ limit: 100 })}` }, subscriptionsSchema);
    return subscriptions ?? [];
  } catch (error) {
    if (identity === 'SELLER' && error instanceof ConnectorError && error.remoteCode === '1100') return [];
    throw error;
  }
}

/** eBay makes no destination before it knows whom to write to when notices cannot be delivered. */
async function ensureAlertEmail(context: EbayContext): Promise<void> {
  const { alertEmail } = context.store.credentials;
  if (alertEmail !== undefined) await send(context, { ...post, method: 'PUT', operation: 'webhooks.config', path: `${ROOT}/config`, body: { alertEmail } });
}

async function removed(context: EbayContext, identity: Identity, path: string): Promise<void> {
  try {
    await send(context, { endpoint: 'notification', operation: 'webhooks.remove', method: 'DELETE', path, identity });
  } catch (error) {
    if (!(error instanceof NotFoundError)) throw error;
  }
}

function idIn(headers: Readonly<Record<string, string>>): string {
  return decodeURIComponent(headers['location']?.split('/').at(-1) ?? '');
}
