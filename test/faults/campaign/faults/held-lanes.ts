import type { Stage } from '../stage.js';

/** A store that a worker is at work on, by the ledger. */
export interface HeldLane {
  readonly storeId: string;
  readonly fence: number;
}

interface LaneDocument {
  readonly _id: string;
  readonly owner: string | null;
  readonly fence: number;
}

/** What the process holds, or held when it died; none where the ledger cannot be read just now. */
export async function lanesOf({ ledger }: Pick<Stage, 'ledger'>, pid: number): Promise<readonly HeldLane[]> {
  const lanes = await ledger.db.collection<LaneDocument>('lanes').find({ owner: { $ne: null } }, { projection: { owner: 1, fence: 1 } }).toArray().catch(() => []);
  // Each holder is named after its process.
  return lanes.flatMap(({ _id, owner, fence }) => (owner?.startsWith(`${pid}-`) ? [{ storeId: _id, fence }] : []));
}

/** Null where the ledger cannot be read just now. */
export async function fenceOf({ ledger }: Pick<Stage, 'ledger'>, storeId: string): Promise<number | null> {
  const lane = await ledger.db.collection<LaneDocument>('lanes').findOne({ _id: storeId }, { projection: { fence: 1 } }).catch(() => null);
  return lane?.fence ?? null;
}

/** Whether the store has a value to send, or a call on its way. */
export async function hasWorkInHand({ ledger }: Pick<Stage, 'ledger'>, storeId: string): Promise<boolean> {
  const under = async (collection: string, filter: object): Promise<boolean> => (await ledger.db.collection(collection).findOne({ storeId, ...filter }, { projection: { _id: 1 } }).catch(() => null)) !== null;
  return (await under('attempts', { dueAt: { $gt: new Date(0) }, state: { $in: ['PREPARED', 'SENT', 'ACCEPTED', 'UNKNOWN'] } })) || under('listings', { dueAt: { $gt: new Date(0) } });
}
