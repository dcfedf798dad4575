import { z } from 'zod';
import { ConnectorError, type ActionOutcome, type OrderPort, type PackageAction } from '../../sync/connector/contract.js';
import { optionalText } from '../../sync/connector/wire-values.js';
import { cancelLines, cancelReasons } from './cancel-lines.js';
import { changedSince } from './changed-packages.js';
import { call, callSoap, type N11Context, type N11Credentials } from './client.js';
import { SoapRefusal } from './errors.js';
import { issue, issueFromReasons } from './issues.js';
import { readOrderPackages, toOrder } from './packages.js';

export const orders: OrderPort<N11Credentials> = {
  changedSince,
  byNumber: async (context, orderNumber) => toOrder(await readOrderPackages(context, orderNumber)),
  accept,
  ship,
  cancelLines,
  cancelReasons,
};

const updateSchema = z.looseObject({ content: z.array(z.looseObject({ lineId: optionalText, status: z.string(), reasons: z.union([z.string(), z.array(z.string())]).nullish() })) });

/** Takes the lines on (`Picking`, the only status a seller can set). N11 answers line by line, with HTTP 200 for bad ones too. */
async function accept(context: N11Context, action: PackageAction): Promise<ActionOutcome> {
  const body = JSON.stringify({ lines: action.lines.map(({ remoteLineId }) => ({ lineId: Number(remoteLineId) })), status: 'Picking' });
  const { content } = await call(context, { group: 'order-writes', operation: 'orders.accept', method: 'PUT', path: '/rest/order/v1/update', body }, updateSchema);
  const failed = content.filter((line) => line.status.trim().toUpperCase() !== 'SUCCESS');
  if (failed.length === 0 && content.length >= action.lines.length) return { kind: 'APPLIED' };
  return { kind: 'REFUSED', issue: issueFromReasons(failed.map((line) => `${line.lineId ?? ''}: ${[line.reasons ?? ''].flat().join(' ')}`), context.now()) };
}

/**
 * N11's carriers report the shipment when they invoice the campaign code, so there is nothing to send; a link to the
 * invoice (`invoiceUrl`, https, pdf or image) is all a seller can add.
 */
async function ship(context: N11Context, { remoteOrderId, parameters }: PackageAction): Promise<ActionOutcome> {
  const { invoiceUrl } = parameters;
  if (invoiceUrl === undefined) return { kind: 'REFUSED', issue: issue('SHIPPED_BY_CARRIER', "N11's carrier reports the shipment itself; only an invoiceUrl can be told", context.now()) };
  try {
    await callSoap(context, { service: 'sellerInvoiceService', operation: 'SaveLinkSellerInvoice', fields: { url: invoiceUrl, orderNumber: remoteOrderId, invoiceNumber: parameters['invoiceNumber'] }, reads: false });
    return { kind: 'APPLIED' };
  } catch (error) {
    return refusalOrThrow(error, context);
  }
}

/** A refusal in a SOAP result is an outcome; everything else stays an error. */
export function refusalOrThrow(error: unknown, context: N11Context): ActionOutcome {
  if (!(error instanceof SoapRefusal) || !(error instanceof ConnectorError)) throw error;
  return { kind: 'REFUSED', issue: issue('MARKETPLACE_REFUSED', error.message, context.now()) };
}
