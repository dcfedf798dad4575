import type { CreatedWithin, OperationGroup, OperationStore } from '../store/operation-store.js';

const MOST_AT_ONCE = 5_000;
const SHORTEST_MS = 1_000;

/**
 * What a seller asked for in a time, as it stands now, in groups of the same kind, state and stores. However many there are, the database is
 * asked for at most 5,000 at a time: where there are more, the time is halved until there are not, down to a second.
 */
export async function tallyOperations(deps: { readonly operations: Pick<OperationStore, 'countCreated' | 'groupCreated'> }, within: CreatedWithin): Promise<readonly OperationGroup[]> {
  const groups = new Map<string, OperationGroup>();
  for await (const group of groupsWithin(deps.operations, within)) {
    const key = JSON.stringify([group.kind, group.state, group.storeIds]);
    const before = groups.get(key);
    groups.set(key, before ? { ...group, operations: before.operations + group.operations, values: before.values + group.values, rejected: before.rejected + group.rejected } : group);
  }
  return [...groups.values()];
}

async function* groupsWithin(operations: Pick<OperationStore, 'countCreated' | 'groupCreated'>, within: CreatedWithin): AsyncGenerator<OperationGroup> {
  const { sellerId, from, to } = within;
  const lengthMs = to.getTime() - from.getTime();
  if (lengthMs <= 0) return;
  const found = await operations.countCreated({ ...within, atMost: MOST_AT_ONCE + 1 });
  if (found === 0) return;
  if (found <= MOST_AT_ONCE || lengthMs <= SHORTEST_MS) {
    yield* await operations.groupCreated(within);
    return;
  }
  const middle = new Date(from.getTime() + Math.floor(lengthMs / 2));
  yield* groupsWithin(operations, { sellerId, from, to: middle });
  yield* groupsWithin(operations, { sellerId, from: middle, to });
}
