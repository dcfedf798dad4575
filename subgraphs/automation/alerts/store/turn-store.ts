import type { Db } from 'mongodb';
import { isDuplicateKey } from '../../../../platform/mongo/duplicate-key.js';

const COLLECTION = 'alert_turns';
interface Turn {
  readonly _id: string;
  readonly notBefore: Date;
}

export type TurnStore = ReturnType<typeof createTurnStore>;

/** Whose turn it is to look at something, so that of many workers one does. Nothing else reads or writes it. */
export function createTurnStore(db: Db) {
  const turns = db.collection<Turn>(COLLECTION);

  return {
    /** True for one caller until `nextAt`. */
    async take(name: string, { now, nextAt }: { readonly now: Date; readonly nextAt: Date }): Promise<boolean> {
      try {
        await turns.updateOne({ _id: name, notBefore: { $lte: now } }, { $set: { notBefore: nextAt } }, { upsert: true });
        return true;
      } catch (error) {
        if (isDuplicateKey(error)) return false;
        throw error;
      }
    },
    /** Makes it anybody's turn now. */
    async ask(name: string): Promise<void> {
      await turns.updateOne({ _id: name }, { $set: { notBefore: new Date(0) } }, { upsert: true });
    },
  };
}
