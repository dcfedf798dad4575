import { carrierByShortName, CARRIERS } from '../domain/carriers.js';
import { istanbulText } from '../domain/istanbul-time.js';
import { isOpenLine, lineRow, unpaidRow, wholeOrder, type Order } from '../domain/order.js';
import type { HepsiburadaSandbox } from '../hepsiburada-sandbox.js';
import { ofSeller, rangeOfSeller } from '../market.js';
import { cancelLine, CANNOT_SUPPLY } from '../operations/cancel-line.js';
import { packableWith } from '../operations/pack-lines.js';
import { changeLineCarrier } from '../operations/change-carrier.js';
import { findOrder, orderOfLine } from '../orders-store.js';
import { ok, omsErrors, type Answer } from './answer.js';
import { installEndpoint, type Endpoint, type ServiceCall } from './endpoint.js';
import { envelope, isAnswer, readPage, readSpan } from './paging.js';

const MAX_OPEN = 100;
const MAX_OTHERS = 50;

/** Feeds of lines, whole orders, and what can be done with a line before it is packed. */
export function installOrderRoutes(sandbox: HepsiburadaSandbox): void {
  // This service takes either spelling of the path.
  const route = (method: Endpoint['method'], path: (merchant: string) => string, handle: Endpoint['handle']): void => {
    for (const spelling of ['merchantid', 'merchantId']) installEndpoint(sandbox, { service: 'oms-external', method, path: path(`${spelling}/:merchantId`), handle });
  };
  route('GET', (m) => `/orders/${m}`, (call) => openLines(sandbox, call));
  route('GET', (m) => `/orders/${m}/paymentawaiting`, (call) => unpaidLines(sandbox, call));
  route('GET', (m) => `/orders/${m}/cancelled`, (call) => cancelledLines(sandbox, call));
  route('GET', (m) => `/orders/${m}/ordernumber/:orderNumber`, ({ seller, params }) => {
    const order = findOrder(sandbox.market, seller.merchantId, Number(params['orderNumber']));
    return order ? ok(wholeOrder(order)) : omsErrors.notFound('Order not found');
  });
  route('GET', (m) => `/lineitems/${m}/packageablewith/lineitemid/:lineId`, (call) => packageableWith(sandbox, call));
  route('POST', (m) => `/lineitems/${m}/id/:lineId/cancelbymerchant`, (call) => cancelByMerchant(sandbox, call));
  route('GET', (m) => `/delivery/changeablecargocompanies/${m}/orderlineid/:lineId`, (call) => (orderOfLine(sandbox.market, call.seller.merchantId, call.params['lineId'] ?? '') ? ok(CARRIERS) : omsErrors.notFound('Order line not found')));
  route('PUT', (m) => `/lineitems/${m}/orderlineid/:lineId/cargocompany`, (call) => changeCarrier(sandbox, call));
}

/** Newest first (sandbox choice); the filter is by the time of the order. */
function openLines({ market }: HepsiburadaSandbox, { seller, query }: ServiceCall): Answer {
  const page = readPage(query, MAX_OPEN);
  if (isAnswer(page)) return page;
  const span = readSpan(query, 'begindate', 'enddate');
  if (isAnswer(span)) return span;
  const orders = [...market.openOrders.range(rangeOfSeller(seller.merchantId))].flatMap(({ key }) => findOrder(market, seller.merchantId, (key as readonly [string, number])[1]) ?? []);
  const wanted = orders.reverse().filter((order) => order.isPaid && span !== null && order.orderedAtMs >= span.fromMs && order.orderedAtMs <= span.toMs);
  const rows = wanted.flatMap((order) => order.lines.filter(isOpenLine).map((line) => ({ order, line })));
  return ok(envelope(rows, page, ({ order, line }) => lineRow(order, line)));
}

function unpaidLines({ market }: HepsiburadaSandbox, { seller, query }: ServiceCall): Answer {
  const page = readPage(query, MAX_OTHERS);
  if (isAnswer(page)) return page;
  const rows = ofSeller(market.orders, seller.merchantId).reverse().filter((order: Order) => !order.isPaid).flatMap((order) => order.lines.map((line) => unpaidRow(order, line)));
  return ok(envelope(rows, page));
}

/** This feed refuses the date filters its page describes, as the real one does. */
function cancelledLines({ market }: HepsiburadaSandbox, { seller, query }: ServiceCall): Answer {
  if (query['begindate'] !== undefined || query['enddate'] !== undefined) return omsErrors.wrongDateFormat();
  const page = readPage(query, MAX_OTHERS);
  if (isAnswer(page)) return page;
  const rows = ofSeller(market.cancellations, seller.merchantId)
    .reverse()
    .map(({ cancelledAtMs, orderNumber, cancelReasonCode, ...row }) => ({ ...row, orderNumber: String(orderNumber), cancelDate: istanbulText(cancelledAtMs), cancelReasonCode: String(cancelReasonCode) }));
  return ok(envelope(rows, page));
}

function packageableWith({ market }: HepsiburadaSandbox, { seller, params }: ServiceCall): Answer {
  const found = orderOfLine(market, seller.merchantId, params['lineId'] ?? '');
  if (!found) return omsErrors.notFound('Order line not found');
  return ok({ lineItems: packableWith(found.order).map(({ lineId, quantity }) => ({ lineItemId: lineId, orderNumber: String(found.order.orderNumber), quantity })) });
}

function changeCarrier(sandbox: HepsiburadaSandbox, { seller, params, body, requestId }: ServiceCall): Answer {
  const found = orderOfLine(sandbox.market, seller.merchantId, params['lineId'] ?? '');
  if (!found) return omsErrors.notFound('Order line not found');
  const carrier = carrierByShortName((body as { CargoCompanyShortName?: unknown } | null)?.CargoCompanyShortName);
  if (!carrier) return omsErrors.badRequest('Unknown CargoCompanyShortName');
  const outcome = sandbox.during(requestId, () => changeLineCarrier(sandbox.market, found, carrier));
  return 'problem' in outcome ? omsErrors.badRequest(outcome.problem) : ok({});
}

function cancelByMerchant(sandbox: HepsiburadaSandbox, { seller, params, body, requestId }: ServiceCall): Answer {
  const reasonId = Number((body as { reasonId?: unknown } | null)?.reasonId);
  if (reasonId !== CANNOT_SUPPLY) return omsErrors.badRequest('Invalid reasonId');
  const outcome = sandbox.during(requestId, () => cancelLine(sandbox.market, seller.merchantId, params['lineId'] ?? '', { by: 'Merchant', isTold: false }));
  if ('problem' in outcome) return outcome.status === 404 ? omsErrors.notFound(outcome.problem) : omsErrors.badRequest(outcome.problem);
  return ok({});
}
