import type { FastifyReply, FastifyRequest } from 'fastify';
import { headerOf, noContent, type EbaySandbox } from '../ebay-sandbox.js';
import { publishGroup, publishOffer } from '../inventory/publish.js';
import { asJson } from '../json.js';
import { availableOf, priceOf } from '../inventory/quantities.js';
import { revise } from '../inventory/revisions.js';
import { endListing, findItem, listingOf, liveListingOf, offersOf } from '../inventory/shelf.js';
import type { Json, Offer, Seller } from '../market.js';
import { siteFacts } from '../reference/sites.js';
import { EbayRefusal, inventoryError, refusal } from '../wire-errors.js';
import { sellerOf } from './authenticate.js';
import { answerBulk, contentLanguageOf, pagingOf, requestsOf } from './item-routes.js';

const ROOT = '/sell/inventory/v1';

/** Offers: created, replaced, published, withdrawn, one by one, in bulk and by group. */
export function installOfferRoutes(sandbox: EbaySandbox): void {
  const { market } = sandbox;
  const { app } = sandbox.kit;
  const seller = (request: FastifyRequest) => sellerOf(sandbox, request, 'inventory');

  app.post<{ Body: Json }>(`${ROOT}/offer`, (request, reply) => {
    const { username } = seller(request);
    contentLanguageOf(request);
    const offer = sandbox.during(request, () => createOffer(sandbox, username, asJson(request.body)));
    return reply.code(201).send({ offerId: offer.offerId, warnings: [] });
  });

  app.post<{ Body: Json }>(`${ROOT}/bulk_create_offer`, (request, reply) => {
    const { username } = seller(request);
    contentLanguageOf(request);
    const responses = requestsOf(request.body).map((body) => {
      const { sku, marketplaceId, format } = body;
      return answering({ sku, marketplaceId, format }, () => ({ offerId: sandbox.during(request, () => createOffer(sandbox, username, body)).offerId, statusCode: 201 }));
    });
    return answerBulk(reply, responses);
  });

  app.get<{ Querystring: { sku?: string; marketplace_id?: string; format?: string; limit?: string; offset?: string } }>(`${ROOT}/offer`, (request) => {
    const { username } = seller(request);
    const { sku, marketplace_id: site, format } = request.query;
    if (sku === undefined || sku === '') throw refusal(400, inventoryError(25_709, 'Invalid value for sku.', { fieldName: 'sku' }));
    const { limit, page } = pagingOf(request.query, { most: 100, usual: 100 });
    const found = offersOf(market, username, sku).filter((offer) => (site === undefined || offer.marketplaceId === site) && (format === undefined || offer.format === format));
    if (found.length === 0) throw refusal(404, inventoryError(25_713, 'This Offer is not available.', { sku }));
    const offers = found.slice(page * limit, (page + 1) * limit).map((offer) => toView(sandbox, username, offer));
    return { href: request.url, total: found.length, size: offers.length, limit, offers };
  });

  app.get<{ Params: { offerId: string } }>(`${ROOT}/offer/:offerId`, (request) => {
    const { username } = seller(request);
    return toView(sandbox, username, requireOffer(sandbox, username, request.params.offerId));
  });

  app.put<{ Params: { offerId: string }; Body: Json }>(`${ROOT}/offer/:offerId`, (request, reply) => {
    const { username } = seller(request);
    contentLanguageOf(request);
    const offer = requireOffer(sandbox, username, request.params.offerId);
    sandbox.during(request, () => replaceOffer(sandbox, username, offer, asJson(request.body)));
    return noContent(reply);
  });

  app.delete<{ Params: { offerId: string } }>(`${ROOT}/offer/:offerId`, (request, reply) => {
    const { username } = seller(request);
    const offer = requireOffer(sandbox, username, request.params.offerId);
    sandbox.during(request, () => {
      withdraw(sandbox, username, offer);
      market.offers.remove([username, offer.offerId]);
      market.offersBySku.remove([username, offer.sku, offer.marketplaceId, offer.format]);
    });
    return noContent(reply);
  });

  app.post<{ Params: { offerId: string } }>(`${ROOT}/offer/:offerId/publish`, (request, reply) => {
    const caller = seller(request);
    if (hasNoLength(request)) return lengthRequired(reply);
    const offer = requireOffer(sandbox, caller.username, request.params.offerId);
    return sandbox.during(request, () => publishOffer(sandbox, caller, offer));
  });

  app.post<{ Body: Json }>(`${ROOT}/bulk_publish_offer`, (request, reply) => {
    const caller = seller(request);
    const responses = requestsOf(request.body).map(({ offerId }) =>
      answering({ offerId }, () => ({ ...sandbox.during(request, () => publishOffer(sandbox, caller, requireOffer(sandbox, caller.username, String(offerId)))), statusCode: 200 })),
    );
    return answerBulk(reply, responses);
  });

  app.post<{ Params: { offerId: string } }>(`${ROOT}/offer/:offerId/withdraw`, (request, reply) => {
    const { username } = seller(request);
    if (hasNoLength(request)) return lengthRequired(reply);
    const offer = requireOffer(sandbox, username, request.params.offerId);
    const listingId = sandbox.during(request, () => withdraw(sandbox, username, offer));
    return reply.send({ listingId });
  });

  app.post<{ Body: Json }>(`${ROOT}/offer/publish_by_inventory_item_group`, (request) => {
    const caller = seller(request);
    const { group, offers } = groupOf(sandbox, caller, asJson(request.body));
    return sandbox.during(request, () => publishGroup(sandbox, caller, group, offers));
  });

  app.post<{ Body: Json }>(`${ROOT}/offer/withdraw_by_inventory_item_group`, (request, reply) => {
    const caller = seller(request);
    const { offers } = groupOf(sandbox, caller, asJson(request.body));
    sandbox.during(request, () => {
      for (const offer of offers) {
        const listing = liveListingOf(market, caller.username, offer);
        if (listing) endListing(market, caller.username, listing);
      }
    });
    return noContent(reply);
  });

  app.post<{ Body: Json }>(`${ROOT}/offer/get_listing_fees`, (request) => {
    const { username } = seller(request);
    const offers = asJson(request.body)['offers'];
    if (!Array.isArray(offers) || offers.length > 250) throw refusal(400, inventoryError(25_730, 'The number of offers exceeds the maximum of 250.'));
    const sites = new Set(offers.map((one) => requireOffer(sandbox, username, String(asJson(one)['offerId'])).marketplaceId));
    return { feeSummaries: [...sites].map((marketplaceId) => ({ marketplaceId, fees: [{ feeType: 'InsertionFee', amount: { value: '0.0', currency: siteFacts[marketplaceId]?.currency }, promotionalDiscount: { value: '0.0', currency: siteFacts[marketplaceId]?.currency } }], warnings: [] })) };
  });
}

