import { z } from 'zod';
import { sameText } from '../../../platform/same-text.js';
import { ConnectorError, type MarketplaceNews, type WebhookCall, type WebhookPort, type WebhookReply } from '../../sync/connector/contract.js';
import { optionalText, text } from '../../sync/connector/wire-values.js';
import { call, type OzonContext, type OzonCredentials } from './client.js';
import { isRoleMissing } from './errors.js';
import { orderNumberOf } from './posting.js';

/** What is worth a call: everything about postings, and cards that left moderation. */
const TYPES = ['TYPE_NEW_POSTING', 'TYPE_POSTING_CANCELLED', 'TYPE_STATE_CHANGED', 'TYPE_CUTOFF_DATE_CHANGED', 'TYPE_DELIVERY_DATE_CHANGED'];
const ORDER_TYPES = [...TYPES, 'TYPE_FBO_POSTING_NEW', 'TYPE_FBO_POSTING_CANCELLED', 'TYPE_FBO_POSTING_STATE_CHANGED', 'TYPE_FBO_POSTING_DELIVERY_DATE_CHANGED'];

const NAME = 'marketplace-hub';
const VERSION = '1.0';
const MOST_ADDRESSES = 100;

const messageSchema = z.looseObject({ message_type: z.string().min(1), posting_number: optionalText.optional(), order_number: optionalText.optional(), time: optionalText.optional() });
const listSchema = z.looseObject({
  urls: z.array(z.looseObject({ id: text, url: z.string(), types: z.array(z.looseObject({ type: z.string() })).nullish(), enable: z.boolean().nullish() })),
});
type Registered = z.infer<typeof listSchema>['urls'][number];

/** Push notifications: unsigned, so the secret is the last part of their address. They name postings and carry no order. */
export const webhooks: WebhookPort<OzonCredentials> = {
  ensure: (context, { url, secret }) => asSideService(() => ensureRegistered(context, `${url}/${encodeURIComponent(secret)}`)),
  remove: (context, remoteId) =>
    asSideService(async () => {
      await call(context, 'notifications.delete', { id: Number(remoteId) }, z.unknown());
    }),
  handshake: (received, { secret }) => (isOurs(received, secret) ? pingReply(received) : null),
  isAuthentic: (received, secret) => isOurs(received, secret),
  reply: { status: 200, body: { result: true } },
  parse: ({ body }) => toNews(body),
};

async function ensureRegistered(context: OzonContext, url: string): Promise<{ remoteId: string; wasOff: boolean }> {
  const registered = await findRegistered(context, url);
  if (!registered) return { remoteId: await register(context, url), wasOff: true };
  const { id, types, enable } = registered;
  const told = types?.map(({ type }) => type) ?? TYPES;
  if (TYPES.some((type) => !told.includes(type))) await call(context, 'notifications.update', { id: Number(id), url, types: TYPES }, z.unknown());
  if (enable === false) await call(context, 'notifications.enable', { id: Number(id), enabled: true }, z.unknown());
  return { remoteId: id, wasOff: enable === false };
}

async function findRegistered(context: OzonContext, url: string): Promise<Registered | undefined> {
  const { urls } = await call(context, 'notifications.list', { limit: MOST_ADDRESSES }, listSchema);
  return urls.find((one) => one.url === url);
}

/** Ozon answers nothing at all: the list has the new address with its id. */
async function register(context: OzonContext, url: string): Promise<string> {
  await call(context, 'notifications.set', { types: TYPES, url }, z.unknown());
  const known = await findRegistered(context, url);
  if (known) return known.id;
  throw new ConnectorError({ errorClass: 'SERVER', outcome: 'UNKNOWN', message: 'Ozon took the notification address and does not list it' });
}

/** A key without the role for notifications is still good for everything else: the store must not be paused for it. */
async function asSideService<T>(act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch (error) {
    if (!isRoleMissing(error)) throw error;
    throw new ConnectorError({ errorClass: 'VALIDATION', outcome: 'REFUSED', message: error.message, remoteCode: 'ROLE_MISSING', cause: error });
  }
}

function pingReply({ body }: WebhookCall): WebhookReply | null {
  const message = messageSchema.safeParse(readJson(body));
  if (!message.success || message.data.message_type !== 'TYPE_PING') return null;
  return { status: 200, body: { version: VERSION, name: NAME, time: message.data.time ?? new Date().toISOString() } };
}

function toNews(body: Buffer): MarketplaceNews {
  const message = messageSchema.safeParse(readJson(body));
  if (!message.success) throw new ConnectorError({ errorClass: 'VALIDATION', outcome: 'REFUSED', message: 'the notification is not one of Ozon', cause: message.error });
  const { message_type, posting_number, order_number } = message.data;
  const orderNumber = order_number ?? (posting_number ? orderNumberOf(posting_number) : null);
  if (ORDER_TYPES.includes(message_type) && orderNumber !== null) return { orders: [], changedOrderIds: [orderNumber], pollNow: false };
  // New kinds about orders are named before they are documented: the poll finds what they tell of.
  return { orders: [], changedOrderIds: [], pollNow: /POSTING|ORDER/.test(message_type) };
}

function readJson(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch {
    return null;
  }
}

function isOurs({ path }: WebhookCall, secret: string): boolean {
  if (secret === '') return false;
  return sameText((path.split('?')[0] ?? '').replace(/\/+$/, ''), `/${encodeURIComponent(secret)}`);
}
