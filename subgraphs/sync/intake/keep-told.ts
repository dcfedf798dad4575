import type { StoreId } from '../../../platform/ids.js';
import type { Store } from '../../stores/domain/store.js';
import { webhookAddress } from '../../stores/domain/webhook-address.js';
import { newWebhookSecret } from '../../stores/domain/webhook-secret.js';
import { ConnectorError, type WebhookPort } from '../connector/contract.js';
import type { OpenStore } from '../connector/store-access.js';
import type { PollMark } from './domain/poll-mark.js';
import type { IntakeDeps } from './intake-deps.js';
import { lookAhead } from './look-ahead.js';
import { lookAtReturns } from './look-at-returns.js';
import { noteTrouble } from './note-trouble.js';

const CHECK_EVERY_MS = 5 * 60_000;
const CHECK_AGAIN_AFTER_MS = 60_000;

/**
 * Makes sure that the marketplace tells this hub: by a queue where it has one, and by a webhook. Creates the webhook, or
 * switches it on again when the marketplace has switched it off, and then has the orders of the silent time read anew.
 * One that is said to work but was not heard of orders that polls found is made anew. Where the marketplace refuses, it is
 * noted and orders are polled for. Now and then it looks ahead as well, and at the returns that wait for the seller. Throws ConnectorError for refused credentials, which concern the whole store.
 */
export async function keepTold(deps: IntakeDeps, open: OpenStore, mark: PollMark): Promise<void> {
  await checkIn(deps, mark._id, CHECK_EVERY_MS);
  if (hasQueue(open)) await keepQueue(deps, open).catch((error: unknown) => doWithout(deps, open, mark, error));
  await keepWebhook(deps, open, mark).catch((error: unknown) => doWithout(deps, open, mark, error));
  await lookAhead(deps, open, mark).catch((error: unknown) => doWithout(deps, open, mark, error));
  if (await lookAtReturns(deps, open, mark)) await checkIn(deps, mark._id, CHECK_AGAIN_AFTER_MS);
}

async function doWithout(deps: IntakeDeps, { store }: OpenStore, mark: PollMark, error: unknown): Promise<void> {
  if (error instanceof ConnectorError && error.errorClass === 'AUTHENTICATION') throw error;
  await noteTrouble(deps, mark, { store, error, failures: 0, doing: 'seeing to how it tells of orders' });
  await checkIn(deps, mark._id, isRefusal(error) ? CHECK_EVERY_MS : CHECK_AGAIN_AFTER_MS);
}

function isRefusal(error: unknown): boolean {
  return error instanceof ConnectorError && error.errorClass === 'VALIDATION';
}

/** A marketplace may offer queues while this store has none. */
export function hasQueue({ connector, context }: OpenStore): boolean {
  return connector.notifications !== undefined && connector.notifications.isSetUp?.(context.store) !== false;
}

async function keepQueue({ marks, clock }: IntakeDeps, { store, connector, context }: OpenStore): Promise<void> {
  await connector.notifications?.ensure(context);
  await marks.note(store._id, { queueEnsuredAt: clock.now() });
}

async function keepWebhook(deps: IntakeDeps, open: OpenStore, mark: PollMark): Promise<void> {
  const { store, connector } = open;
  if (!connector.webhooks?.ensure) return awaitWebhook(deps, open);
  const secret = deps.stores.openWebhookSecret(store) ?? newWebhookSecret();
  // The secret is kept before it is given away: a webhook whose secret was lost could never be told from a forged one.
  const isNew = store.webhook.kind === 'NONE';
  if (isNew) await deps.stores.recordWebhook({ storeId: store._id, kind: 'FAILED', remoteId: null, secret });
  try {
    // Opened anew, the store's calls know the secret that the archive must not keep.
    const { context } = isNew ? await deps.access.open(store._id) : open;
    await ensure(deps, { ...open, context }, { webhooks: connector.webhooks as Registration, secret, mark });
  } catch (error) {
    await deps.stores.recordWebhook({ storeId: store._id, kind: 'FAILED', remoteId: remoteIdOf(store), secret });
    throw error;
  }
}

/** One that only the seller can register: address and secret are there to be handed in. */
async function awaitWebhook({ stores }: IntakeDeps, { store, connector }: OpenStore): Promise<void> {
  if (connector.webhooks && store.webhook.kind === 'NONE') await stores.recordWebhook({ storeId: store._id, kind: 'AWAITED', remoteId: null, secret: newWebhookSecret(), isByHand: true });
}

async function ensure(deps: IntakeDeps, { store, context }: OpenStore, o: { webhooks: Registration; secret: string; mark: PollMark }): Promise<void> {
  const { webhooks, secret, mark } = o;
  const before = store.webhook;
  const oldId = remoteIdOf(store);
  const isDeaf = before.kind === 'ACTIVE' && mark.webhooksMissed && (mark.heardAt === null || mark.heardAt < before.checkedAt);
  if (isDeaf && oldId !== null) await webhooks.remove(context, oldId);
  const { remoteId, wasOff } = await webhooks.ensure(context, { url: webhookAddress(deps.publicUrl, store), secret });
  await deps.stores.recordWebhook({ storeId: store._id, kind: 'ACTIVE', remoteId, secret });
  if (!isDeaf && oldId !== null && oldId !== remoteId) await removeOld(deps, { store, webhooks, oldId, context });
  if (!wasOff || before.kind !== 'ACTIVE') return;
  deps.logger.warn({ storeId: store._id, silentSince: before.checkedAt }, 'the marketplace had switched its webhook off');
  await deps.marks.reopen(store._id, before.checkedAt, deps.clock.now());
}

type Registration = Required<Pick<WebhookPort<unknown>, 'ensure' | 'remove'>>;

/** One to an address the hub had before: it does no good, and marketplaces allow only so many. */
async function removeOld({ logger }: IntakeDeps, o: { store: Store; webhooks: Registration; oldId: string; context: OpenStore['context'] }): Promise<void> {
  try {
    await o.webhooks.remove(o.context, o.oldId);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    logger.info({ storeId: o.store._id, errorClass: error.errorClass }, 'an old webhook could not be removed');
  }
}

function remoteIdOf({ webhook }: Store): string | null {
  return webhook.kind === 'NONE' ? null : webhook.remoteId;
}

async function checkIn({ marks, clock }: IntakeDeps, storeId: StoreId, ms: number): Promise<void> {
  await marks.note(storeId, { webhookCheckAt: new Date(clock.now().getTime() + ms) });
}
