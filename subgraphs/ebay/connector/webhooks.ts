import { createHash } from 'node:crypto';
import { z } from 'zod';
import { ConnectorError, type MarketplaceNews, type WebhookCall, type WebhookPort, type WebhookReply } from '../../sync/connector/contract.js';
import { optionalText } from '../../sync/connector/wire-values.js';
import type { EbayCredentials } from './credentials.js';
import { ensureDestination, ensureSubscriptions, removeDestination } from './subscriptions.js';
import { isOwnPath, isSigned, pathOf, verificationToken } from './verification.js';

const ORDER_ID = /^\d{2}-\d{5}-\d{5}$/;

const noticeSchema = z.looseObject({
  metadata: z.looseObject({ topic: z.string() }),
  notification: z.looseObject({ notificationId: optionalText, data: z.looseObject({ orderId: optionalText, username: optionalText, userId: optionalText, eiasToken: optionalText }) }),
});
type Notice = z.output<typeof noticeSchema>;

/** Commerce Notification: signed notices that say that something happened, never what. */
export const webhooks: WebhookPort<EbayCredentials> = {
  async ensure(context, { url, secret }) {
    const destination = await ensureDestination(context, { endpoint: url + pathOf(secret), verificationToken: verificationToken(secret) });
    const wasMissing = await ensureSubscriptions(context, destination);
    return { remoteId: destination.destinationId, wasOff: destination.wasOff || wasMissing };
  },
  remove: removeDestination,
  handshake: answerChallenge,
  derivedSecrets: (secret) => [verificationToken(secret), pathOf(secret).slice(1)],
  isAuthentic: async (call, secret, open) => isOwnPath(call.path, secret) && (await isSigned(call, open)),
  parse: ({ body }) => newsIn(readNotice(body)),
};

/** eBay asks for SHA-256 of code, token and address, in this order, the address exactly as registered. */
function answerChallenge({ method, path }: WebhookCall, { url, secret }: { readonly url: string; readonly secret: string }): WebhookReply | null {
  const code = new URLSearchParams(path.split('?')[1] ?? '').get('challenge_code');
  if (method !== 'GET' || code === null || !isOwnPath(path, secret)) return null;
  const challengeResponse = createHash('sha256').update(code + verificationToken(secret) + url + pathOf(secret)).digest('hex');
  return { status: 200, body: { challengeResponse } };
}

function readNotice(body: Buffer): Notice {
  try {
    return noticeSchema.parse(JSON.parse(body.toString('utf8')));
  } catch (error) {
    throw new ConnectorError({ errorClass: 'VALIDATION', outcome: 'REFUSED', message: 'the webhook body is not an eBay notification', cause: error });
  }
}

/** The fields of an order notice are not published: its order is read when it names one, and changed orders are polled for in any case. */
function newsIn({ metadata, notification: { data } }: Notice): MarketplaceNews {
  const { orderId, username, userId, eiasToken } = data;
  switch (metadata.topic) {
    case 'MARKETPLACE_ACCOUNT_DELETION':
      return { orders: [], changedOrderIds: [], pollNow: false, erasedBuyers: [username, userId, eiasToken].filter((id) => id !== null) };
    case 'ORDER_CONFIRMATION':
      return { orders: [], changedOrderIds: namedOrder(orderId), pollNow: true };
    case 'ORDER_CANCELLATION_ACTIVITY':
    case 'ITEM_COMMITMENT_CANCELLATION_ACTIVITY':
    case 'ORDER_RETURN_ACTIVITY':
      return { orders: [], changedOrderIds: namedOrder(orderId), pollNow: true, returnsChanged: true };
    // The next call with the consent that was ended finds out, and pauses the store.
    case 'AUTHORIZATION_REVOCATION':
      return { orders: [], changedOrderIds: [], pollNow: true };
    default:
      return { orders: [], changedOrderIds: [], pollNow: false };
  }
}

function namedOrder(orderId: string | null): readonly string[] {
  return orderId !== null && ORDER_ID.test(orderId) ? [orderId] : [];
}
