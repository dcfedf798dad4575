import { endsAtOf, ruleInForce, type RuleSettings, type StoredRule } from './alert-rule.js';
import { topicKey, type Alert, type Observation, type Resolution } from './alert.js';

/** What is to be done after a look. */
export interface AlertDecisions {
  readonly raise: readonly (Observation & Pick<RuleSettings, 'threshold' | 'severity'>)[];
  readonly resolve: readonly { readonly alert: Alert; readonly resolution: Resolution }[];
}

type SaidRules = readonly Pick<StoredRule, 'kind' | 'storeId' | 'sku' | 'own'>[];

/**
 * Compares what was seen with what is open. `open` are the open alerts of everything that was looked at: one that nothing was seen of is
 * about something that is not there any more.
 */
export function decideAlerts({ observations, open, rules }: { readonly observations: readonly Observation[]; readonly open: readonly Alert[]; readonly rules: SaidRules }): AlertDecisions {
  const seen = new Map(observations.map((observation) => [topicKey(observation), observation]));
  const known = new Set(open.map(topicKey));
  const settingsOf = (topic: Observation | Alert): RuleSettings => ruleInForce(rules, { kind: topic.kind, storeId: topic.kind === 'STOCK_LOW' ? null : topic.storeId, sku: topic.kind === 'STOCK_LOW' ? topic.subject : null });
  const raise = [...seen.values()].flatMap((observation) => {
    const { isOn, threshold, severity } = settingsOf(observation);
    return isOn && observation.level === 'HOLDS' && !known.has(topicKey(observation)) ? [{ ...observation, threshold, severity }] : [];
  });
  const resolve = open.flatMap((alert) => {
    const level = seen.get(topicKey(alert))?.level ?? 'CLEAR';
    const resolution: Resolution | null = !settingsOf(alert).isOn ? 'RULE_CHANGED' : level === 'CLEAR' ? 'CLEARED' : null;
    return resolution === null ? [] : [{ alert, resolution }];
  });
  return { raise, resolve };
}

/** Where a value stands that is to stay at or above the threshold, such as stock. */
export function levelBelow(value: number, kind: 'STOCK_LOW', { threshold }: Pick<RuleSettings, 'threshold'>): Observation['level'] {
  const endsAt = endsAtOf(kind, { threshold });
  if (threshold === null || endsAt === null || value >= endsAt) return 'CLEAR';
  return value < threshold ? 'HOLDS' : 'BETWEEN';
}

/** Where a value stands that is to stay below the threshold, such as the use of a quota. */
export function levelAbove(value: number, kind: 'QUOTA_NEARLY_SPENT' | 'PROPAGATION_SLOW', { threshold }: Pick<RuleSettings, 'threshold'>): Observation['level'] {
  const endsAt = endsAtOf(kind, { threshold });
  if (threshold === null || endsAt === null || value <= endsAt) return 'CLEAR';
  return value >= threshold ? 'HOLDS' : 'BETWEEN';
}
