import { carrierByShortName, CARRIERS } from '../domain/carriers.js';
import { movedRow, packageRow, trackingView } from '../domain/package-view.js';
import type { Package, PackageStatus } from '../domain/order.js';
import { readFilterDate } from '../domain/istanbul-time.js';
import type { HepsiburadaSandbox } from '../hepsiburada-sandbox.js';
import { changePackageCarrier } from '../operations/change-carrier.js';
import { splitPackage, unpack } from '../operations/divide-package.js';
import { movePackage, type Movement } from '../operations/move-package.js';
import { packLines, type BoxWish, type LinePart, type PackRefusal } from '../operations/pack-lines.js';
import { findPackage, orderOf, savePackage } from '../orders-store.js';
import { noContent, ok, omsErrors, type Answer } from './answer.js';
import { installEndpoint, type Endpoint, type ServiceCall } from './endpoint.js';
import { envelope, isAnswer, readPage, readSpan, type Span } from './paging.js';

const MAX_PACKAGES = 10;
const MAX_OTHERS = 50;
const DAY_MS = 86_400_000;

/** Boxes: feeds, making, dividing, sending, labels. */
export function installPackageRoutes(sandbox: HepsiburadaSandbox): void {
  const route = (method: Endpoint['method'], path: string, handle: Endpoint['handle']): void => {
    for (const spelling of ['merchantid', 'merchantId']) installEndpoint(sandbox, { service: 'oms-external', method, path: `/packages/${spelling}/:merchantId${path}`, handle });
  };
  const one = (method: Endpoint['method'], path: string, act: (pkg: Package, call: ServiceCall) => Answer): void =>
    route(method, `/packagenumber/:packageNumber${path}`, (call) => {
      const pkg = findPackage(sandbox.market, call.seller.merchantId, Number(call.params['packageNumber']));
      return pkg ? sandbox.during(call.requestId, () => act(pkg, call)) : omsErrors.notFound('Package not found');
    });
  route('GET', '', (call) => openFeed(sandbox, call));
  route('GET', '/status/unpacked', (call) => unpackedFeed(sandbox, call));
  route('GET', '/shipped', (call) => movedFeed(sandbox, call, 'InTransit'));
  route('GET', '/delivered', (call) => movedFeed(sandbox, call, 'Delivered'));
  route('GET', '/undelivered', (call) => movedFeed(sandbox, call, 'UnDelivered'));
  route('GET', '/missing-invoice', (call) => invoiceFeed(sandbox, call));
  route('POST', '', (call) => sandbox.during(call.requestId, () => pack(sandbox, call)));
  one('GET', '', (pkg) => ok(trackingView(pkg)));
  one('GET', '/labels', (pkg, { query }) => labels(pkg, query['format']));
  one('GET', '/changablecargocompanies', () => ok(CARRIERS));
  one('PUT', '/changecargocompany', (pkg, call) => changeCarrier(sandbox, pkg, call));
  one('POST', '/unpack', (pkg) => answerOf(unpack(sandbox.market, pkg, { isTold: false }), () => ok({})));
  one('POST', '/split', (pkg, call) => split(sandbox, pkg, call));
  one('POST', '/intransit', (pkg, call) => move(sandbox, pkg, call, 'InTransit'));
  one('POST', '/deliver', (pkg, call) => move(sandbox, pkg, call, 'Delivered'));
  one('POST', '/undeliver', (pkg, call) => move(sandbox, pkg, call, 'UnDelivered'));
  one('PUT', '/invoice', (pkg, call) => invoice(sandbox, pkg, call));
  one('PUT', '/parcel-info', (pkg, { body }) => {
    const { totalDesi, totalParcel } = (body ?? {}) as { totalDesi?: unknown; totalParcel?: unknown };
    savePackage(sandbox.market, { ...pkg, deci: Number(totalDesi ?? pkg.deci), parcelQuantity: Number(totalParcel ?? pkg.parcelQuantity) });
    return ok({});
  });
}

