import { z } from 'zod';
import type { ClaimPort, RemoteClaim, ReturnState } from '../../sync/connector/contract.js';
import { readClaims } from '../../sync/connector/read-claims.js';
import { epochMs, number, text } from '../../sync/connector/wire-values.js';
import { call, query, sellerPath, type TrendyolCredentials } from './client.js';

const PAGE_SIZE = 200;

const claimSchema = z.looseObject({
  claimId: text,
  orderNumber: text,
  claimDate: epochMs,
  lastModifiedDate: epochMs.nullish(),
  items: z.array(
    z.looseObject({
      orderLine: z.looseObject({ id: text, barcode: text.nullish() }),
      claimItems: z.array(z.looseObject({ customerClaimItemReason: z.looseObject({ name: z.string().nullish() }).nullish(), claimItemStatus: z.looseObject({ name: z.string() }) })),
    }),
  ),
});
const pageSchema = z.looseObject({ content: z.array(z.unknown()), totalPages: number });

export const claims: ClaimPort<TrendyolCredentials> = {
  async list(context, since, cursor) {
    const page = Number(cursor ?? 0);
    const parameters = { startDate: since.getTime(), endDate: context.now().getTime(), page, size: PAGE_SIZE };
    const answer = await call(context, { endpoint: 'claims', operation: 'claims.list', method: 'GET', path: sellerPath(context, 'order', `claims${query(parameters)}`), personal: true }, pageSchema);
    const items = readClaims({ rows: answer.content, shape: claimSchema, toClaim, kind: 'RETURN', claimField: 'claimId', orderField: 'orderNumber', now: context.now() });
    return { items, next: items.length > 0 && page + 1 < answer.totalPages ? String(page + 1) : null };
  },
};

const STATES: Readonly<Record<string, ReturnState>> = {
  Created: 'REQUESTED',
  WaitingInAction: 'AWAITING_SELLER',
  WaitingFraudCheck: 'AWAITING_SELLER',
  InAnalysis: 'DISPUTED',
  Accepted: 'REFUNDED',
  Rejected: 'REJECTED',
  Cancelled: 'CANCELLED',
  Unresolved: 'DISPUTED',
};

function toClaim(row: z.infer<typeof claimSchema>): RemoteClaim {
  const lines = row.items.map(({ orderLine, claimItems }) => ({
    remoteLineId: orderLine.id,
    remoteKey: orderLine.barcode ?? null,
    // Trendyol makes one claim item of each unit.
    quantity: claimItems.length,
    reason: claimItems[0]?.customerClaimItemReason?.name ?? '',
    status: claimItems[0]?.claimItemStatus.name ?? '',
  }));
  return {
    remoteClaimId: row.claimId,
    remoteOrderId: row.orderNumber,
    kind: 'RETURN',
    state: STATES[lines[0]?.status ?? ''] ?? 'UNKNOWN',
    status: lines[0]?.status ?? '',
    lines,
    createdAt: new Date(row.claimDate),
    changedAt: new Date(row.lastModifiedDate ?? row.claimDate),
  };
}
