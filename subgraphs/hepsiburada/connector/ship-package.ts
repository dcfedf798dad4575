import type { ActionOutcome, PackageAction } from '../../sync/connector/contract.js';
import { APPLIED, outcomeOf, refused } from './action-outcome.js';
import { send, type HepsiburadaContext } from './client.js';
import { istanbulSecond } from './istanbul-time.js';
import { packageStatus } from './order-status.js';
import { packagePath, readTracking } from './whole-orders.js';

const DELIVERY_MS = 3 * 86_400_000;
export const OWN_CARRIER = /mağaza|magaza|merchant/i;

/**
 * Hepsiburada's contract carriers report themselves; only a box that goes by the shop's own contract is reported here,
 * with a `trackingNumber`. A link to the invoice (`invoiceUrl`, https) can be told of either.
 */
export async function shipPackage(context: HepsiburadaContext, action: PackageAction): Promise<ActionOutcome> {
  const { trackingNumber, invoiceUrl } = action.parameters;
  if (action.remotePackageId === action.remoteOrderId) return refused(context, 'NOT_PACKED', 'the lines are not packed yet; accept the order first');
  const tracking = await readTracking(context, action.remotePackageId);
  if (tracking === null) return refused(context, 'PACKAGE_NOT_FOUND', `Hepsiburada has no package ${action.remotePackageId}`);
  if (invoiceUrl !== undefined) {
    const told = await outcomeOf(context, tellInvoice(context, action, invoiceUrl));
    if (told.kind === 'REFUSED' || trackingNumber === undefined) return told;
  }
  if (packageStatus(tracking.status) !== 'ACCEPTED') return tracking.trackingInfoCode === trackingNumber ? APPLIED : refused(context, 'ALREADY_SHIPPED', `the package is ${tracking.status ?? 'on its way'}`);
  if (!OWN_CARRIER.test(tracking.cargoCompany ?? '')) return refused(context, 'SHIPPED_BY_CARRIER', `${tracking.cargoCompany ?? "Hepsiburada's carrier"} reports the shipment itself; only an invoiceUrl can be told`);
  if (trackingNumber === undefined) return refused(context, 'TRACKING_REQUIRED', 'a box sent by the shop\'s own carrier needs a trackingNumber');
  return outcomeOf(context, tellInTransit(context, action, trackingNumber));
}

function tellInTransit(context: HepsiburadaContext, { remotePackageId, parameters }: PackageAction, trackingNumber: string): Promise<void> {
  const at = context.now();
  const json = {
    shippedDate: istanbulSecond(at),
    estimatedArrivalDate: istanbulSecond(new Date(at.getTime() + DELIVERY_MS)),
    trackingNumber,
    trackingUrl: parameters['trackingUrl'] ?? '',
    trackingPhoneNumber: parameters['trackingPhone'] ?? '',
    tax: 0,
    cost: 0,
    deci: 1,
  };
  return send(context, { group: 'oms', operation: 'orders.ship', method: 'POST', path: `${packagePath(context, remotePackageId)}/intransit`, json });
}

function tellInvoice(context: HepsiburadaContext, { remotePackageId, remoteOrderId, parameters }: PackageAction, invoiceLink: string): Promise<void> {
  const serialNumber = parameters['invoiceNumber'] ?? '';
  const arrangementDate = istanbulSecond(context.now());
  const json = { invoiceLink, serialNumber, rowNumber: '', arrangementDate, invoices: [{ orderNumber: remoteOrderId, invoiceLink, serialNumber, rowNumber: '', arrangementDate }] };
  return send(context, { group: 'oms', operation: 'orders.invoice', method: 'PUT', path: `${packagePath(context, remotePackageId)}/invoice`, json });
}
