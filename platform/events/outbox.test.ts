import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Collection } from 'mongodb';
import { openTestDatabase, type TestDatabase } from '../../test/support/test-database.js';
import { connectTestRedis } from '../../test/support/test-redis.js';
import { newId, type SellerId } from '../ids.js';
import { ensureIndexes } from '../mongo/indexes.js';
import type { RedisClient } from '../redis/client.js';
import { createLogger } from '../telemetry/logger.js';
import { createEventLog, type OpenEventLog } from './event-log.js';
import { isEventGap, type DomainEvent } from './event.js';
import { createOutboxRelay, outboxIndex, type OutboxRelay, type OutboxedDocument, type OutboxRelayOptions } from './outbox.js';

const logger = createLogger({ level: 'silent', name: 'test' });

interface Thing extends OutboxedDocument {
  readonly value?: number;
}

describe('outbox relay', () => {
  let database: TestDatabase;
  let redis: RedisClient;
  let things: Collection<Thing>;
  let log: OpenEventLog;
  let sellerId: SellerId;
  let relays: OutboxRelay[];

  beforeAll(async () => {
    database = await openTestDatabase('outbox');
    things = database.db.collection<Thing>('things');
    await ensureIndexes(database.db, [{ collection: 'things', indexes: [outboxIndex] }]);
  });

  afterAll(() => database.drop());

  beforeEach(async () => {
    redis = await connectTestRedis();
    log = createEventLog({ redis });
    sellerId = newId('seller');
    relays = [];
    await things.deleteMany({});
  });

  afterEach(async () => {
    await Promise.all(relays.map((relay) => relay.stop()));
    log.close();
    await redis.close();
  });

  function relay(options: Partial<OutboxRelayOptions> = {}): OutboxRelay {
    const made = createOutboxRelay({ collections: [things], log, logger, sweepEveryMs: 60_000, ...options });
    relays.push(made);
    return made;
  }

  const announce = (id: string, ...entries: string[]) =>
    things.updateOne(
      { _id: id },
      { $set: { outboxPending: true }, $setOnInsert: { sellerId }, $push: { outbox: { $each: entries.map((entry) => ({ id: entry, type: 'thingChanged', at: new Date(), data: { id } })) } } },
      { upsert: true },
    );

  async function published(count: number, after?: string): Promise<string[]> {
    const start = after ?? `${(await redis.hGet(`events:{${sellerId}}:head`, 'epoch'))!}.0`;
    const ids: string[] = [];
    const signal = AbortSignal.timeout(5_000);
    for await (const item of log.subscribe({ sellerId, types: [], after: start, signal })) {
      if (!isEventGap(item)) ids.push(item.id);
      if (ids.length === count) break;
    }
    return ids;
  }

  const pending = () => things.countDocuments({ outboxPending: true });

  it('publishes what a write announced, in its order, and clears it', async () => {
    await announce('a', '1', '2');
    await announce('a', '3');
    const one = relay();
    one.poke();
    await one.idle();
    expect(await published(3)).toEqual(['a:1', 'a:2', 'a:3']);
    expect(await things.findOne({ _id: 'a' })).toMatchObject({ outbox: [], outboxPending: false });
  });

  it('publishes an entry that one write pushed into many documents once for each', async () => {
    await things.insertMany(['a', 'b', 'c'].map((_id) => ({ _id, sellerId })));
    await things.updateMany({}, { $set: { outboxPending: true }, $push: { outbox: { $each: [{ id: 'x', type: 'thingChanged', at: new Date(), data: {} }] } } });
    const one = relay();
    one.poke();
    await one.idle();
    expect((await published(3)).sort()).toEqual(['a:x', 'b:x', 'c:x']);
  });

  it('publishes once when a relay died between publishing and clearing', async () => {
    await announce('a', '1', '2');
    await log.append(['1', '2'].map((id): DomainEvent => ({ id: `a:${id}`, type: 'thingChanged', sellerId, at: new Date(), data: {} })));
    await announce('a', '3');
    const one = relay();
    one.poke();
    await one.idle();
    await log.append([{ id: 'end', type: 'end', sellerId, at: new Date(), data: {} }]);
    expect(await published(4)).toEqual(['a:1', 'a:2', 'a:3', 'end']);
    expect(await pending()).toBe(0);
  });

  it('keeps what was announced while it was publishing', async () => {
    let announced: Promise<unknown> = Promise.resolve();
    const slow: OutboxRelayOptions['log'] = {
      subscribe: (subscription) => log.subscribe(subscription),
      async append(events) {
        await log.append(events);
        if (events.length === 1) await (announced = announce('a', '2', '3'));
      },
    };
    await announce('a', '1');
    const one = relay({ log: slow });
    one.poke();
    await one.idle();
    await announced;
    expect(await things.findOne({ _id: 'a' })).toMatchObject({ outbox: [{ id: '2' }, { id: '3' }], outboxPending: true });
    one.poke();
    await one.idle();
    expect(await published(3)).toEqual(['a:1', 'a:2', 'a:3']);
  });

  it('leaves everything in the ledger while the log is out of reach, and publishes it later', async () => {
    let isDown = true;
    const flaky: OutboxRelayOptions['log'] = {
      subscribe: (subscription) => log.subscribe(subscription),
      append: (events) => (isDown ? Promise.reject(new Error('down')) : log.append(events)),
    };
    await announce('a', '1');
    const one = relay({ log: flaky });
    one.poke();
    await one.idle();
    expect(await pending()).toBe(1);
    isDown = false;
    one.poke();
    await one.idle();
    expect(await pending()).toBe(0);
    expect(await published(1)).toEqual(['a:1']);
  });

  it('finds by itself what a dead process left', async () => {
    await announce('a', '1');
    const told = new Promise<readonly DomainEvent[]>((resolve) => void relay({ sweepEveryMs: 20, onPublished: resolve }));
    expect((await told).map(({ id }) => id)).toEqual(['a:1']);
  });

  it('publishes each event once, in the order of its document, with two relays at work', async () => {
    const [left, right] = [relay(), relay()];
    for (let round = 0; round < 12; round += 1) {
      await Promise.all(['a', 'b', 'c', 'd'].map((id) => announce(id, `${round}.0`, `${round}.1`)));
      left.poke();
      right.poke();
    }
    await Promise.all([left.idle(), right.idle()]);
    left.poke();
    await left.idle();
    const seen = await published(96);
    expect(new Set(seen).size).toBe(96);
    const expected = Array.from({ length: 12 }, (_, round) => [`b:${round}.0`, `b:${round}.1`]).flat();
    expect(seen.filter((id) => id.startsWith('b:'))).toEqual(expected);
    expect(await pending()).toBe(0);
  });

  it('takes in one poke what is more than one batch', async () => {
    await things.insertMany(Array.from({ length: 1100 }, (_, index) => ({ _id: `t${index}`, sellerId, outboxPending: true, outbox: [{ id: 'x', type: 'thingChanged', at: new Date(), data: {} }] })));
    const one = relay();
    one.poke();
    await one.idle();
    expect(await pending()).toBe(0);
    expect(new Set(await published(450)).size).toBe(450);
  });

  it('does not let one collection wait for the backlog of another', async () => {
    const others = database.db.collection<Thing>('others');
    let letGo: () => void = () => undefined;
    const held = new Promise<void>((resolve) => (letGo = resolve));
    const slowForThings: OutboxRelayOptions['log'] = {
      subscribe: (subscription) => log.subscribe(subscription),
      append: (events) => (events[0]?.id.startsWith('a:') ? held : log.append(events)),
    };
    await announce('a', '1');
    await others.insertOne({ _id: 'o', sellerId, outboxPending: true, outbox: [{ id: '1', type: 'orderChanged', at: new Date(), data: {} }] });
    const reader = log.subscribe({ sellerId, types: [], signal: AbortSignal.timeout(10_000) })[Symbol.asyncIterator]();
    const one = relay({ collections: [things, others] as unknown as Collection<OutboxedDocument>[], log: slowForThings });
    one.poke();
    expect(await reader.next()).toMatchObject({ value: { id: 'o:1' } });
    letGo();
    await one.idle();
    await reader.return?.();
  });

  it('reaches a live subscriber on a poke, without any sweep', async () => {
    const reader = log.subscribe({ sellerId, types: [], signal: AbortSignal.timeout(10_000) })[Symbol.asyncIterator]();
    const one = relay({ sweepEveryMs: 3_600_000 });
    for (let round = 0; round < 20; round += 1) {
      await announce('a', String(round));
      one.poke();
      expect(await reader.next()).toMatchObject({ value: { id: `a:${round}` } });
    }
    await reader.return?.();
  });
});
