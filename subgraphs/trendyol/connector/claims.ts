import { z } from 'zod';
import { groupBy } from '../../../platform/group-by.js';
import { UNTOLD, type ClaimPort, type Page, type RemoteClaim, type ReturnState } from '../../sync/connector/contract.js';
import { stampedSince } from '../../sync/connector/marketplace-clock.js';
import { readClaims } from '../../sync/connector/read-claims.js';
import { epochMs, number, optionalText, text } from '../../sync/connector/wire-values.js';
import { claimStateOf } from './claim-states.js';
import { call, query, sellerPath, type TrendyolContext, type TrendyolCredentials } from './client.js';

const PAGE_SIZE = 200;
/** What the seller lets lie so long, Trendyol accepts; it names no moment. */
const ANSWER_WITHIN_MS = 48 * 3_600_000;

const claimSchema = z.looseObject({
  claimId: text,
  orderNumber: text,
  claimDate: epochMs,
  lastModifiedDate: epochMs.nullish(),
  items: z.array(
    z.looseObject({
      orderLine: z.looseObject({ id: text, barcode: text.nullish() }),
      claimItems: z.array(z.looseObject({ customerClaimItemReason: z.looseObject({ name: z.string().nullish() }).nullish(), claimItemStatus: z.looseObject({ name: z.string() }), customerNote: optionalText.catch(null) })),
    }),
  ),
});
const pageSchema = z.looseObject({ content: z.array(z.unknown()), totalPages: number });

export const claims: ClaimPort<TrendyolCredentials> = {
  list(context, since, cursor) {
    const { from, to } = stampedSince(context, since);
    return listPage(context, { startDate: from.getTime(), endDate: to.getTime() }, cursor);
  },
  listWaiting: (context, cursor) => listPage(context, { claimItemStatus: 'WaitingInAction' }, cursor),
};

async function listPage(context: TrendyolContext, filter: Readonly<Record<string, string | number>>, cursor: string | null): Promise<Page<RemoteClaim>> {
  const page = Number(cursor ?? 0);
  const parameters = { ...filter, page, size: PAGE_SIZE };
  const answer = await call(context, { endpoint: 'claims', operation: 'claims.list', method: 'GET', path: sellerPath(context, 'order', `claims${query(parameters)}`), personal: true }, pageSchema);
  const items = readClaims({ rows: answer.content, shape: claimSchema, toClaim, kind: 'RETURN', claimField: 'claimId', orderField: 'orderNumber', now: context.now() });
  return { items, next: items.length > 0 && page + 1 < answer.totalPages ? String(page + 1) : null };
}

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
  const changedAt = new Date(row.lastModifiedDate ?? row.claimDate);
  return {
    remoteClaimId: row.claimId,
    remoteOrderId: row.orderNumber,
    kind: 'RETURN',
    state: furthestBehind ? stateOf(furthestBehind) : 'UNKNOWN',
    status: furthestBehind?.status ?? '',
    ...UNTOLD,
    respondBy: lines.some(({ status }) => status === 'WaitingInAction') ? new Date(changedAt.getTime() + ANSWER_WITHIN_MS) : null,
    note: notesOf(row),
    lines,
    createdAt: new Date(row.claimDate),
    changedAt,
  };
}

/** Each unit may have a note of its own; most have the same. */
function notesOf({ items }: z.infer<typeof claimSchema>): string | null {
  const notes = items.flatMap(({ claimItems }) => claimItems.flatMap(({ customerNote }) => customerNote ?? []));
  return notes.length === 0 ? null : [...new Set(notes)].join('\n');
}