/** Newest first in every feed (sandbox choice). */
function feed({ market }: HepsiburadaSandbox, merchantId: string, status: PackageStatus, span: Span = { fromMs: 0, toMs: Number.MAX_SAFE_INTEGER }): Package[] {
  const range = market.packageFeed.range({ start: [merchantId, status, span.fromMs], end: [merchantId, status, span.toMs + 1] });
  return [...range].map(({ value }) => findPackage(market, merchantId, value)).filter((pkg) => pkg !== undefined).reverse();
}

/** A bare array; by time of packing, or of the last `timespan` hours. */
function openFeed(sandbox: HepsiburadaSandbox, { seller, query }: ServiceCall): Answer {
  const page = readPage(query, MAX_PACKAGES);
  if (isAnswer(page)) return page;
  const span = spanOf(sandbox, query);
  if (isAnswer(span)) return span;
  const packages = span === null ? [] : feed(sandbox, seller.merchantId, 'Open', span);
  return ok(packages.slice(page.offset, page.offset + page.limit).map((pkg) => packageRow(pkg, orderOf(sandbox.market, pkg))));
}

function spanOf({ market }: HepsiburadaSandbox, query: ServiceCall['query']): Span | null | Answer {
  const hours = query['timespan'];
  if (hours === undefined) return readSpan(query, 'begindate', 'enddate');
  return Number(hours) > 0 ? { fromMs: market.nowMs() - Number(hours) * 3_600_000, toMs: Number.MAX_SAFE_INTEGER - 1 } : omsErrors.badRequest('timespan must be above zero');
}

function unpackedFeed(sandbox: HepsiburadaSandbox, { seller, query }: ServiceCall): Answer {
  const page = readPage(query, MAX_PACKAGES);
  if (isAnswer(page)) return page;
  const rows = feed(sandbox, seller.merchantId, 'Unpacked').map((pkg) => ({ ...packageRow(pkg, orderOf(sandbox.market, pkg)), orderNumbers: [String(pkg.orderNumber)] }));
  return ok(envelope(rows, page));
}

/** These refuse the date filters their pages describe, as the real ones do. */
function movedFeed(sandbox: HepsiburadaSandbox, { seller, query }: ServiceCall, status: Movement): Answer {
  if (query['begindate'] !== undefined || query['enddate'] !== undefined) return omsErrors.wrongDateFormat();
  const page = readPage(query, MAX_OTHERS);
  if (isAnswer(page)) return page;
  return ok(envelope(feed(sandbox, seller.merchantId, status).map(movedRow), page));
}

function invoiceFeed(sandbox: HepsiburadaSandbox, { seller, query }: ServiceCall): Answer {
  const page = readPage(query, MAX_OTHERS);
  if (isAnswer(page)) return page;
  const rows = feed(sandbox, seller.merchantId, 'Open').filter(({ invoiceLink }) => invoiceLink === null).map((pkg) => ({ packageNumber: String(pkg.packageNumber), orderNumbers: [String(pkg.orderNumber)], status: pkg.status }));
  return ok(envelope(rows, page));
}

function pack({ market }: HepsiburadaSandbox, { seller, body }: ServiceCall): Answer {
  const { lineItemRequests } = (body ?? {}) as { lineItemRequests?: unknown };
  if (!Array.isArray(lineItemRequests) || lineItemRequests.length === 0) return omsErrors.badRequest('lineItemRequests cannot be empty');
  const parts = lineItemRequests.map((row: { id?: unknown; quantity?: unknown }) => ({ lineId: String(row.id), quantity: Number(row.quantity) }));
  const packed = packLines(market, seller, { ...boxOf(body), parts }, { isTold: false });
  return answerOf(packed, ({ packageNumber, barcode }) => ({ status: 201, json: { packageNumber: String(packageNumber), barcode } }));
}

function split({ market }: HepsiburadaSandbox, pkg: Package, { seller, body }: ServiceCall): Answer {
  const { packageDetails, cancelledItems } = (body ?? {}) as { packageDetails?: unknown; cancelledItems?: unknown };
  const boxes = (Array.isArray(packageDetails) ? packageDetails : []).map((box: { lines?: unknown }): BoxWish => ({ ...boxOf(box), parts: partsOf(box.lines) }));
  return answerOf(splitPackage(market, seller, pkg, { boxes, cancelled: partsOf(cancelledItems) }), (made) => ok({ packages: made.map(({ packageNumber, barcode }) => ({ packageNumber: String(packageNumber), barcode })) }));
}

