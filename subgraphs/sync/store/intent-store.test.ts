import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { systemClock } from '../../../platform/clock.js';
import { newId } from '../../../platform/ids.js';
import { openTestDatabase, type TestDatabase } from '../../../test/support/test-database.js';
import { createIntentStore } from './intent-store.js';

let database: TestDatabase;
beforeAll(async () => {
  database = await openTestDatabase('intents');
});
afterAll(() => database.drop());

const intentOf = (change: { digest?: string } = {}) => ({ storeId: newId('store'), key: 'refund-4711', digest: 'abc', ...change });

describe('an intent', () => {
  it('is begun by one of all who ask at the same time', async () => {
    const ledger = createIntentStore(database.db, systemClock);
    const intent = intentOf();
    const states = await Promise.all(Array.from({ length: 20 }, () => ledger.begin(intent)));
    expect(states.filter(({ kind }) => kind === 'NEW')).toHaveLength(1);
    expect(states.filter(({ kind }) => kind === 'OPEN')).toHaveLength(19);
  });

  it('is answered with what came of it when asked for again', async () => {
    const ledger = createIntentStore(database.db, systemClock);
    const intent = intentOf();
    await ledger.begin(intent);
    await ledger.finish(intent, 'feed-1');
    expect(await ledger.begin(intent)).toEqual({ kind: 'DONE', answer: 'feed-1' });
    await ledger.giveUp(intent);
    expect(await ledger.begin(intent)).toEqual({ kind: 'DONE', answer: 'feed-1' });
  });

  it('is told from another one under its key', async () => {
    const ledger = createIntentStore(database.db, systemClock);
    const intent = intentOf();
    await ledger.begin(intent);
    expect(await ledger.begin({ ...intent, digest: 'other' })).toEqual({ kind: 'OTHER' });
  });

  it('may be begun again once nothing came of it', async () => {
    const ledger = createIntentStore(database.db, systemClock);
    const intent = intentOf();
    await ledger.begin(intent);
    await ledger.giveUp(intent);
    expect(await ledger.begin(intent)).toEqual({ kind: 'NEW' });
  });
});
