import { ConnectorError, type ActionOutcome } from '../../sync/connector/contract.js';
import { APPLIED, outcomeOf, refused } from './action-outcome.js';
import { send, type HepsiburadaCall, type HepsiburadaContext } from './client.js';
import { istanbulSecond } from './istanbul-time.js';
import { packageStatus } from './order-status.js';
import { OWN_CARRIER } from './ship-package.js';
import { packagePath, readTracking } from './whole-orders.js';

/** How the way of a box ended that the shop's own carrier took. */
export type DeliveryReport =
  | { readonly kind: 'DELIVERED'; readonly packageNumber: string; readonly at: Date; readonly receivedBy: string; readonly digitalCodes: readonly string[] }
  | { readonly kind: 'UNDELIVERED'; readonly packageNumber: string; readonly at: Date; readonly reason: string };

/** Dates of a report may be this old. */
export const OLDEST_REPORT_MS = 7 * 86_400_000;

export function deliveryCall(context: HepsiburadaContext, report: DeliveryReport): HepsiburadaCall {
  const base = { group: 'oms', method: 'POST', operation: 'orders.delivery', personal: true } as const;
  const path = packagePath(context, report.packageNumber);
  if (report.kind === 'UNDELIVERED') return { ...base, path: `${path}/undeliver`, json: { undeliveredDate: istanbulSecond(report.at), undeliveredReason: report.reason } };
  return { ...base, path: `${path}/deliver`, json: { receivedDate: istanbulSecond(report.at), receivedBy: report.receivedBy, digitalCodes: report.digitalCodes } };
}

/**
 * Reports how the way of a box ended. The box is looked at first: of one that stands there already nothing is said again. Where the
 * answer was lost, or is a refusal, it is looked at once more: what stands there by then was done.
 */
export async function reportDelivery(context: HepsiburadaContext, report: DeliveryReport): Promise<ActionOutcome> {
  const tracking = await readTracking(context, report.packageNumber);
  if (tracking === null) return refused(context, 'PACKAGE_NOT_FOUND', `Hepsiburada has no package ${report.packageNumber}`);
  const status = packageStatus(tracking.status);
  if (status === report.kind) return APPLIED;
  if (!OWN_CARRIER.test(tracking.cargoCompany ?? '')) return refused(context, 'SHIPPED_BY_CARRIER', `${tracking.cargoCompany ?? "Hepsiburada's carrier"} reports on this package itself`);
  if (status === 'ACCEPTED') return refused(context, 'TRANSITION_NOT_ALLOWED', 'the package has not left yet: ship it first, with its tracking number');
  try {
    const told = await outcomeOf(context, send(context, deliveryCall(context, report)));
    return told.kind === 'REFUSED' && (await hasEnded(context, report)) ? APPLIED : told;
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.outcome !== 'UNKNOWN' || !(await hasEnded(context, report))) throw error;
    return APPLIED;
  }
}

async function hasEnded(context: HepsiburadaContext, { packageNumber, kind }: DeliveryReport): Promise<boolean> {
  return packageStatus((await readTracking(context, packageNumber))?.status ?? null) === kind;
}
