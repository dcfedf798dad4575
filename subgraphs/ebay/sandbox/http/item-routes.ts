import type { FastifyReply, FastifyRequest } from 'fastify';
import { headerOf, noContent, type EbaySandbox } from '../ebay-sandbox.js';
import { ofOwner, type Item, type Json } from '../market.js';
import { asJson } from '../json.js';
import { refuseNowAndThen, saveItem } from '../inventory/save-item.js';
import { endListing, findItem, groupsOf, liveListingOf, offersOf } from '../inventory/shelf.js';
import { updatePriceQuantity } from '../inventory/update-price-quantity.js';
import { EbayRefusal, inventoryError, refusal } from '../wire-errors.js';
import { sellerOf } from './authenticate.js';

const ROOT = '/sell/inventory/v1';
const MOST = 25;

/** Inventory items, one by one and in bulk, and bulk_update_price_quantity. */
export function installItemRoutes(sandbox: EbaySandbox): void {
  const { market } = sandbox;
  const { app } = sandbox.kit;
  const seller = (request: FastifyRequest) => sellerOf(sandbox, request, 'inventory');

  app.put<{ Params: { sku: string }; Body: Json }>(`${ROOT}/inventory_item/:sku`, (request, reply) => {
    const { username } = seller(request);
    const locale = contentLanguageOf(request);
    refuseNowAndThen(sandbox);
    const outcome = sandbox.during(request, () => saveItem(sandbox, { username, sku: request.params.sku, locale, record: asJson(request.body) }));
    return outcome === 'CREATED' ? reply.code(201).send({ warnings: [] }) : noContent(reply);
  });

  app.get<{ Params: { sku: string } }>(`${ROOT}/inventory_item/:sku`, (request) => {
    const { username } = seller(request);
    return toView(sandbox, username, requireItem(sandbox, username, request.params.sku));
  });

  app.delete<{ Params: { sku: string } }>(`${ROOT}/inventory_item/:sku`, (request, reply) => {
    const { username } = seller(request);
    const { sku } = requireItem(sandbox, username, request.params.sku);
    sandbox.during(request, () => {
      for (const offer of offersOf(market, username, sku)) {
        const listing = liveListingOf(market, username, offer);
        if (listing?.groupKey === null) endListing(market, username, listing);
        market.offers.remove([username, offer.offerId]);
        market.offersBySku.remove([username, sku, offer.marketplaceId, offer.format]);
      }
      market.items.remove([username, sku]);
    });
    return noContent(reply);
  });

  app.get<{ Querystring: { limit?: string; offset?: string } }>(`${ROOT}/inventory_item`, (request) => {
    const { username } = seller(request);
    const { limit, page } = pagingOf(request.query, { most: 200, usual: 25 });
    const items = ofOwner(market.items, username);
    const shown = items.slice(page * limit, (page + 1) * limit);
    const address = (number: number) => `${ROOT}/inventory_item?limit=${limit}&offset=${number}`;
    return { href: address(page), size: shown.length, total: items.length, limit, ...((page + 1) * limit < items.length ? { next: address(page + 1) } : {}), inventoryItems: shown.map((item) => toView(sandbox, username, item)) };
  });

  app.post<{ Body: Json }>(`${ROOT}/bulk_get_inventory_item`, (request, reply) => {
    const { username } = seller(request);
    const responses = requestsOf(request.body).map((one) => {
      const sku = String(one['sku']);
      const item = findItem(market, username, sku);
      return item ? { sku, statusCode: 200, inventoryItem: toView(sandbox, username, item), errors: [], warnings: [] } : { sku, statusCode: 404, errors: [unknownSku(sku)], warnings: [] };
    });
    return answerBulk(reply, responses);
  });

  app.post<{ Body: Json }>(`${ROOT}/bulk_create_or_replace_inventory_item`, (request, reply) => {
    const { username } = seller(request);
    const responses = requestsOf(request.body).map(({ sku, locale, ...record }) => {
      if (typeof sku !== 'string' || typeof locale !== 'string') return { sku, locale, statusCode: 400, errors: [inventoryError(25_733, 'SKU and locale should be provided.')], warnings: [] };
      try {
        refuseNowAndThen(sandbox);
        const outcome = sandbox.during(request, () => saveItem(sandbox, { username, sku, locale: locale.replace('_', '-'), record }));
        return { sku, locale, statusCode: outcome === 'CREATED' ? 201 : 204, errors: [], warnings: [] };
      } catch (error) {
        if (!(error instanceof EbayRefusal)) throw error;
        return { sku, locale, statusCode: error.status, errors: error.errors, warnings: [] };
      }
    });
    return answerBulk(reply, responses);
  });

  app.post<{ Body: Json }>(`${ROOT}/bulk_update_price_quantity`, (request, reply) => {
    const caller = seller(request);
    return answerBulk(reply, sandbox.during(request, () => updatePriceQuantity(sandbox, caller, asJson(request.body)['requests'])));
  });
}

/** 200 when all went well, 207 when some did, 400 when none did. */
export function answerBulk(reply: FastifyReply, responses: readonly { readonly statusCode: number }[]): FastifyReply {
  const failed = responses.filter(({ statusCode }) => statusCode > 299).length;
  return reply.code(failed === 0 ? 200 : failed < responses.length ? 207 : 400).send({ responses });
}

export function requestsOf(body: unknown): Json[] {
  const { requests } = asJson(body);
  if (!Array.isArray(requests) || requests.length === 0) throw refusal(400, inventoryError(25_709, 'Invalid value for requests.', { fieldName: 'requests' }));
  if (requests.length > MOST) throw refusal(400, inventoryError(25_727, `The number of requests exceeds the maximum of ${MOST}.`, { count: requests.length }));
  return requests.map(asJson);
}

export function contentLanguageOf(request: FastifyRequest): string {
  const language = headerOf(request, 'content-language');
  if (language === undefined || !/^[a-z]{2}-[A-Z]{2}$/.test(language)) throw refusal(400, inventoryError(25_709, 'Invalid value for header Content-Language.', { fieldName: 'Content-Language' }));
  return language;
}

/** Here `offset` is a page number. */
export function pagingOf({ limit, offset }: { limit?: string; offset?: string }, { most, usual }: { most: number; usual: number }): { limit: number; page: number } {
  const [size, page] = [Number(limit ?? usual), Number(offset ?? 0)];
  if (!Number.isInteger(size) || size < 1 || size > most || !Number.isInteger(page) || page < 0) throw refusal(400, inventoryError(25_706, 'The limit and offset values are invalid.', { limit: String(limit), offset: String(offset) }));
  return { limit: size, page };
}

function requireItem({ market }: EbaySandbox, username: string, sku: string): Item {
  const item = findItem(market, username, sku);
  if (!item) throw refusal(404, unknownSku(sku));
  return item;
}

function unknownSku(sku: string) {
  return inventoryError(25_702, 'SKU could not be found or is not available in the system.', { sku });
}

function toView({ market }: EbaySandbox, username: string, { sku, locale, record }: Item): Json {
  const keys = groupsOf(market, username, sku).map(({ key }) => key);
  return { ...record, sku, locale: locale.replace('-', '_'), ...(keys.length > 0 ? { inventoryItemGroupKeys: keys, groupIds: keys } : {}) };
}
