import { isDeepStrictEqual } from 'node:util';
import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { Principal } from '../../../platform/principal.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import { newPlan, nextAtOf, type ReportPlan, type ReportSettings } from '../domain/report-plan.js';
import { isTimeZone } from '../domain/report-period.js';
import { followPlan } from './keep-plans.js';
import type { ReportDeps } from './report-deps.js';

export interface SetReportSettings {
  readonly timeZone?: string | null;
  readonly daily?: boolean | null;
  readonly weekly?: boolean | null;
  readonly idempotencyKey?: string | null;
  readonly dryRun?: boolean | null;
}

export interface ReportSettingsAnswer {
  /** As they are now; after a dry run, as they would be. */
  readonly settings: ReportPlan;
  readonly userErrors: readonly UserError[];
}

/** Changes what is named, with who and when; under an idempotency key once. Reports made before stay as they are. */
export async function setReportSettings(deps: Pick<ReportDeps, 'plans' | 'queue' | 'clock'>, { sellerId, keyId }: Pick<Principal, 'sellerId' | 'keyId'>, input: SetReportSettings): Promise<ReportSettingsAnswer> {
  const now = deps.clock.now();
  const { timeZone, daily, weekly, idempotencyKey = null, dryRun } = input;
  const present = (await deps.plans.find(sellerId)) ?? newPlan(sellerId, now);
  if (timeZone != null && !isTimeZone(timeZone)) return refused(present, 'INVALID_TIME_ZONE', 'timeZone', `'${timeZone}' is not the name of a time zone`);
  const change = { ...(timeZone == null ? {} : { timeZone }), ...(daily == null ? {} : { daily }), ...(weekly == null ? {} : { weekly }) };
  const done = idempotencyKey === null ? undefined : present.changes.find((entry) => entry.idempotencyKey === idempotencyKey);
  if (done) return isDeepStrictEqual(done.change, change) ? { settings: present, userErrors: [] } : refused(present, 'IDEMPOTENCY_KEY_REUSED', 'idempotencyKey', 'this idempotencyKey came with other settings before');
  const settings: ReportSettings = { timeZone: present.timeZone, daily: present.daily, weekly: present.weekly, ...change };
  const nextAt = nextAtOf(settings, now);
  if (dryRun === true) return { settings: { ...present, ...settings, nextAt }, userErrors: [] };
  await deps.plans.open([present]);
  const changed = await deps.plans.change(present, settings, nextAt, { at: now, by: keyId, idempotencyKey, change });
  if (!changed) return setReportSettings(deps, { sellerId, keyId }, input);
  await followPlan(deps, changed);
  return { settings: changed, userErrors: [] };
}

function refused(settings: ReportPlan, code: ExplainedCode, part: string, message: string): ReportSettingsAnswer {
  return { settings, userErrors: [userError({ code, field: ['input', part], message })] };
}
