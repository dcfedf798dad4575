import { z } from 'zod';
import { fromCanonicalBase64 } from '../../../platform/canonical-base64.js';
import { sameText } from '../../../platform/same-text.js';
import { ConnectorError, type MarketplaceNews, type WebhookCall, type WebhookPort } from '../../sync/connector/contract.js';
import { optionalText, text } from '../../sync/connector/wire-values.js';
import type { HepsiburadaCredentials } from './client.js';
import { toRemoteOrder } from './order-to-domain.js';
import { lineSchema, orderOfLines, type WireLine } from './wire-orders.js';

const newOrderSchema = z.looseObject({ items: z.array(lineSchema).min(1) });
const packageSchema = z.looseObject({ items: z.array(z.looseObject({ orderNumber: text })).min(1) });
const packagesSchema = z.union([z.array(packageSchema).min(1), packageSchema.transform((one) => [one])]);
const namedSchema = z.looseObject({ orderNumber: optionalText, orderNumbers: z.array(text).nullish() });

const NOTHING: MarketplaceNews = { orders: [], changedOrderIds: [], pollNow: false };

/**
 * Hepsiburada takes webhook registrations by hand only. It calls paths below the store's address with POST and PUT and
 * the agreed Basic credentials: any user name, the store's secret as password. Only a new order is told whole.
 */
export const webhooks: WebhookPort<HepsiburadaCredentials> = {
  isAuthentic: ({ headers }, secret) => secret !== '' && sameText(passwordOf(headers['authorization'] ?? ''), secret),
  reply: { status: 204, body: null },
  parse(call) {
    try {
      return newsIn(call, JSON.parse(call.body.toString('utf8')));
    } catch (error) {
      throw new ConnectorError({ errorClass: 'VALIDATION', outcome: 'REFUSED', message: 'the webhook call is not one of Hepsiburada\'s', cause: error });
    }
  },
};

function newsIn({ method, path }: Pick<WebhookCall, 'method' | 'path'>, body: unknown): MarketplaceNews {
  const [resource = '', id, event] = (path.split('?')[0] ?? '').split('/').filter((part) => part !== '').map((part) => decodeURIComponent(part).toLowerCase());
  if (resource === 'orders' && id !== undefined && event === 'shippingaddress') return changed([id]);
  if (resource === 'packages' && id === undefined && method === 'POST') return changed(packagesSchema.parse(body).flatMap(({ items }) => items.map(({ orderNumber }) => orderNumber)));
  if (resource === '' || (resource === 'orders' && method === 'POST')) return newOrders(newOrderSchema.parse(body).items);
  const { orderNumber, orderNumbers } = namedSchema.parse(body);
  const named = [...(orderNumbers ?? []), ...(orderNumber === null ? [] : [orderNumber])];
  // On the way, delivered, not delivered: only the package is named, which the feeds lead to its order.
  if (resource === 'claims') return { ...changed(named), returnsChanged: true };
  return named.length > 0 ? changed(named) : { ...NOTHING, pollNow: true };
}

function newOrders(lines: readonly WireLine[]): MarketplaceNews {
  const numbers = [...new Set(lines.map(({ orderNumber }) => orderNumber))];
  const orders = numbers.flatMap((number) => {
    const order = orderOfLines(lines.filter((line) => line.orderNumber === number));
    return order === null ? [] : [toRemoteOrder(order, { tracking: new Map(), knownNumbers: [] })];
  });
  return { ...NOTHING, orders };
}

function changed(orderNumbers: readonly string[]): MarketplaceNews {
  return { ...NOTHING, changedOrderIds: [...new Set(orderNumbers)] };
}

function passwordOf(authorization: string): string {
  const match = /^Basic ([A-Za-z0-9+/=]+)$/i.exec(authorization);
  const credentials = fromCanonicalBase64(match?.[1] ?? '')?.toString('utf8') ?? '';
  const separator = credentials.indexOf(':');
  return separator < 0 ? '' : credentials.slice(separator + 1);
}
