import { z } from 'zod';
import type { ItemResult, ReceiptOutcome } from '../../sync/connector/contract.js';
import { optionalText } from '../../sync/connector/wire-values.js';
import { callCatalogue, query, type HepsiburadaContext } from './client.js';
import { CATALOGUE_POLL_MS, orNull } from './import-status.js';
import { issue } from './issues.js';

const fieldSchema = z.looseObject({ fieldName: optionalText, status: optionalText, rejectReason: optionalText.catch(null) });
const rowSchema = z.looseObject({ hbSku: optionalText, status: optionalText.catch(null), fields: z.array(fieldSchema).nullish().catch([{ fieldName: null, status: null, rejectReason: null }]) });
type TicketRow = z.output<typeof rowSchema>;

/**
 * What became of a content ticket; `keys` are merchant SKUs by hbSku. Hepsiburada decides field by field: a product of which it did not
 * take all is refused, with what it has taken all the same. A row that cannot be read holds up no other.
 */
export async function readTicket(context: HepsiburadaContext, trackingId: string, keys: Readonly<Record<string, string>>): Promise<ReceiptOutcome> {
  const path = `/ticket-api/api/integrator/status/${encodeURIComponent(trackingId)}${query({ version: 1, page: 0, size: 1_000 })}`;
  const read = await orNull(callCatalogue(context, { operation: 'content.updateStatus', method: 'GET', path }, z.array(z.unknown())));
  if (read === null) return { kind: 'EXPIRED' };
  const settled = new Map<string, ItemResult>();
  for (const row of read.data.flatMap((raw) => rowSchema.safeParse(raw).data ?? [])) {
    const remoteKey = row.hbSku === null ? undefined : keys[row.hbSku];
    if (remoteKey !== undefined && row.status?.toUpperCase() === 'COMPLETED') settled.set(remoteKey, resultOf(remoteKey, row, context.now()));
  }
  const results = [...settled.values()];
  return results.length === Object.keys(keys).length ? { kind: 'SETTLED', results } : { kind: 'PENDING', pollAfterMs: CATALOGUE_POLL_MS, settled: results };
}

function resultOf(remoteKey: string, { fields }: TicketRow, at: Date): ItemResult {
  const told = (fields ?? []).map(({ fieldName, status, rejectReason }) => ({ name: fieldName ?? '?', status: status?.toUpperCase() ?? null, rejectReason }));
  const taken = told.filter(({ status }) => status === 'APPROVED');
  if (taken.length === told.length) return { remoteKey, ok: true };
  const others = told.filter(({ status }) => status !== 'APPROVED').map(({ name, status, rejectReason }) => `${name}: ${wordsFor(status, rejectReason)}`);
  return { remoteKey, ok: false, issue: issue('CONTENT_REFUSED', `${others.join('; ')}. ${taken.length > 0 ? `Taken: ${taken.map(({ name }) => name).join(', ')}.` : 'Nothing else was taken.'}`, at, told.find(({ status }) => status !== 'APPROVED')?.status ?? null) };
}

function wordsFor(status: string | null, reason: string | null): string {
  if (status === 'REJECTED') return reason ?? 'refused';
  if (status === 'PARTIAL_APPROVED') return `taken in part${reason === null ? '' : ` (${reason})`}`;
  return `Hepsiburada does not say what became of it${status === null ? '' : ` (${status})`}`;
}
