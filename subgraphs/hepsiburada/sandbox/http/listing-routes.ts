import { callOf } from '../../../../platform/sandbox/call.js';
import { UPLOAD_KINDS, uploadAnswer, type UploadKind } from '../domain/upload.js';
import { isSalable, listingRow, type Listing } from '../domain/listing.js';
import type { HepsiburadaSandbox } from '../hepsiburada-sandbox.js';
import { findListing, findNamed, removeListing, saveListing } from '../listings-store.js';
import { ofSeller } from '../market.js';
import { submitUpload } from '../operations/submit-upload.js';
import { listingErrors, ok, type Answer } from './answer.js';
import { installEndpoint, type Endpoint, type ServiceCall } from './endpoint.js';
import { uploadRows } from './upload-body.js';

const MAX_NAMED_SKUS = 50;
const BASE = '/listings/merchantid/:merchantId';

/** Price, stock and what is on sale. */
export function installListingRoutes(sandbox: HepsiburadaSandbox): void {
  const route = (method: Endpoint['method'], path: string, handle: Endpoint['handle'], quota?: Endpoint['quota']): void =>
    installEndpoint(sandbox, { service: 'listing-external', method, path, handle, ...(quota ? { quota } : {}) });
  // The service knows the path in small letters only.
  for (const method of ['GET', 'POST', 'DELETE'] as const) route(method, '/listings/merchantId/*', () => listingErrors.badRequest('Bad Request'));
  route('GET', BASE, (call) => listListings(sandbox, call));
  for (const kind of UPLOAD_KINDS) {
    route('POST', `${BASE}/${kind}-uploads`, (call) => upload(sandbox, call, kind));
    route('GET', `${BASE}/${kind}-uploads/id/:uploadId`, (call) => showUpload(sandbox, call, kind));
  }
  route('POST', `${BASE}/bulk-unlock`, (call) => unlock(sandbox, call));
  route('POST', `${BASE}/sku/:hbSku/activate`, (call) => switchSale(sandbox, call, true));
  route('POST', `${BASE}/sku/:hbSku/deactivate`, (call) => switchSale(sandbox, call, false));
  route('POST', `${BASE}/sku/:hbSku/merchantsku/:merchantSku`, (call) => changeOne(sandbox, call));
  route('DELETE', `${BASE}/sku/:hbSku/merchantsku/:merchantSku`, (call) => remove(sandbox, call));
  route('GET', '/buybox-orders/merchantid/:merchantId', (call) => buybox(sandbox, call));
  route('GET', '/commissions/merchantid/:merchantId', (call) => commissions(sandbox, call), 'commissions');
}

function listListings({ market }: HepsiburadaSandbox, { seller, query }: ServiceCall): Answer {
  const [offset, limit] = [Number(query['offset'] ?? Number.NaN), Number(query['limit'] ?? Number.NaN)];
  if (!Number.isInteger(offset) || !Number.isInteger(limit) || offset < 0 || limit < 1) return listingErrors.badRequest('offset and limit are required');
  const merchantSkus = named(query['merchantSkuList']);
  const hbSkus = named(query['hbSkuList']);
  if ((merchantSkus?.length ?? 0) > MAX_NAMED_SKUS || (hbSkus?.length ?? 0) > MAX_NAMED_SKUS) return listingErrors.badRequest(`at most ${MAX_NAMED_SKUS} skus`);
  const all = merchantSkus ? merchantSkus.flatMap((sku) => findListing(market, seller.merchantId, sku) ?? []) : ofSeller(market.listings, seller.merchantId);
  const wanted = all.filter((listing) => (hbSkus === null || hbSkus.includes(listing.hbSku)) && fitsSale(listing, query));
  return ok({ listings: wanted.slice(offset, offset + limit).map(listingRow), totalCount: wanted.length, limit, offset });
}

function fitsSale(listing: Listing, query: ServiceCall['query']): boolean {
  if (query['salable-listings'] === 'true') return isSalable(listing);
  return query['notsalable-listings'] !== 'true' || !isSalable(listing);
}

function upload(sandbox: HepsiburadaSandbox, call: ServiceCall, kind: UploadKind): Answer {
  const { seller, request, requestId } = call;
  const outcome = sandbox.during(requestId, () => submitUpload(sandbox, { merchantId: seller.merchantId, kind, body: uploadRows(call), requestId }));
  // Too many uploads at once are told inside an answer that looks like a success.
  if ('problem' in outcome) return outcome.isBusy ? ok({ id: null, message: outcome.problem }) : listingErrors.badRequest(outcome.problem);
  const logged = callOf(request);
  if (logged) logged.itemCount = outcome.upload.items.length;
  return ok({ id: outcome.upload.id });
}

