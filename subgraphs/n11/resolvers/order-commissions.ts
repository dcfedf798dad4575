import type { OrderReference } from '../../sync/connector/entity-references.js';
import { toOrderStatus } from '../connector/order-status.js';

export interface N11OrderReference extends OrderReference {
  readonly packages: readonly {
    readonly remoteStatus: string;
    readonly lines: readonly { readonly remoteLineId: string; readonly remoteDetails: Readonly<Record<string, unknown>> }[];
  }[];
}

export interface N11LineCommission {
  readonly lineId: string;
  readonly commissionRatePercent: number;
  readonly campaignRatePercent: number | null;
  readonly marketingFeePercent: number | null;
  readonly marketplaceFeePercent: number | null;
  readonly taxDeductionPercent: number | null;
}

/** Of each line for which N11 has told a rate. A package that was split holds nothing any more: its parts tell. */
export function commissionsOf({ packages }: N11OrderReference): N11LineCommission[] {
  const lines = packages.filter(({ remoteStatus }) => toOrderStatus(remoteStatus) !== 'SPLIT').flatMap((one) => one.lines);
  return lines.flatMap(({ remoteLineId, remoteDetails }) => {
    const percent = (name: string): number | null => (typeof remoteDetails[name] === 'number' ? remoteDetails[name] : null);
    const commissionRatePercent = percent('commissionRatePercent');
    if (commissionRatePercent === null) return [];
    return [
      {
        lineId: remoteLineId,
        commissionRatePercent,
        campaignRatePercent: percent('campaignRatePercent'),
        marketingFeePercent: percent('marketingFeePercent'),
        marketplaceFeePercent: percent('marketplaceFeePercent'),
        taxDeductionPercent: percent('taxDeductionPercent'),
      },
    ];
  });
}