function partsOf(rows: unknown): LinePart[] {
  return (Array.isArray(rows) ? rows : []).map((row: { orderLineId?: unknown; quantity?: unknown }) => ({ lineId: String(row.orderLineId), quantity: Number(row.quantity) }));
}

function boxOf(body: unknown): Omit<BoxWish, 'parts'> {
  const { barcode, cargoCompany, deci, parcelQuantity } = (body ?? {}) as Record<string, unknown>;
  return {
    ...(typeof barcode === 'string' && barcode !== '' ? { barcode } : {}),
    ...(typeof cargoCompany === 'string' && cargoCompany !== '' ? { cargoCompany } : {}),
    ...(typeof deci === 'number' ? { deci } : {}),
    ...(typeof parcelQuantity === 'number' ? { parcelQuantity } : {}),
  };
}

/** Only parcels of the seller's own carrier: Hepsiburada's carriers report themselves. */
function move({ market }: HepsiburadaSandbox, pkg: Package, { body }: ServiceCall, to: Movement): Answer {
  if (!pkg.isOwnCarrier) return omsErrors.badRequest('Package is not shipped by the merchant');
  const facts = (body ?? {}) as Record<string, unknown>;
  const text = (name: string): string | undefined => (typeof facts[name] === 'string' && facts[name] !== '' ? facts[name] : undefined);
  const date = text({ InTransit: 'shippedDate', Delivered: 'receivedDate', UnDelivered: 'undeliveredDate' }[to]);
  const atMs = date === undefined ? Number.NaN : momentOf(date);
  if (Number.isNaN(atMs)) return omsErrors.wrongDateFormat();
  if (atMs < market.nowMs() - 7 * DAY_MS) return omsErrors.badRequest('Date can be at most 7 days old');
  if (to === 'InTransit' && atMs < pkg.createdAtMs - 60_000) return omsErrors.badRequest('shippedDate cannot be before packing');
  if (to === 'UnDelivered' && text('undeliveredReason') === undefined) return omsErrors.badRequest('undeliveredReason is required');
  return answerOf(movePackage(market, pkg, to, { atMs, trackingInfoCode: text('trackingNumber'), trackingInfoUrl: text('trackingUrl'), undeliveredReason: text('undeliveredReason'), isTold: false }), () => ok({}));
}

/** Istanbul's clock with or without seconds; an offset is taken at its word. */
function momentOf(text: string): number {
  const filter = readFilterDate(text);
  if (typeof filter === 'number') return filter;
  return /(?:Z|[+-]\d{2}:\d{2})$/.test(text) ? Date.parse(text) : Date.parse(`${text}+03:00`);
}

function changeCarrier({ market }: HepsiburadaSandbox, pkg: Package, { body }: ServiceCall): Answer {
  const carrier = carrierByShortName((body as { CargoCompanyShortName?: unknown } | null)?.CargoCompanyShortName);
  return carrier ? answerOf(changePackageCarrier(market, pkg, carrier), () => ok({})) : omsErrors.badRequest('Unknown CargoCompanyShortName');
}

function labels(pkg: Package, format = 'base64zpl'): Answer {
  const zpl = `^XA^FO20,20^BCN,80^FD${pkg.barcode}^FS^FO20,140^FD${pkg.packageNumber}^FS^XZ`;
  return ok({ data: [Buffer.from(zpl).toString('base64')], format, hasMerchantMutualBarcode: false });
}

function invoice({ market }: HepsiburadaSandbox, pkg: Package, { body }: ServiceCall): Answer {
  const { invoiceLink } = (body ?? {}) as { invoiceLink?: unknown };
  if (typeof invoiceLink !== 'string' || !invoiceLink.startsWith('https://')) return omsErrors.badRequest('invoiceLink must be an https address');
  savePackage(market, { ...pkg, invoiceLink });
  return noContent;
}

function answerOf<T extends object>(outcome: T | PackRefusal, answer: (value: T) => Answer): Answer {
  if (!('problem' in outcome)) return answer(outcome);
  return outcome.status === 404 ? omsErrors.notFound(outcome.problem) : omsErrors.badRequest(outcome.problem);
}
