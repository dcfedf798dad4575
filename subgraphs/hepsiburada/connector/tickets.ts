import { z } from 'zod';
import type { ItemResult, ReceiptOutcome } from '../../sync/connector/contract.js';
import { optionalText } from '../../sync/connector/wire-values.js';
import { callCatalogue, query, type HepsiburadaContext } from './client.js';
import { CATALOGUE_POLL_MS, orNull } from './import-status.js';
import { issue } from './issues.js';

const rowSchema = z.looseObject({
  hbSku: optionalText,
  status: optionalText,
  fields: z.array(z.looseObject({ fieldName: optionalText, status: optionalText, rejectReason: optionalText })).nullish(),
});

/** What became of a content ticket; `keys` are merchant SKUs by hbSku. A refused field is told, though others may have been taken. */
export async function readTicket(context: HepsiburadaContext, trackingId: string, keys: Readonly<Record<string, string>>): Promise<ReceiptOutcome> {
  const path = `/ticket-api/api/integrator/status/${encodeURIComponent(trackingId)}${query({ version: 1, page: 0, size: 1_000 })}`;
  const read = await orNull(callCatalogue(context, { operation: 'content.updateStatus', method: 'GET', path }, z.array(rowSchema)));
  if (read === null) return { kind: 'EXPIRED' };
  const settled = read.data.flatMap((row): ItemResult[] => {
    const remoteKey = row.hbSku === null ? undefined : keys[row.hbSku];
    if (remoteKey === undefined || row.status?.toUpperCase() !== 'COMPLETED') return [];
    const refused = (row.fields ?? []).filter(({ status }) => status === 'REJECTED');
    if (refused.length === 0) return [{ remoteKey, ok: true }];
    return [{ remoteKey, ok: false, issue: issue('CONTENT_REFUSED', refused.map(({ fieldName, rejectReason }) => `${fieldName ?? ''}: ${rejectReason ?? 'refused'}`).join(' '), context.now()) }];
  });
  return settled.length === Object.keys(keys).length ? { kind: 'SETTLED', results: settled } : { kind: 'PENDING', pollAfterMs: CATALOGUE_POLL_MS, settled };
}
