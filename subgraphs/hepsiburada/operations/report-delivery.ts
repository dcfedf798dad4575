import { userError } from '../../../platform/subgraph/user-error.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import type { HepsiburadaContext } from '../connector/client.js';
import { deliveryCall, OLDEST_REPORT_MS, reportDelivery as reportOnHepsiburada, type DeliveryReport } from '../connector/own-delivery.js';
import type { Refused } from '../../sync/connector/stores-on.js';
import { onHepsiburada, refused, type Preview, type StoreCall } from './hepsiburada-store.js';

/** How far ahead of ours the caller's clock may be. */
const AHEAD_MS = 300_000;

export interface ReportDelivery extends StoreCall {
  readonly packageNumber: string;
  readonly outcome: DeliveryReport['kind'];
  /** Now, when absent. */
  readonly at?: Date | null;
  readonly receivedBy?: string | null;
  readonly digitalCodes?: readonly string[] | null;
  readonly reason?: string | null;
}

export interface DeliveryOutcome extends Refused {
  readonly isReported: boolean;
  readonly preview: Preview | null;
}

/** Reports that a box of the shop's own carrier has arrived, or has not. The same call again changes nothing: the box is looked at first. */
export async function reportDelivery(input: ReportDelivery, stores: Pick<StoreAccess, 'openOwned'>): Promise<DeliveryOutcome> {
  const outcome = await onHepsiburada(stores, input, async (context): Promise<DeliveryOutcome> => {
    const report = readReport(input, context.now());
    if ('userErrors' in report) return nothing(report);
    if (input.dryRun !== true) return reportNow(context, report);
    const { method, path, json } = deliveryCall(context, report);
    return { isReported: false, preview: { method, path, body: json }, userErrors: [] };
  });
  return 'isReported' in outcome ? outcome : nothing(outcome);
}

async function reportNow(context: HepsiburadaContext, report: DeliveryReport): Promise<DeliveryOutcome> {
  const told = await reportOnHepsiburada(context, report);
  if (told.kind === 'APPLIED') return { isReported: true, preview: null, userErrors: [] };
  return nothing({ userErrors: [userError({ code: told.issue.code, message: told.issue.message, field: ['input', 'packageNumber'], itemRef: report.packageNumber })] });
}

function readReport({ packageNumber, outcome, at, receivedBy, digitalCodes, reason }: ReportDelivery, now: Date): DeliveryReport | Refused {
  const when = at ?? now;
  const ageMs = now.getTime() - when.getTime();
  if (!(ageMs <= OLDEST_REPORT_MS && ageMs >= -AHEAD_MS)) return refused('BAD_INPUT', 'Hepsiburada takes a day of at most 7 days ago, and none to come.', ['at']);
  if (outcome === 'DELIVERED') return { kind: outcome, packageNumber, at: when, receivedBy: receivedBy?.trim() ?? '', digitalCodes: digitalCodes ?? [] };
  const why = reason?.trim() ?? '';
  return why === '' ? refused('REASON_MISSING', 'Hepsiburada wants to know why the package was not delivered.', ['reason']) : { kind: outcome, packageNumber, at: when, reason: why };
}

function nothing({ userErrors }: Refused): DeliveryOutcome {
  return { isReported: false, preview: null, userErrors };
}