function createOffer({ market }: EbaySandbox, username: string, body: Json): Offer {
  const { sku, marketplaceId, format, ...record } = body;
  if (typeof sku !== 'string' || sku === '' || sku.length > 50) throw refusal(400, inventoryError(25_707, 'This is an invalid value for a SKU.', { sku: String(sku) }));
  if (typeof marketplaceId !== 'string' || siteFacts[marketplaceId] === undefined) throw refusal(400, inventoryError(25_709, 'Invalid value for marketplaceId.', { fieldName: 'marketplaceId' }));
  if (format !== 'FIXED_PRICE' && format !== 'AUCTION') throw refusal(400, inventoryError(25_709, 'Invalid value for format.', { fieldName: 'format' }));
  if (!findItem(market, username, sku)) throw refusal(404, inventoryError(25_702, 'SKU could not be found or is not available in the system.', { sku }));
  const known = market.offersBySku.get([username, sku, marketplaceId, format]);
  if (known !== undefined) throw refusal(400, inventoryError(25_002, `A user error has occurred. Offer entity already exists: ${known}.`, { offerId: known }));
  const offer: Offer = { offerId: String(market.next('offer')), sku, marketplaceId, format, record, listingId: null };
  market.offers.put([username, offer.offerId], offer);
  market.offersBySku.put([username, sku, marketplaceId, format], offer.offerId);
  return offer;
}

