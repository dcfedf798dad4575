import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { payloadDigest } from '../../../platform/idempotency/payload-digest.js';
import type { StoreId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import { type UserError, userError } from '../../../platform/subgraph/user-error.js';
import type { Store } from '../../stores/domain/store.js';
import { newSchedule } from '../domain/new-schedule.js';
import { scheduleIdOf, type Schedule, type ScheduleKind } from '../domain/schedule.js';
import { followSchedule } from './follow-schedule.js';
import type { ScheduleDeps } from './schedule-deps.js';
import { shown, type ShownSchedule } from './show-schedules.js';

/** Which schedule is meant, as mutations say it. */
export interface ScheduleInput {
  readonly storeId: StoreId;
  readonly kind: ScheduleKind;
  readonly idempotencyKey?: string | null;
  readonly dryRun?: boolean | null;
}

export interface ScheduleAnswer {
  readonly schedule: ShownSchedule | null;
  readonly userErrors: readonly UserError[];
}

export interface ScheduleWish {
  /** The mutation and what it asks: what must be the same under the same key. */
  readonly asked: unknown;
  /** What is written; a fault when it cannot be. */
  readonly decide: (present: Schedule, store: Store, now: Date) => Partial<Schedule> | UserError;
  /** Has the timing follow what was written; `followSchedule` when absent. */
  readonly follow?: typeof followSchedule;
}

/** Changes one schedule of the caller's, once under its key, and has the timing follow. */
export async function changeSchedule(deps: ScheduleDeps, { sellerId, keyId }: Pick<Principal, 'sellerId' | 'keyId'>, input: ScheduleInput, { asked, decide, follow = followSchedule }: ScheduleWish): Promise<ScheduleAnswer> {
  const { storeId, kind, idempotencyKey = null, dryRun } = input;
  const { schedules, clock } = deps;
  const [store] = await deps.stores.findOwnStores({ sellerId, ids: [storeId] });
  if (!store) return refused(scheduleFault('UNKNOWN_STORE', 'storeId', `there is no store '${storeId}'`));
  const now = clock.now();
  const id = scheduleIdOf(storeId, kind);
  const [kept] = await schedules.find([id]);
  const present = kept ?? newSchedule(store, kind, now);
  const digest = payloadDigest({ asked, storeId, kind });
  const done = idempotencyKey === null ? undefined : present.changes.find((change) => change.idempotencyKey === idempotencyKey);
  if (done) return done.digest === digest ? show(deps, store, present) : refused(scheduleFault('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey', 'this idempotencyKey came with another change of the schedule before'));
  const set = decide(present, store, now);
  if (isFault(set)) return refused(set);
  if (dryRun) return show(deps, store, { ...present, ...set });
  await schedules.open([present]);
  const changed = await schedules.change(id, set, { at: now, by: keyId, idempotencyKey, digest });
  if (!changed) return changeSchedule(deps, { sellerId, keyId }, input, { asked, decide, follow });
  await follow(deps, store, changed);
  return show(deps, store, changed);
}

export function scheduleFault(code: ExplainedCode, part: string, message: string): UserError {
  return userError({ code, field: ['input', part], message });
}

function isFault(decided: Partial<Schedule> | UserError): decided is UserError {
  return 'code' in decided;
}

function refused(error: UserError): ScheduleAnswer {
  return { schedule: null, userErrors: [error] };
}

async function show({ sync }: Pick<ScheduleDeps, 'sync'>, store: Store, schedule: Schedule): Promise<ScheduleAnswer> {
  const [mark] = schedule.kind === 'ORDERS' ? await sync.intake.pollMarks([store._id]) : [];
  return { schedule: shown(store, schedule, mark), userErrors: [] };
}
