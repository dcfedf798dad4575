import type { SellerId, StoreId } from '../../../../platform/ids.js';

/** What the hub looks out for. */
export const ALERT_KINDS = ['STOCK_LOW', 'STORE_PAUSED', 'WEBHOOK_SILENT', 'WEBHOOK_OFF', 'QUOTA_NEARLY_SPENT', 'PROPAGATION_SLOW', 'VALUES_REFUSED', 'CONFLICT_OPEN', 'RETURN_WAITING', 'KEY_EXPIRING', 'STORE_WARNING', 'RATE_STALE', 'ENDPOINT_OFF'] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

/** How much it matters; the first the most. */
export const SEVERITIES = ['CRITICAL', 'WARNING', 'INFO'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** What a rule says. `threshold` is in units, percent or seconds, by kind; null where there is nothing to set. */
export interface RuleSettings {
  readonly threshold: number | null;
  readonly severity: Severity;
  readonly isOn: boolean;
}

/** What a seller has said; an absent member stands as it does more generally, or at the default. */
export type OwnRule = Partial<RuleSettings>;

/** How a kind behaves: its default, the bounds of its threshold, what a rule may be about, and from where on it is over. */
interface KindTraits {
  readonly usual: RuleSettings;
  readonly bounds: { readonly least: number; readonly most: number } | null;
  readonly about: 'SKU' | 'STORE' | 'SELLER';
  /** An open alert ends only here, so that a value on the edge does not raise it again and again. */
  readonly endsAt: (threshold: number) => number;
}

const asIs = (threshold: number): number => threshold;
const plain = (severity: Severity, about: KindTraits['about']): KindTraits => ({ usual: { threshold: null, severity, isOn: true }, bounds: null, about, endsAt: asIs });

export const KIND_TRAITS: Readonly<Record<AlertKind, KindTraits>> = {
  // Off until the seller says how much is little: in a large catalogue every sold-out variant would be an alert.
  STOCK_LOW: { usual: { threshold: 5, severity: 'WARNING', isOn: false }, bounds: { least: 1, most: 1_000_000 }, about: 'SKU', endsAt: (threshold) => threshold + Math.ceil(threshold / 10) },
  STORE_PAUSED: plain('CRITICAL', 'STORE'),
  WEBHOOK_SILENT: plain('WARNING', 'STORE'),
  WEBHOOK_OFF: plain('WARNING', 'STORE'),
  QUOTA_NEARLY_SPENT: { usual: { threshold: 90, severity: 'WARNING', isOn: true }, bounds: { least: 1, most: 100 }, about: 'STORE', endsAt: (threshold) => Math.max(0, threshold - 10) },
  PROPAGATION_SLOW: { usual: { threshold: 300, severity: 'WARNING', isOn: true }, bounds: { least: 5, most: 86_400 }, about: 'STORE', endsAt: (threshold) => threshold / 2 },
  VALUES_REFUSED: plain('WARNING', 'STORE'),
  CONFLICT_OPEN: plain('WARNING', 'STORE'),
  RETURN_WAITING: plain('WARNING', 'STORE'),
  KEY_EXPIRING: plain('WARNING', 'STORE'),
  STORE_WARNING: plain('WARNING', 'STORE'),
  RATE_STALE: plain('WARNING', 'SELLER'),
  ENDPOINT_OFF: plain('WARNING', 'SELLER'),
};

export interface RuleScope {
  readonly sellerId: SellerId;
  readonly kind: AlertKind;
  /** Null: every store. */
  readonly storeId: StoreId | null;
  /** Null: every SKU. */
  readonly sku: string | null;
}

/** What a seller has said of one kind, in general or of one store or SKU. */
export interface StoredRule extends RuleScope {
  readonly _id: string;
  readonly own: OwnRule;
  /** The last changes, newest last. */
  readonly changes: readonly { readonly at: Date; readonly by: string; readonly idempotencyKey: string | null; readonly digest: string }[];
}

/** A rule as a seller sees it. */
export interface AlertRule extends RuleScope, RuleSettings {
  readonly id: string;
  readonly isDefault: boolean;
  readonly endsAt: number | null;
}

/** The seller is named by who asks. */
export function ruleIdOf({ sellerId, kind, storeId, sku }: RuleScope): string {
  return `${sellerId}:${kind}:${storeId ?? '*'}:${sku ?? '*'}`;
}

/** What holds for one store or SKU: what was said of it, over what was said in general, over the default. */
export function ruleInForce(said: readonly Pick<StoredRule, 'kind' | 'storeId' | 'sku' | 'own'>[], { kind, storeId, sku }: Omit<RuleScope, 'sellerId'>): RuleSettings {
  const ofKind = said.filter((one) => one.kind === kind);
  const general = ofKind.find((one) => one.storeId === null && one.sku === null);
  const isSpecific = storeId !== null || sku !== null;
  const specific = isSpecific ? ofKind.find((one) => one.storeId === storeId && one.sku === sku) : undefined;
  return { ...KIND_TRAITS[kind].usual, ...general?.own, ...specific?.own };
}

export function endsAtOf(kind: AlertKind, { threshold }: Pick<RuleSettings, 'threshold'>): number | null {
  return threshold === null ? null : KIND_TRAITS[kind].endsAt(threshold);
}
