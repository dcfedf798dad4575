import type { OrderReference } from '../../sync/connector/entity-references.js';
import { toOrderStatus } from '../connector/order-status.js';

export interface TrendyolOrderReference extends OrderReference {
  readonly packages: readonly {
    readonly remoteStatus: string;
    readonly lines: readonly { readonly remoteLineId: string; readonly remoteDetails: Readonly<Record<string, unknown>> }[];
  }[];
}

export interface TrendyolLineCommission {
  readonly lineId: string;
  readonly commissionRatePercent: number;
}

/** Of each line once, however many packages its pieces are in. A package that was split holds nothing any more: its parts tell. */
export function commissionsOf({ packages }: TrendyolOrderReference): TrendyolLineCommission[] {
  const lines = packages.filter(({ remoteStatus }) => toOrderStatus(remoteStatus) !== 'SPLIT').flatMap((one) => one.lines);
  const rates = lines.flatMap(({ remoteLineId, remoteDetails: { commissionRatePercent } }) => (typeof commissionRatePercent === 'number' ? [[remoteLineId, commissionRatePercent] as const] : []));
  return [...new Map(rates)].map(([lineId, commissionRatePercent]) => ({ lineId, commissionRatePercent }));
}
