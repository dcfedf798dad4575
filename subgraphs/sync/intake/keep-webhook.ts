import { randomBytes } from 'node:crypto';
import type { OpenStore } from '../connector/store-access.js';
import type { IntakeDeps } from './intake-deps.js';
import { webhookPath } from './webhook-path.js';

const CHECK_EVERY_MS = 5 * 60_000;
const CHECK_AGAIN_AFTER_MS = 60_000;

/**
 * Makes sure that the marketplace calls this hub: creates the webhook, or switches it on again when the marketplace has
 * switched it off, and then has the orders of the silent time read anew. Throws ConnectorError.
 */
export async function keepWebhook(deps: IntakeDeps, { store, connector, context }: OpenStore): Promise<void> {
  const now = deps.clock.now();
  if (!connector.webhooks) return deps.marks.note(store._id, { webhookCheckAt: new Date(now.getTime() + CHECK_EVERY_MS) });
  const before = store.webhook;
  const secret = deps.stores.openWebhookSecret(store) ?? randomBytes(32).toString('base64url');
  // The secret is kept before it is given away: a webhook whose secret was lost could never be told from a forged one.
  if (before.kind === 'NONE') await deps.stores.recordWebhook({ storeId: store._id, kind: 'FAILED', remoteId: null, secret });
  try {
    const { remoteId, wasOff } = await connector.webhooks.ensure(context, { url: `${deps.publicUrl}${webhookPath(store)}`, secret });
    await deps.stores.recordWebhook({ storeId: store._id, kind: 'ACTIVE', remoteId, secret });
    await deps.marks.note(store._id, { webhookCheckAt: new Date(now.getTime() + CHECK_EVERY_MS) });
    if (wasOff && before.kind === 'ACTIVE') {
      deps.logger.warn({ storeId: store._id, silentSince: before.checkedAt }, 'the marketplace had switched its webhook off');
      await deps.marks.reopen(store._id, before.checkedAt, now);
    }
  } catch (error) {
    await deps.stores.recordWebhook({ storeId: store._id, kind: 'FAILED', remoteId: before.kind === 'NONE' ? null : before.remoteId, secret });
    await deps.marks.note(store._id, { webhookCheckAt: new Date(now.getTime() + CHECK_AGAIN_AFTER_MS) });
    throw error;
  }
}
