import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { ErrorClass } from '../connector/connector-error.js';
import { ERROR_POLICIES, type ErrorPolicies, type ErrorPolicy } from './error-policies.js';

/** What of a policy a seller may change. */
export type PolicySettings = Pick<ErrorPolicy, 'baseDelayMs' | 'maxDelayMs'> & { readonly pauseAfterFailures: number };
export type OwnPolicySettings = Partial<PolicySettings>;

/** What a seller has said of one class of trouble, for one store or, with null, for all that have not been told otherwise. */
export interface OwnPolicy {
  readonly _id: string;
  readonly sellerId: SellerId;
  readonly storeId: StoreId | null;
  readonly errorClass: ErrorClass;
  /** An absent member stands as it does for all stores, or at the default. */
  readonly own: OwnPolicySettings;
  readonly changes: readonly { readonly at: Date; readonly by: string; readonly idempotencyKey: string | null; readonly digest: string }[];
}

const HOUR_MS = 3_600_000;
/** The waits of a policy; `maxDelayMs` is also never below `baseDelayMs`. */
export const POLICY_BOUNDS: Readonly<Record<keyof PolicySettings, { readonly least: number; readonly most: number }>> = {
  baseDelayMs: { least: 50, most: HOUR_MS },
  maxDelayMs: { least: 50, most: 24 * HOUR_MS },
  pauseAfterFailures: { least: 1, most: 1_000 },
};

export function ownPolicyId({ sellerId, storeId, errorClass }: Pick<OwnPolicy, 'sellerId' | 'storeId' | 'errorClass'>): string {
  return `${sellerId}:${storeId ?? '*'}:${errorClass}`;
}

/** What holds on a store: what was said of it, over what was said of all stores, over the defaults. With null: on stores in general. */
export function policiesInForce(said: readonly Pick<OwnPolicy, 'storeId' | 'errorClass' | 'own'>[], storeId: StoreId | null): ErrorPolicies {
  const inOrder = [...said.filter((one) => one.storeId === null), ...said.filter((one) => one.storeId !== null && one.storeId === storeId)];
  const inForce = (errorClass: ErrorClass): ErrorPolicy => {
    const merged = inOrder.filter((one) => one.errorClass === errorClass).reduce<ErrorPolicy>((policy, { own }) => ({ ...policy, ...own }), ERROR_POLICIES[errorClass]);
    return { ...merged, maxDelayMs: Math.max(merged.maxDelayMs, merged.baseDelayMs) };
  };
  return Object.fromEntries(Object.keys(ERROR_POLICIES).map((name) => [name, inForce(name as ErrorClass)])) as unknown as ErrorPolicies;
}
