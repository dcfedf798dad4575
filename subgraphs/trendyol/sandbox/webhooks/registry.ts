import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Answer, type Endpoint } from '../access/endpoint.js';
import { badRequest, notFound } from '../access/errors.js';
import type { Kernel } from '../kernel.js';
import { PACKAGE_STATUSES } from '../packages/package.js';
import { webhookSpelling } from '../packages/transitions.js';

export interface Webhook {
  readonly id: string;
  readonly sellerId: number;
  readonly createdDate: number;
  readonly lastModifiedDate: number | null;
  readonly url: string;
  readonly authenticationType: 'BASIC_AUTHENTICATION' | 'API_KEY';
  readonly username: string | null;
  readonly password: string | null;
  readonly apiKey: string | null;
  readonly status: 'ACTIVE' | 'PASSIVE';
  readonly subscribedStatuses: readonly string[];
}

export interface WebhookRegistry {
  byId(sellerId: number, id: string): Webhook | undefined;
  /** Active and subscribed to a status in webhook spelling. */
  subscribers(sellerId: number, status: string): Webhook[];
  put(webhook: Webhook): void;
  readonly endpoints: Endpoint[];
}

/** The OpenAPI's base, and the one that some clients call. */
const BASES = ['/webhook/sellers/:sellerId/webhooks', '/sellers/:sellerId/webhooks'];
const MOST_WEBHOOKS = 15;
const FORBIDDEN_IN_URL = ['trendyol', 'dolap', 'localhost'];
const EVENTS = PACKAGE_STATUSES.map(webhookSpelling);

const bodySchema = z.looseObject({
  url: z.string(),
  authenticationType: z.enum(['BASIC_AUTHENTICATION', 'API_KEY']),
  username: z.string().nullish(),
  password: z.string().nullish(),
  apiKey: z.string().nullish(),
  subscribedStatuses: z.array(z.string()).nullish(),
});

export function createWebhookRegistry({ state, clock }: Kernel): WebhookRegistry {
  const webhooks = state.store<Webhook>('webhooks');

  const ofSeller = (sellerId: number) => [...webhooks.range({ start: [sellerId], end: [sellerId + 1] })].map(({ value }) => value);
  const put = (webhook: Webhook) => webhooks.put([webhook.sellerId, webhook.id], webhook);
  const byId = (sellerId: number, id: string) => webhooks.get([sellerId, id]);
  const require = (sellerId: number, id: string | undefined): Webhook => {
    const webhook = byId(sellerId, id ?? '');
    if (!webhook) throw notFound('webhook.not.found', 'Webhook not found');
    return webhook;
  };
  const setStatus = (sellerId: number, id: string | undefined, status: Webhook['status']) =>
    put({ ...require(sellerId, id), status, lastModifiedDate: clock.now() });

  const endpoint = (method: Endpoint['method'], path: string, handle: Endpoint['handle']): Endpoint[] =>
    BASES.map((base) => ({ method, path: base + path, quota: null, style: 'product', handle }));
  // Documented as the text 200 OK; as a JSON string it reads the same to clients that parse every answer.
  const done = new Answer(200, '200 OK');

  return {
    byId,
    put,
    subscribers: (sellerId, status) => ofSeller(sellerId).filter((one) => one.status === 'ACTIVE' && (one.subscribedStatuses.length === 0 || one.subscribedStatuses.includes(status))),
    endpoints: [
      ...endpoint('POST', '', ({ sellerId, body }) => {
        const wanted = readWebhook(body);
        if (ofSeller(sellerId).length >= MOST_WEBHOOKS) throw badRequest('webhook.limit.exceeded', `At most ${MOST_WEBHOOKS} webhooks`);
        const id = randomUUID();
        put({ id, sellerId, createdDate: clock.now(), lastModifiedDate: null, status: 'ACTIVE', ...wanted });
        return { id };
      }),
      ...endpoint('GET', '', ({ sellerId }) => ofSeller(sellerId).map(webhookView)),
      ...endpoint('PUT', '/:webhookId', ({ sellerId, params, body }) => {
        put({ ...require(sellerId, params['webhookId']), ...readWebhook(body), lastModifiedDate: clock.now() });
        return done;
      }),
      ...endpoint('DELETE', '/:webhookId', ({ sellerId, params }) => {
        webhooks.remove([sellerId, require(sellerId, params['webhookId']).id]);
        return done;
      }),
      ...endpoint('PUT', '/:webhookId/activate', ({ sellerId, params }) => {
        setStatus(sellerId, params['webhookId'], 'ACTIVE');
        return done;
      }),
      ...endpoint('PUT', '/:webhookId/deactivate', ({ sellerId, params }) => {
        setStatus(sellerId, params['webhookId'], 'PASSIVE');
        return done;
      }),
    ],
  };
}

function readWebhook(body: unknown): Pick<Webhook, 'url' | 'authenticationType' | 'username' | 'password' | 'apiKey' | 'subscribedStatuses'> {
  const parsed = bodySchema.safeParse(body);
  if (!parsed.success) throw badRequest('invalid.request', parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  const { url, authenticationType, username = null, password = null, apiKey = null, subscribedStatuses } = parsed.data;
  requireUrl(url);
  if (authenticationType === 'BASIC_AUTHENTICATION' && (!username || !password)) throw badRequest('invalid.credentials', 'username and password are required for BASIC_AUTHENTICATION');
  if (authenticationType === 'API_KEY' && !apiKey) throw badRequest('invalid.credentials', 'apiKey is required for API_KEY');
  const unknown = subscribedStatuses?.find((status) => !EVENTS.includes(status));
  if (unknown !== undefined) throw badRequest('invalid.subscribedStatuses', `Unknown status: ${unknown}`);
  return { url, authenticationType, username, password, apiKey, subscribedStatuses: subscribedStatuses ?? [] };
}

function requireUrl(url: string): void {
  if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) throw badRequest('invalid.url', 'url must be a valid address');
  const forbidden = FORBIDDEN_IN_URL.find((word) => url.toLowerCase().includes(word));
  if (forbidden !== undefined) throw badRequest('invalid.url', 'url must not contain Trendyol, Dolap or Localhost');
}

/** Secrets are never returned. */
function webhookView({ id, createdDate, lastModifiedDate, url, username, authenticationType, status, subscribedStatuses }: Webhook) {
  return { id, createdDate, lastModifiedDate, url, username, authenticationType, status, subscribedStatuses: subscribedStatuses.length === 0 ? EVENTS : subscribedStatuses };
}
