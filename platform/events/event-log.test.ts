import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { connectTestRedis } from '../../test/support/test-redis.js';
import { newId, type SellerId } from '../ids.js';
import type { RedisClient } from '../redis/client.js';
import { createEventLog, type OpenEventLog } from './event-log.js';
import { BadEventCursorError, isEventGap, type DomainEvent, type EventGap, type LoggedEvent } from './event.js';

describe('event log', () => {
  let redis: RedisClient;
  let log: OpenEventLog;
  let sellerId: SellerId;
  let end: AbortController;

  beforeEach(async () => {
    redis = await connectTestRedis();
    log = createEventLog({ redis, maxLength: 100 });
    sellerId = newId('seller');
    end = new AbortController();
  });

  afterEach(async () => {
    end.abort();
    log.close();
    await redis.close();
  });

  const event = (name: string | number, type = 'stockChanged'): DomainEvent => ({ id: String(name), type, sellerId, at: new Date(1_790_000_000_000), data: { name } });
  const events = (from: number, to: number): DomainEvent[] => Array.from({ length: to - from + 1 }, (_, index) => event(from + index));
  const listen = (after?: string, types: string[] = []) => log.subscribe({ sellerId, types, signal: end.signal, ...(after === undefined ? {} : { after }) })[Symbol.asyncIterator]();

  it('keeps one event for an id however often it is appended, and keeps the order', async () => {
    const reader = listen();
    await log.append(events(1, 3));
    await log.append(events(2, 4));
    await log.append(events(1, 5));
    expect(idsOf(await take(reader, 5))).toEqual(['1', '2', '3', '4', '5']);
  });

  it('gives back what was appended', async () => {
    const reader = listen();
    await log.append([event('a')]);
    expect(await take(reader, 1)).toEqual([{ ...event('a'), cursor: expect.stringMatching(/^[0-9a-f]{16}\.1$/) }]);
  });

  it('starts at the call of subscribe, not at the first read', async () => {
    await log.append([event('before')]);
    const reader = listen();
    await log.append([event('after')]);
    expect(idsOf(await take(reader, 1))).toEqual(['after']);
  });

  it('replays after a cursor exactly once and goes on live with no hole while others append', async () => {
    const first = listen();
    await log.append(events(1, 50));
    const cursor = (await take(first, 20)).at(-1)!.cursor;
    const appending = (async () => {
      for (let from = 51; from <= 450; from += 10) await log.append(events(from, from + 9));
    })();
    const resumed = log.subscribe({ sellerId, types: [], after: cursor, signal: end.signal })[Symbol.asyncIterator]();
    const seen = idsOf(await take(resumed, 80));
    await appending;
    expect(seen).toEqual(events(21, 100).map(({ id }) => id));
  });

  it('hears only the types asked for', async () => {
    const reader = listen(undefined, ['orderChanged']);
    await log.append([event(1), event(2, 'orderChanged'), event(3), event(4, 'orderChanged')]);
    expect(idsOf(await take(reader, 2))).toEqual(['2', '4']);
  });

  it('never shows a seller the events of another', async () => {
    const reader = listen();
    await log.append([{ ...event('theirs'), sellerId: newId('seller') }, event('ours')]);
    expect(idsOf(await take(reader, 1))).toEqual(['ours']);
  });

  it('says TRIMMED when the log was cut past the cursor, then gives what is left without a hole', async () => {
    const first = listen();
    await log.append([event(1)]);
    const cursor = (await take(first, 1))[0]!.cursor;
    await log.append(events(2, 1000));
    const [gap, ...rest] = await take(listen(cursor), 101);
    expect(gap).toMatchObject({ gap: { reason: 'TRIMMED', since: cursor } });
    const numbers = idsOf(rest).map(Number);
    expect(numbers).toEqual(numbers.map((_, index) => numbers[0]! + index));
    expect(numbers[0]).toBeGreaterThan(2);
    expect(idsOf(await take(listen(gap!.cursor), 1))).toEqual([String(numbers[0])]);
  });

  it('says LOG_LOST to live readers after Redis was flushed, then goes on', async () => {
    const reader = listen();
    await log.append(events(1, 3));
    const before = await take(reader, 3);
    const next = reader.next();
    await redis.flushDb();
    await log.append([event('new')]);
    const gap = (await next).value as EventGap;
    expect(gap.gap).toEqual({ reason: 'LOG_LOST', since: before[2]!.cursor });
    expect(idsOf(await take(reader, 1))).toEqual(['new']);
  });

  it('says LOG_LOST to a reader that comes back with a cursor of a flushed log', async () => {
    const first = listen();
    await log.append(events(1, 3));
    const cursor = (await take(first, 3))[2]!.cursor;
    await redis.flushDb();
    await log.append(events(11, 15));
    const [gap, ...rest] = await take(listen(cursor), 6);
    expect(gap).toMatchObject({ gap: { reason: 'LOG_LOST', since: cursor } });
    expect(idsOf(rest)).toEqual(['11', '12', '13', '14', '15']);
  });

  it('serves a reader that stopped reading from the log when it comes back, holding nothing for it', async () => {
    const idle = listen();
    await log.append([event(1)]);
    await take(idle, 1);
    for (let from = 2; from <= 3000; from += 100) await log.append(events(from, Math.min(3000, from + 99)));
    const [gap, next] = await take(idle, 2);
    expect(isEventGap(gap!)).toBe(true);
    expect(Number((next as LoggedEvent).id)).toBeGreaterThan(1000);
  });

  it('gives each of 200 readers every event, in order, over one shared reader', async () => {
    const readers = Array.from({ length: 200 }, () => listen());
    const reading = readers.map((reader) => take(reader, 60));
    for (let from = 1; from <= 60; from += 5) await log.append(events(from, from + 4));
    const expected = events(1, 60).map(({ id }) => id);
    for (const seen of await Promise.all(reading)) expect(idsOf(seen)).toEqual(expected);
    const database = (await redis.clientInfo()).db;
    expect((await redis.clientList()).filter(({ cmd, db }) => cmd === 'subscribe' && db === database)).toHaveLength(1);
  });

  it('ends when aborted, while waiting as well as between two reads, and forgets the seller', async () => {
    const waiting = listen();
    const pending = waiting.next();
    const between = listen();
    await log.append([event(1)]);
    await pending;
    const last = waiting.next();
    await between.next();
    end.abort();
    expect(await last).toEqual({ done: true, value: undefined });
    expect(await between.next()).toEqual({ done: true, value: undefined });
    await expectEventually(async () => Object.values(await redis.pubSubNumSub(`events:{${sellerId}}:bell`)), [0]);
  });

  it('ends when its iterator is returned in the middle of a wait', async () => {
    const reader = listen();
    const waiting = reader.next();
    await expectEventually(async () => Object.values(await redis.pubSubNumSub(`events:{${sellerId}}:bell`)), [1]);
    expect(await reader.return!()).toEqual({ done: true, value: undefined });
    expect(await waiting).toEqual({ done: true, value: undefined });
    await expectEventually(async () => Object.values(await redis.pubSubNumSub(`events:{${sellerId}}:bell`)), [0]);
  });

  it('refuses a cursor that no log gave out', () => {
    for (const cursor of ['', 'abc', 'abc.', '.5', 'abc.-1', 'zzz.1', 'abc.1.2', '*.1']) {
      expect(() => log.subscribe({ sellerId, types: [], after: cursor, signal: end.signal })).toThrow(BadEventCursorError);
    }
  });
});

async function take(reader: AsyncIterator<LoggedEvent | EventGap>, count: number): Promise<(LoggedEvent | EventGap)[]> {
  const items: (LoggedEvent | EventGap)[] = [];
  while (items.length < count) {
    const result = await reader.next();
    if (result.done) throw new Error(`the stream ended after ${items.length} of ${count}`);
    items.push(result.value);
  }
  return items;
}

function idsOf(items: readonly (LoggedEvent | EventGap)[]): string[] {
  return items.map((item) => (isEventGap(item) ? `gap ${item.gap.reason}` : item.id));
}

async function expectEventually<T>(probe: () => Promise<T>, expected: T): Promise<void> {
  const deadline = Date.now() + 20_000;
  let found = await probe();
  while (JSON.stringify(found) !== JSON.stringify(expected) && Date.now() < deadline) found = await probe();
  expect(found).toEqual(expected);
}
