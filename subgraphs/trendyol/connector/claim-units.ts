import { z } from 'zod';
import type { ReturnState } from '../../sync/connector/contract.js';
import { epochMs, optionalText, text } from '../../sync/connector/wire-values.js';
import { claimStateOf } from './claim-states.js';
import { call, query, sellerPath, type TrendyolContext } from './client.js';

const claimSchema = z.looseObject({
  claimId: text,
  orderNumber: text,
  claimDate: epochMs,
  items: z.array(
    z.looseObject({
      orderLine: z.looseObject({ id: text, barcode: optionalText, productName: optionalText }),
      claimItems: z.array(z.looseObject({ id: text, customerClaimItemReason: z.looseObject({ name: optionalText }).nullish(), claimItemStatus: z.looseObject({ name: z.string() }), acceptDetail: optionalText.catch(null) })),
    }),
  ),
});
const pageSchema = z.looseObject({ content: z.array(claimSchema) });

/** A return as Trendyol has it now, unit by unit: it is answered so. */
export interface TrendyolClaim {
  readonly claimId: string;
  readonly orderNumber: string;
  readonly claimedAt: Date;
  readonly units: readonly ClaimUnit[];
}

export interface ClaimUnit {
  /** Trendyol's claim item. */
  readonly id: string;
  readonly lineId: string;
  readonly barcode: string | null;
  readonly productName: string | null;
  readonly reason: string | null;
  /** In Trendyol's word. */
  readonly status: string;
  readonly state: ReturnState;
  /** `SUPPLIER`, `DISPUTE` or `SYSTEM`; null while it is not accepted. */
  readonly acceptDetail: string | null;
}

/** Null where Trendyol shows the seller no such claim. */
export async function readClaim(context: TrendyolContext, claimId: string): Promise<TrendyolClaim | null> {
  const path = sellerPath(context, 'order', `claims${query({ claimIds: claimId, page: 0, size: 1 })}`);
  const { content } = await call(context, { endpoint: 'claims', operation: 'claims.read', method: 'GET', path, personal: true }, pageSchema);
  const row = content.find((one) => one.claimId === claimId);
  return row === undefined ? null : toClaim(row);
}

function toClaim({ claimId, orderNumber, claimDate, items }: z.output<typeof claimSchema>): TrendyolClaim {
  const units = items.flatMap(({ orderLine, claimItems }) =>
    claimItems.map(({ id, customerClaimItemReason, claimItemStatus, acceptDetail }): ClaimUnit => ({
      id,
      lineId: orderLine.id,
      barcode: orderLine.barcode,
      productName: orderLine.productName,
      reason: customerClaimItemReason?.name ?? null,
      status: claimItemStatus.name,
      state: claimStateOf(claimItemStatus.name),
      acceptDetail,
    })),
  );
  return { claimId, orderNumber, claimedAt: new Date(claimDate), units };
}
