import { z } from 'zod';
import { sameText } from '../../../platform/same-text.js';
import type { WebhookPort } from '../../sync/connector/contract.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';
import { call, parseTrendyolJson, sellerPath, send, type TrendyolContext, type TrendyolCredentials } from './client.js';
import { readOrders } from './orders.js';
import { envelopeSchema } from './to-domain.js';

const hookSchema = z.looseObject({ id: text, url: z.string(), status: z.string().nullish(), authenticationType: z.string().nullish() });
const createdSchema = z.looseObject({ id: text });
type Hook = z.infer<typeof hookSchema>;

export const webhooks: WebhookPort<TrendyolCredentials> = {
  async ensure(context, { url, secret }) {
    const hook = (await listHooks(context)).find((candidate) => candidate.url === url);
    if (hook === undefined) return { remoteId: await createHook(context, url, secret), wasOff: true };
    if (hook.status === 'ACTIVE') return { remoteId: hook.id, wasOff: false };
    await send(context, { endpoint: 'webhooks', operation: 'webhooks.activate', method: 'PUT', path: `${hooksPath(context)}/${hook.id}/activate` });
    return { remoteId: hook.id, wasOff: true };
  },
  async remove(context, remoteId) {
    await send(context, { endpoint: 'webhooks', operation: 'webhooks.remove', method: 'DELETE', path: `${hooksPath(context)}/${encodeURIComponent(remoteId)}` });
  },
  isAuthentic: ({ headers }, secret) => secret !== '' && sameText(headers['x-api-key'] ?? '', secret),
  parse({ body }, currency) {
    try {
      const orders = readOrders(envelopeSchema.parse(parseTrendyolJson(body.toString('utf8'))).content, currency);
      return { orders, changedOrderIds: [], pollNow: false };
    } catch (error) {
      throw new ConnectorError({ errorClass: 'VALIDATION', outcome: 'REFUSED', message: 'the webhook body is not a Trendyol order page', cause: error });
    }
  },
};

async function listHooks(context: TrendyolContext): Promise<Hook[]> {
  return call(context, { endpoint: 'webhooks', operation: 'webhooks.list', method: 'GET', path: hooksPath(context) }, z.array(hookSchema));
}

async function createHook(context: TrendyolContext, url: string, secret: string): Promise<string> {
  const body = { url, authenticationType: 'API_KEY', apiKey: secret, subscribedStatuses: [] };
  return (await call(context, { endpoint: 'webhooks', operation: 'webhooks.create', method: 'POST', path: hooksPath(context), body }, createdSchema)).id;
}

function hooksPath(context: TrendyolContext): string {
  return sellerPath(context, 'webhook', 'webhooks');
}
