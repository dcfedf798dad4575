import type { SellerId, Sku, StoreId } from '../../../../platform/ids.js';
import type { AlertKind, Severity } from './alert-rule.js';

export type AlertId = `alr_${string}`;
export const ALERT_STATES = ['OPEN', 'RESOLVED'] as const;
export type AlertState = (typeof ALERT_STATES)[number];

/** CLEARED: the condition no longer holds, or what it was about is not there any more. RULE_CHANGED: nobody looks out for it any more. */
export type Resolution = 'CLEARED' | 'RULE_CHANGED';

/** What an alert is about. */
export interface AlertTopic {
  readonly kind: AlertKind;
  readonly storeId: StoreId | null;
  /** A SKU, a quota's name, a code of a warning or an issue, a pair of currencies, an endpoint; empty for the store as a whole. */
  readonly subject: string;
}

/** Raised once while its condition holds; of one topic at most one is open. */
export interface Alert extends AlertTopic {
  readonly _id: AlertId;
  readonly sellerId: SellerId;
  readonly sku: Sku | null;
  readonly state: AlertState;
  readonly severity: Severity;
  /** What was seen when it was raised, in the unit of the threshold; null where there is nothing to count. */
  readonly value: number | null;
  readonly threshold: number | null;
  /** When it becomes trouble, or ends by itself, as far as known. */
  readonly dueAt: Date | null;
  readonly raisedAt: Date;
  readonly resolvedAt: Date | null;
  readonly resolution: Resolution | null;
}

/** One look at one topic. */
export interface Observation extends AlertTopic {
  readonly value: number | null;
  readonly dueAt: Date | null;
  /** HOLDS: raise it. CLEAR: end it. BETWEEN: an open one stays, none is raised. */
  readonly level: 'HOLDS' | 'BETWEEN' | 'CLEAR';
}

export function topicKey({ kind, storeId, subject }: AlertTopic): string {
  return `${kind}:${storeId ?? '*'}:${subject}`;
}
