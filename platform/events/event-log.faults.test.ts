import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { startRedis, type RedisServer } from '../../test/support/redis-server.js';
import { newId, type SellerId } from '../ids.js';
import { connectRedis, type RedisClient } from '../redis/client.js';
import { createEventLog, type OpenEventLog } from './event-log.js';
import { isEventGap, type EventGap, type LoggedEvent } from './event.js';

describe('event log when Redis fails', () => {
  let server: RedisServer;
  let redis: RedisClient;
  let log: OpenEventLog;
  let sellerId: SellerId;
  let end: AbortController;

  beforeEach(async () => {
    server = await startRedis();
    redis = await connectRedis(server.url);
    log = createEventLog({ redis });
    sellerId = newId('seller');
    end = new AbortController();
  });

  afterEach(async () => {
    end.abort();
    log.close();
    redis.destroy();
    await server.stop();
  });

  const append = (...ids: string[]) => log.append(ids.map((id) => ({ id, type: 'stockChanged', sellerId, at: new Date(), data: {} })));
  const listen = (after?: string, from: OpenEventLog = log) => from.subscribe({ sellerId, types: [], after: after ?? null, signal: end.signal })[Symbol.asyncIterator]();

  it('hears what is appended right after subscribing, on a server that knows appends but no readers yet', async () => {
    await append('0');
    const reader = listen();
    await append('1');
    expect(await take(reader, 1)).toEqual(['1']);
  });

  it('misses nothing when all connections are cut while events keep coming', async () => {
    const cutter = await connectRedis(server.url);
    const reader = listen();
    await append('0');
    await take(reader, 1);
    const reading = take(reader, 200);
    for (let batch = 0; batch < 20; batch += 1) {
      const ids = Array.from({ length: 10 }, (_, index) => String(1 + batch * 10 + index));
      if (batch % 5 === 2) await cutter.sendCommand(['CLIENT', 'KILL', 'SKIPME', 'yes']);
      await untilDone(() => append(...ids));
    }
    expect(await reading).toEqual(Array.from({ length: 200 }, (_, index) => String(index + 1)));
    await cutter.close();
  });

  it('goes on without a gap after a restart that lost nothing', async () => {
    const reader = listen();
    await append('1', '2');
    expect(await take(reader, 2)).toEqual(['1', '2']);
    await redis.sendCommand(['SAVE']);
    await server.crash();
    await server.restart();
    await untilDone(() => append('3'));
    expect(await take(reader, 1)).toEqual(['3']);
  });

  it('tells who had seen events that a crash of Redis lost, and nobody else', async () => {
    const early = listen();
    await append('1', '2');
    const [, second] = await takeItems(early, 2);
    await redis.sendCommand(['SAVE']);
    await append('3', '4');
    const [, fourth] = await takeItems(early, 2);
    await server.crash();
    await server.restart();
    await untilDone(() => append('5', '6', '7', '8'));
    const elsewhere = createEventLog({ redis });
    expect(await take(listen(second!.cursor, elsewhere), 4)).toEqual(['5', '6', '7', '8']);
    expect(await take(listen(fourth!.cursor, elsewhere), 5)).toEqual(['gap LOG_LOST', '5', '6', '7', '8']);
    expect(await take(early, 5)).toEqual(['gap LOG_LOST', '5', '6', '7', '8']);
    elsewhere.close();
  });

  it('lets a subscription begin while Redis is away', async () => {
    await server.crash();
    const reader = listen();
    const first = take(reader, 1);
    await server.restart();
    await redis.ping();
    await expectSubscribed(redis, sellerId);
    await append('1');
    expect(await first).toEqual(['1']);
  });
});

async function takeItems(reader: AsyncIterator<LoggedEvent | EventGap>, count: number): Promise<(LoggedEvent | EventGap)[]> {
  const items: (LoggedEvent | EventGap)[] = [];
  while (items.length < count) {
    const result = await reader.next();
    if (result.done) throw new Error(`the stream ended after ${items.length} of ${count}`);
    items.push(result.value);
  }
  return items;
}

async function take(reader: AsyncIterator<LoggedEvent | EventGap>, count: number): Promise<string[]> {
  return (await takeItems(reader, count)).map((item) => (isEventGap(item) ? `gap ${item.gap.reason}` : item.id));
}

/** Appending again is safe: an id counts once. */
async function untilDone(act: () => Promise<void>): Promise<void> {
  for (let attempts = 0; ; attempts += 1) {
    try {
      await act();
      return;
    } catch (error) {
      if (attempts === 20) throw error;
    }
  }
}

async function expectSubscribed(redis: RedisClient, sellerId: SellerId): Promise<void> {
  const deadline = Date.now() + 20_000;
  const channel = `events:{${sellerId}}:bell`;
  while (Date.now() < deadline) {
    if (Object.values(await redis.pubSubNumSub(channel))[0] === 1 && (await redis.exists(`events:{${sellerId}}:head`)) === 1) return;
  }
  throw new Error('nobody subscribed');
}