function showUpload({ market }: HepsiburadaSandbox, { seller, params }: ServiceCall, kind: UploadKind): Answer {
  const found = market.uploads.get([seller.merchantId, params['uploadId'] ?? '']);
  return found?.kind === kind ? ok(uploadAnswer(found)) : listingErrors.notFound();
}

function unlock(sandbox: HepsiburadaSandbox, { seller, body, requestId }: ServiceCall): Answer {
  const hbSkuList = (body as { hbSkuList?: unknown } | null)?.hbSkuList;
  if (!Array.isArray(hbSkuList) || hbSkuList.length === 0) return listingErrors.badRequest('hbSkuList cannot be empty');
  const { market } = sandbox;
  return sandbox.during(requestId, () => {
    const failed = hbSkuList.map(String).filter((hbSku) => {
      const listing = findNamed(market, seller.merchantId, { hepsiburadaSku: hbSku, merchantSku: null });
      if (!listing || isOutsideBand(listing)) return true;
      saveListing(market, { ...listing, lockReasons: [] });
      return false;
    });
    return ok({ success: failed.length === 0, failedSkuList: failed });
  });
}

function isOutsideBand({ band, priceMinor }: Listing): boolean {
  return band !== null && (priceMinor < band.minMinor || priceMinor > band.maxMinor);
}

function switchSale(sandbox: HepsiburadaSandbox, { seller, params, requestId }: ServiceCall, isActive: boolean): Answer {
  const listing = findNamed(sandbox.market, seller.merchantId, { hepsiburadaSku: params['hbSku'] ?? '', merchantSku: null });
  if (!listing) return listingErrors.notFound('Listing not found');
  sandbox.during(requestId, () => saveListing(sandbox.market, { ...listing, isActive }));
  return ok({});
}

function changeOne(sandbox: HepsiburadaSandbox, { seller, params, body, requestId }: ServiceCall): Answer {
  const listing = findListing(sandbox.market, seller.merchantId, params['merchantSku'] ?? '');
  if (listing?.hbSku !== params['hbSku'] || !listing) return listingErrors.notFound('Listing not found');
  const { newAvailableStock, newPrice } = (body ?? {}) as { newAvailableStock?: unknown; newPrice?: { amount?: unknown } };
  sandbox.during(requestId, () =>
    saveListing(sandbox.market, {
      ...listing,
      ...(newAvailableStock === undefined ? {} : { availableStock: Number(newAvailableStock) }),
      ...(newPrice?.amount === undefined ? {} : { priceMinor: Math.round(Number(newPrice.amount) * 100) }),
    }),
  );
  return ok({});
}

function remove(sandbox: HepsiburadaSandbox, { seller, params, requestId }: ServiceCall): Answer {
  const listing = findListing(sandbox.market, seller.merchantId, params['merchantSku'] ?? '');
  if (!listing || listing.hbSku !== params['hbSku']) return listingErrors.notFound('Listing not found');
  sandbox.during(requestId, () => removeListing(sandbox.market, listing));
  return ok({});
}

/** Ranked offers of each SKU, cheapest first; the shape is the sandbox's choice. */
function buybox({ market }: HepsiburadaSandbox, { seller, query }: ServiceCall): Answer {
  const skus = named(query['skuList']);
  if (skus === null || skus.length === 0) return listingErrors.badRequest('skuList cannot be empty');
  if (skus.length > 10) return listingErrors.badRequest('skuList can have at most 10 items');
  const rows = skus.flatMap((hbSku) => {
    const listing = findNamed(market, seller.merchantId, { hepsiburadaSku: hbSku, merchantSku: null });
    if (!listing) return [];
    const own = isSalable(listing) ? [{ merchantName: seller.merchantName, merchantRating: 9.1, price: listing.priceMinor / 100, dispatchTime: 2 }] : [];
    const ranked = [...own, ...(market.rivals.get(hbSku) ?? [])].sort((a, b) => a.price - b.price);
    return [{ sku: hbSku, buyboxOrders: ranked.map((offer, index) => ({ rank: index + 1, ...offer })) }];
  });
  return ok(rows);
}

function commissions({ market }: HepsiburadaSandbox, { seller, query }: ServiceCall): Answer {
  const skus = named(query['skuList']);
  if (skus === null || skus.length === 0) return listingErrors.badRequest('skuList cannot be empty');
  if (skus.length > MAX_NAMED_SKUS) return listingErrors.badRequest(`skuList can have at most ${MAX_NAMED_SKUS} items`);
  const rows = skus.flatMap((hbSku) => {
    const listing = findNamed(market, seller.merchantId, { hepsiburadaSku: hbSku, merchantSku: null });
    return listing ? [{ sku: hbSku, commissionRate: listing.commissionRate }] : [];
  });
  return ok(rows);
}

function named(list: string | undefined): string[] | null {
  return list === undefined ? null : list.split(',').filter((sku) => sku !== '');
}