/** A full replacement; a published listing changes at once. */
function replaceOffer(sandbox: EbaySandbox, username: string, offer: Offer, body: Json): void {
  const { market } = sandbox;
  const listing = liveListingOf(market, username, offer);
  if (listing) revise(sandbox, listing.listingId);
  const { sku: _sku, marketplaceId: _site, format: _format, ...record } = body;
  const replaced = { ...offer, record };
  if (listing && priceOf(replaced) === null) throw refusal(400, inventoryError(25_003, 'Invalid price.', { offerId: offer.offerId }));
  market.offers.put([username, offer.offerId], replaced);
  const [old, now] = [priceOf(offer)?.value ?? null, priceOf(replaced)?.value ?? null];
  if (old !== now) market.note('price', offer.sku, old, now);
}

function withdraw({ market }: EbaySandbox, username: string, offer: Offer): string | undefined {
  const listing = liveListingOf(market, username, offer);
  if (!listing) return undefined;
  if (listing.groupKey !== null) throw refusal(400, inventoryError(25_002, 'A user error has occurred. An offer of a group is withdrawn with its group.', { inventoryItemGroupKey: listing.groupKey }));
  endListing(market, username, listing);
  return listing.listingId;
}

function groupOf({ market }: EbaySandbox, { username }: Seller, body: Json) {
  const { inventoryItemGroupKey: key, marketplaceId: site } = body;
  const group = market.groups.get([username, String(key)]);
  if (!group) throw refusal(404, inventoryError(25_705, 'The inventory item group could not be found.', { inventoryItemGroupKey: String(key) }));
  const offers = group.variantSkus.flatMap((sku) => offersOf(market, username, sku).filter(({ marketplaceId, format }) => marketplaceId === site && format === 'FIXED_PRICE'));
  return { group, offers };
}

function requireOffer({ market }: EbaySandbox, username: string, offerId: string): Offer {
  const offer = market.offers.get([username, offerId]);
  if (!offer) throw refusal(404, inventoryError(25_713, 'This Offer is not available.', { offerId }));
  return offer;
}

function toView({ market }: EbaySandbox, username: string, offer: Offer): Json {
  const { offerId, sku, marketplaceId, format, record } = offer;
  const listing = listingOf(market, username, offer);
  const item = findItem(market, username, sku);
  const isLive = listing?.isEnded === false;
  const listingStatus = !isLive ? 'ENDED' : item && availableOf(item, offer) > 0 ? 'ACTIVE' : 'OUT_OF_STOCK';
  return { ...record, offerId, sku, marketplaceId, format, status: isLive ? 'PUBLISHED' : 'UNPUBLISHED', ...(isLive ? { listing: { listingId: listing.listingId, listingStatus, soldQuantity: listing.sold[sku] ?? 0 } } : {}) };
}

function answering(about: Json, act: () => { readonly statusCode: number }): { readonly statusCode: number } {
  try {
    const succeeded: Json & { readonly statusCode: number } = { ...about, errors: [], warnings: [], ...act() };
    return succeeded;
  } catch (error) {
    if (!(error instanceof EbayRefusal)) throw error;
    const refused: Json & { readonly statusCode: number } = { ...about, statusCode: error.status, errors: error.errors, warnings: [] };
    return refused;
  }
}

/** (sandbox choice) An empty body that says that it is empty will do: eBay's contract has none here, and public clients send none. */
function hasNoLength(request: FastifyRequest): boolean {
  return headerOf(request, 'content-length') === undefined && headerOf(request, 'transfer-encoding') === undefined;
}

function lengthRequired(reply: FastifyReply): FastifyReply {
  return reply.code(411).type('text/html').send('<html><head><title>Length Required</title></head><body><h1>Length Required</h1></body></html>');
}
