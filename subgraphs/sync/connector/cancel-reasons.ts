import type { Marketplace } from '../../stores/domain/marketplace.js';
import type { PackageAction } from './order-port.js';
import type { ConnectorRegistry } from './store-access.js';

/** Why lines are given up, in the hub's words: `enum CancelReason` in schema/sync.graphql. */
export const CANCEL_REASONS = ['OUT_OF_STOCK', 'DEFECTIVE', 'WRONG_PRICE', 'BUYER_ASKED', 'ADDRESS', 'FORCE_MAJEURE', 'OTHER'] as const;
export type CancelReason = (typeof CANCEL_REASONS)[number];

/** What a marketplace is told for a reason. */
export interface CancelReasonTold {
  /** The marketplace's own code. */
  readonly remoteCode: string;
  /** False where the marketplace has no way to tell this reason, so that it gets the nearest it has. */
  readonly isExact: boolean;
}

export function exactly(remoteCode: string): CancelReasonTold {
  return { remoteCode, isExact: true };
}

export function nearest(remoteCode: string): CancelReasonTold {
  return { remoteCode, isExact: false };
}

/** OTHER for an action that names none. */
export function cancelReasonOf({ parameters }: Pick<PackageAction, 'parameters'>): CancelReason {
  return CANCEL_REASONS.find((reason) => reason === parameters['reason']) ?? 'OTHER';
}

/** What the marketplace of an action is told as its reason; null for an action that names none, and where no connector speaks to it. */
export function reasonsTold(connectors: ConnectorRegistry): (action: Pick<PackageAction, 'parameters'> & { readonly marketplace: Marketplace }) => CancelReasonTold | null {
  return ({ marketplace, parameters }) => (parameters['reason'] === undefined ? null : (connectors[marketplace]?.orders.cancelReasons[cancelReasonOf({ parameters })] ?? null));
}
