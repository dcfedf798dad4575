import type { SellerId } from '../../../platform/ids.js';
import type { InboxEntry } from './domain/inbox-entry.js';
import type { IntakeDeps } from './intake-deps.js';
import { callsKey, inboxKey } from './wake-keys.js';

/** Takes a seller's set-aside entries in again, unless tried dry: webhook calls are mapped anew, rows of a poll are asked for anew. Answers how many there were. */
export async function retryQuarantined(deps: IntakeDeps, { sellerId, ids, isDry = false }: { sellerId: SellerId; ids: readonly string[]; isDry?: boolean }): Promise<number> {
  const entries = await deps.inbox.findQuarantined(sellerId, ids);
  if (isDry) return entries.length;
  const rows = entries.filter((entry) => entry.polledSince !== undefined);
  const calls = entries.filter((entry) => entry.polledSince === undefined);
  await deps.inbox.requeue(calls.map(({ _id }) => _id));
  for (const row of rows) await pollAgain(deps, row);
  const keys = [...calls.map(({ storeId }) => inboxKey(storeId)), ...rows.map(({ storeId }) => callsKey(storeId))];
  await Promise.all([...new Set(keys)].map((key) => deps.queue.wake(key)));
  return entries.length;
}

/** The window is reopened before the row is forgotten: it comes again, readable or not, however this ends. */
async function pollAgain({ marks, inbox, clock }: IntakeDeps, { _id, storeId, polledSince }: InboxEntry): Promise<void> {
  if (polledSince) await marks.reopen(storeId, polledSince, clock.now());
  await inbox.forget([_id]);
}
