import type { Engine } from './engine.js';
import type { Collection } from './storage/catalog.js';
import type { IndexDefinition } from './storage/index-definition.js';
import { Deadline } from './deadline.js';
import { scanIndex } from './plan/choose-plan.js';
import { PlanScan, type Row } from './plan/scan.js';
import { parseFilter } from './query/parse-filter.js';

const PER_TRANSACTION = 1000;

/** Removes the documents whose TTL index says they have expired at `now`, and resolves to how many there were. */
export async function removeExpired(engine: Engine, now: Date): Promise<number> {
  let removed = 0;
  for (const collection of engine.catalog.all()) {
    for (const index of collection.indexes) {
      if (index.expireAfterSeconds !== undefined) removed += await removeExpiredOf(engine, collection, index, now);
    }
  }
  return removed;
}

async function removeExpiredOf(engine: Engine, { database, name }: Collection, { name: indexName }: IndexDefinition, now: Date): Promise<number> {
  let total = 0;
  for (let removed = PER_TRANSACTION; removed === PER_TRANSACTION; total += removed) {
    if (!hasExpired(engine, engine.catalog.find(database, name), indexName, now)) return total;
    removed = await engine.storage.write(() => removeSome(engine, engine.catalog.find(database, name), indexName, now));
  }
  return total;
}

/** By the index whatever the planner would say, as everything that can expire is in it. */
function expiredRows({ storage }: Engine, collection: Collection, index: IndexDefinition, now: Date, limit: number): Row[] {
  const path = index.fields[0]?.path as string;
  const filter = parseFilter({ [path]: { $lt: new Date(now.getTime() - (index.expireAfterSeconds ?? 0) * 1000) } });
  const scan = new PlanScan({ storage, collection, filter, deadline: new Deadline(undefined) }, scanIndex(index, { filter, sort: [], limited: true }));
  const rows: Row[] = [];
  for (const row of scan.rows()) {
    rows.push(row);
    if (rows.length === limit) break;
  }
  return rows;
}

function hasExpired(engine: Engine, collection: Collection | undefined, indexName: string, now: Date): boolean {
  const index = collection?.indexes.find((each) => each.name === indexName);
  return collection !== undefined && index !== undefined && expiredRows(engine, collection, index, now, 1).length > 0;
}

function removeSome(engine: Engine, collection: Collection | undefined, indexName: string, now: Date): number {
  const index = collection?.indexes.find((each) => each.name === indexName);
  if (!collection || !index) return 0;
  const rows = expiredRows(engine, collection, index, now, PER_TRANSACTION);
  for (const { record, raw } of rows) engine.writer.remove(collection, record, raw);
  return rows.length;
}
