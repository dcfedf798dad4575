import { z } from 'zod';
import { groupBy } from '../../../platform/group-by.js';
import { UNTOLD, type ClaimPort, type RemoteClaim, type ReturnState } from '../../sync/connector/contract.js';
import { readClaims } from '../../sync/connector/read-claims.js';
import { epochMs, number, text } from '../../sync/connector/wire-values.js';
import { claimStateOf } from './claim-states.js';
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

/** What is still to be decided comes first: a claim of which a part is done is as far as the part that is not. */
const BY_HASTE: readonly ReturnState[] = ['AWAITING_SELLER', 'REQUESTED', 'DISPUTED', 'UNKNOWN', 'APPROVED'];

function toClaim(row: z.infer<typeof claimSchema>): RemoteClaim {
  const lines = row.items.flatMap(({ orderLine, claimItems }) =>
    // Trendyol makes one claim item of each unit, and decides about each.
    [...groupBy(claimItems, ({ claimItemStatus }) => claimItemStatus.name)].map(([status, units]) => ({
      remoteLineId: orderLine.id,
      remoteKey: orderLine.barcode ?? null,
      quantity: units.length,
      reason: units[0]?.customerClaimItemReason?.name ?? '',
      status,
    })),
  );
  const stateOf = ({ status }: { readonly status: string }): ReturnState => claimStateOf(status);
  const furthestBehind = BY_HASTE.map((state) => lines.find((line) => stateOf(line) === state)).find((line) => line !== undefined) ?? lines[0];
  return {
    remoteClaimId: row.claimId,
    remoteOrderId: row.orderNumber,
    kind: 'RETURN',
    state: furthestBehind ? stateOf(furthestBehind) : 'UNKNOWN',
    status: furthestBehind?.status ?? '',
    ...UNTOLD,
    lines,
    createdAt: new Date(row.claimDate),
    changedAt: new Date(row.lastModifiedDate ?? row.claimDate),
  };
}
