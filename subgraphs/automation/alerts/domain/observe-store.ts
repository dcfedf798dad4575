import type { RefusedListings } from '../../../catalog/domain/refused-listings.js';
import type { Store } from '../../../stores/domain/store.js';
import type { PollMark } from '../../../sync/intake/domain/poll-mark.js';
import { ruleInForce, type AlertKind, type StoredRule } from './alert-rule.js';
import type { Observation } from './alert.js';
import { levelAbove } from './decide-alerts.js';

/** What was found out about a store. */
export interface StoreFacts {
  readonly store: Store;
  readonly mark: PollMark | undefined;
  readonly quotas: readonly { readonly group: string; readonly limit: number; readonly used: number; readonly windowMs: number; readonly resetsAt: Date | null }[];
  /** Since when the longest waiting price or quantity is wanted; null when everything is settled. */
  readonly oldestUnsettled: Date | null;
  /** Why values are refused there now. */
  readonly refused: readonly RefusedListings[];
  /** How many conflicts wait for the seller's answer. */
  readonly openConflicts: number;
}

/** The kinds that looking at a store decides. */
export const STORE_KINDS: readonly AlertKind[] = ['STORE_PAUSED', 'WEBHOOK_SILENT', 'WEBHOOK_OFF', 'QUOTA_NEARLY_SPENT', 'PROPAGATION_SLOW', 'VALUES_REFUSED', 'CONFLICT_OPEN', 'RETURN_WAITING', 'KEY_EXPIRING', 'STORE_WARNING'];

/** A quota that comes back within the hour is the scheduler's business, not a person's. */
const SHORTEST_QUOTA_MS = 3_600_000;

/** Everything a store can be in trouble with; while it is paused, only that and what it should see to. */
export function observeStore({ store, mark, quotas, oldestUnsettled, refused, openConflicts }: StoreFacts, rules: readonly StoredRule[], now: Date): readonly Observation[] {
  const storeId = store._id;
  const settings = (kind: AlertKind) => ruleInForce(rules, { kind, storeId, sku: null });
  const isPaused = store.state.kind === 'PAUSED';
  const { webhook } = store;
  const seen = (kind: AlertKind, level: Observation['level'], rest: Partial<Observation> = {}): Observation => ({ kind, storeId, subject: '', value: null, dueAt: null, level, ...rest });
  const holds = (kind: AlertKind, isSo: boolean): Observation => seen(kind, isSo ? 'HOLDS' : 'CLEAR');
  const returns = mark?.returnsWaiting;
  const waitedSeconds = oldestUnsettled === null ? 0 : Math.max(0, Math.floor((now.getTime() - oldestUnsettled.getTime()) / 1_000));
  return [
    holds('STORE_PAUSED', isPaused),
    holds('WEBHOOK_OFF', !isPaused && (webhook.kind === 'PASSIVE' || webhook.kind === 'FAILED')),
    holds('WEBHOOK_SILENT', !isPaused && webhook.kind === 'ACTIVE' && mark?.webhooksMissed === true),
    seen('PROPAGATION_SLOW', isPaused ? 'CLEAR' : levelAbove(waitedSeconds, 'PROPAGATION_SLOW', settings('PROPAGATION_SLOW')), { value: waitedSeconds }),
    ...(isPaused ? [] : quotas).filter(({ windowMs, limit }) => windowMs >= SHORTEST_QUOTA_MS && limit > 0).map(({ group, limit, used, resetsAt }) => {
      const percent = Math.floor((used * 100) / limit);
      return seen('QUOTA_NEARLY_SPENT', levelAbove(percent, 'QUOTA_NEARLY_SPENT', settings('QUOTA_NEARLY_SPENT')), { subject: group, value: percent, dueAt: resetsAt });
    }),
    ...refused.map(({ code, listings }) => seen('VALUES_REFUSED', 'HOLDS', { subject: code, value: listings })),
    seen('CONFLICT_OPEN', openConflicts > 0 ? 'HOLDS' : 'CLEAR', { value: openConflicts }),
    seen('RETURN_WAITING', (returns?.count ?? 0) > 0 ? 'HOLDS' : 'CLEAR', { value: returns?.count ?? null, dueAt: returns?.nextRespondBy ?? null }),
    ...(store.warnings ?? []).map(({ code, dueAt }) => seen(dueAt === null ? 'STORE_WARNING' : 'KEY_EXPIRING', 'HOLDS', { subject: code, dueAt })),
  ];
}
