import type { Collection, Db } from 'mongodb';
import type { Clock } from '../../../platform/clock.js';
import { isDuplicateKey } from '../../../platform/mongo/duplicate-key.js';
import type { CollectionIndexes } from '../../../platform/mongo/indexes.js';
import type { Intent, IntentLedger } from '../connector/intent-ledger.js';

interface IntentDocument {
  /** Store and key: what makes an intent the only one of its name. */
  readonly _id: string;
  readonly digest: string;
  /** Null until it is known. */
  readonly answer: string | null;
  readonly expiresAt: Date;
}

const COLLECTION = 'intents';
const KEPT_MS = 400 * 86_400_000;
export const intentIndexes: CollectionIndexes = { collection: COLLECTION, indexes: [{ name: 'expiry', key: { expiresAt: 1 }, expireAfterSeconds: 0 }] };

export function createIntentStore(db: Db, clock: Clock): IntentLedger {
  const intents: Collection<IntentDocument> = db.collection(COLLECTION);
  return {
    async begin(intent) {
      try {
        await intents.insertOne({ _id: idOf(intent), digest: intent.digest, answer: null, expiresAt: new Date(clock.now().getTime() + KEPT_MS) });
        return { kind: 'NEW' };
      } catch (error) {
        if (!isDuplicateKey(error)) throw error;
      }
      const before = await intents.findOne({ _id: idOf(intent) });
      if (!before) return { kind: 'OPEN' };
      if (before.digest !== intent.digest) return { kind: 'OTHER' };
      return before.answer === null ? { kind: 'OPEN' } : { kind: 'DONE', answer: before.answer };
    },
    async finish(intent, answer) {
      await intents.updateOne({ _id: idOf(intent) }, { $set: { answer } });
    },
    async giveUp(intent) {
      await intents.deleteOne({ _id: idOf(intent), digest: intent.digest, answer: null });
    },
  };
}

function idOf({ storeId, key }: Intent): string {
  return `${storeId}:${key}`;
}
