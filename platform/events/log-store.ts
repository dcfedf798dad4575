import { randomBytes } from 'node:crypto';
import type { SellerId } from '../ids.js';
import type { RedisClient } from '../redis/client.js';
import { redisScript } from '../redis/script.js';
import type { DomainEvent, LoggedEvent } from './event.js';
import { cursorOf } from './position.js';

/** An event at its place: `prev` is the place of the event before it, which makes a hole visible. */
export interface LogEntry {
  readonly seq: number;
  readonly prev: number;
  readonly event: LoggedEvent;
}

/** What a log answers to "what comes after this place?": its epoch, its last place, and the next entries. */
export interface LogSlice {
  readonly epoch: string;
  readonly head: number;
  readonly entries: readonly LogEntry[];
}

export interface LogQuery {
  /** Entries of another epoch are given from the oldest on; null asks for the head alone. */
  readonly after: { readonly epoch: string; readonly seq: number } | null;
  readonly limit: number;
}

/** The logs as they lie in Redis: per seller a stream, and beside it the epoch, the last place and the recent event ids. */
export interface LogStore {
  append(sellerId: SellerId, events: readonly DomainEvent[]): Promise<void>;
  read(sellerId: SellerId, query: LogQuery): Promise<LogSlice>;
}

export function createLogStore({ redis, maxLength }: { readonly redis: RedisClient; readonly maxLength: number }): LogStore {
  return {
    async append(sellerId, events) {
      const written = events.flatMap(({ id, type, at, data }) => [id, JSON.stringify({ id, type, at, data })]);
      await appendScript.run(redis, { keys: keysOf(sellerId), args: [newEpoch(), String(maxLength), bellOf(sellerId), ...written] });
    },
    async read(sellerId, { after, limit }) {
      const reply = await readScript.run(redis, { keys: keysOf(sellerId), args: [newEpoch(), after?.epoch ?? '', String(after?.seq ?? -1), String(after ? limit : 0)] });
      const [epoch, head, rows] = reply as [string, string, [string, string[]][]];
      return { epoch, head: Number(head), entries: rows.map((row) => toEntry({ sellerId, epoch }, row)) };
    },
  };
}

/** The channel that rings when something was appended for the seller. */
export function bellOf(sellerId: SellerId): string {
  return `events:{${sellerId}}:bell`;
}

function keysOf(sellerId: SellerId): string[] {
  return ['head', 'log', 'seen'].map((part) => `events:{${sellerId}}:${part}`);
}

function newEpoch(): string {
  return randomBytes(8).toString('hex');
}

function toEntry({ sellerId, epoch }: { sellerId: SellerId; epoch: string }, [streamId, fields]: [string, string[]]): LogEntry {
  const [, prev, , text = ''] = fields;
  const { id, type, at, data } = JSON.parse(text) as { id: string; type: string; at: string; data: Record<string, unknown> };
  const seq = Number(streamId.split('-')[0]);
  return { seq, prev: Number(prev), event: { id, type, sellerId, at: new Date(at), data, cursor: cursorOf({ epoch, seq }) } };
}

/**
 * Places are numbered 1, 2, 3, …; `p` is the place before. A Redis that restarted may have lost its last seconds: its
 * run id differs then, and numbering jumps ahead so that a place already given out is never given to another event. The
 * log of a seller to whom nothing happens for a week goes away.
 */
const appendScript = redisScript(`
local head = redis.call('HMGET', KEYS[1], 'epoch', 'seq', 'run')
local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
if not head[1] then
  redis.call('DEL', KEYS[2], KEYS[3])
  redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'seq', 0, 'run', run)
end
local last = tonumber(head[2] or 0)
local seq = last
if head[1] and head[3] ~= run then seq = seq + 1048576 end
local keep = tonumber(ARGV[2])
local added = 0
for i = 4, #ARGV, 2 do
  if not redis.call('ZSCORE', KEYS[3], ARGV[i]) then
    seq = seq + 1
    redis.call('XADD', KEYS[2], 'MAXLEN', '~', keep, string.format('%.0f-0', seq), 'p', string.format('%.0f', last), 'e', ARGV[i + 1])
    redis.call('ZADD', KEYS[3], seq, ARGV[i])
    last = seq
    added = added + 1
  end
end
if added > 0 then
  redis.call('HSET', KEYS[1], 'seq', string.format('%.0f', seq), 'run', run)
  redis.call('ZREMRANGEBYRANK', KEYS[3], 0, -(2 * keep + 1))
  for i = 1, 3 do redis.call('EXPIRE', KEYS[i], 604800) end
  redis.call('PUBLISH', ARGV[3], '1')
end
return added
`);

const readScript = redisScript(`
local head = redis.call('HMGET', KEYS[1], 'epoch', 'seq')
if not head[1] then
  local run = string.match(redis.call('INFO', 'server'), 'run_id:(%x+)')
  redis.call('DEL', KEYS[2], KEYS[3])
  redis.call('HSET', KEYS[1], 'epoch', ARGV[1], 'seq', 0, 'run', run)
  redis.call('EXPIRE', KEYS[1], 604800)
  head = { ARGV[1], '0' }
end
local limit = tonumber(ARGV[4])
if limit == 0 then return { head[1], head[2], {} } end
local from = '-'
if ARGV[2] == head[1] and tonumber(ARGV[3]) >= 0 then from = '(' .. ARGV[3] .. '-0' end
return { head[1], head[2], redis.call('XRANGE', KEYS[2], from, '+', 'COUNT', limit) }
`);
