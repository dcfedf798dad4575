import type { Store } from '../../stores/domain/store.js';
import { stillToRead, type Listed } from './domain/still-to-read.js';
import type { IntakeDeps } from './intake-deps.js';

/** News that only named orders which a listing has brought, and which are recorded: what they told is here, so it is not read again by number. Answers how many orders were spared that. */
export async function settleListed({ inbox, metrics, clock }: IntakeDeps, { _id: storeId, marketplace }: Store, listed: Listed): Promise<number> {
  if (listed.orders.length === 0) return 0;
  const entries = await inbox.naming(storeId, [...new Set(listed.orders.map(({ remoteOrderId }) => remoteOrderId))]);
  const judged = entries.map((entry) => ({ entry, left: stillToRead(entry, listed) }));
  const done = judged.filter(({ left }) => left.length === 0);
  if (done.length > 0) await inbox.markMapped(done.map(({ entry }) => entry._id), clock.now());
  const partly = judged.filter(({ entry, left }) => left.length > 0 && left.length < entry.orderIds.length);
  for (const { entry, left } of partly) await inbox.awaitReading(entry._id, { orderIds: left, readAt: entry.readAt });
  const spared = judged.flatMap(({ entry, left }) => entry.orderIds.filter((id) => !left.includes(id)));
  const count = new Set(spared).size;
  if (count > 0) metrics.namedOrdersRead.inc({ marketplace, outcome: 'listed' }, count);
  return count;
}
