import type { RedisClient } from '../redis/client.js';
import { redisScript } from '../redis/script.js';
import type { QuotaGroup } from './quota-group.js';

export type { QuotaGroup } from './quota-group.js';

export interface QuotaUse {
  readonly group: string;
  readonly limit: number;
  readonly used: number;
  /** When nothing of what is used now counts any more; null when nothing is used. */
  readonly resetsAt: Date | null;
}

export type QuotaGrant = { readonly granted: true } | { readonly granted: false; readonly waitMs: number; readonly group: string };

/** Shares each account's quotas among all processes. An account is one seller at one marketplace, as the marketplace counts. */
export interface QuotaKeeper {
  /** Takes `cost` from every group, or from none; `waitMs` is the time until all of them would grant it. */
  take(account: string, groups: readonly QuotaGroup[], cost?: number): Promise<QuotaGrant>;
  /** Grants nothing from these groups for a while: the marketplace has just said that they are spent. */
  drain(account: string, groups: readonly QuotaGroup[], forMs: number): Promise<void>;
  usage(account: string, groups: readonly QuotaGroup[]): Promise<QuotaUse[]>;
}

/**
 * Time is Redis' own, so workers need not agree on theirs. A take is counted a little longer than the window: until the
 * end of its fiftieth part of the window, plus the time by which requests may overtake each other on their way. A Redis
 * that was emptied has forgotten what was used: the marketplace's 429 and the drain that follows it put that right.
 */
export function createQuotaKeeper({ redis }: { readonly redis: RedisClient }): QuotaKeeper {
  const keysOf = (account: string, groups: readonly QuotaGroup[]): string[] => groups.map(({ name }) => `quota:{${account}}:${name}`);
  return {
    async take(account, groups, cost = 1) {
      const tooSmall = groups.find(({ limit }) => cost > limit);
      if (tooSmall) throw new RangeError(`a request of cost ${cost} never fits into ${tooSmall.limit} of '${tooSmall.name}'`);
      const reply = await takeScript.run(redis, { keys: keysOf(account, groups), args: [String(cost), ...groups.flatMap(windowArgs)] });
      const [waitMs, index] = reply as [number, number];
      const group = groups[index - 1];
      return group ? { granted: false, waitMs, group: group.name } : { granted: true };
    },
    async drain(account, groups, forMs) {
      await drainScript.run(redis, { keys: keysOf(account, groups), args: [String(Math.ceil(forMs))] });
    },
    async usage(account, groups) {
      const reply = (await usageScript.run(redis, { keys: keysOf(account, groups), args: groups.flatMap(windowArgs) })) as [number, number][];
      return groups.map(({ name, limit }, index) => {
        const [used, resetsAt] = reply[index] ?? [0, 0];
        return { group: name, limit, used, resetsAt: resetsAt > 0 ? new Date(resetsAt) : null };
      });
    },
  };
}

const SLICES = 50;

/** limit, counted window and slice width of a group, as the scripts take them. */
function windowArgs({ limit, windowMs }: QuotaGroup): string[] {
  const overtakingMs = Math.min(1_000, windowMs / 20);
  return [limit, Math.ceil(windowMs + overtakingMs), Math.max(1, Math.ceil(windowMs / SLICES))].map(String);
}

/**
 * A group is a hash: slice number to what was taken in it, and `blocked`, a time until which nothing is granted.
 * `look` forgets slices that have left the window and returns what counts, when each slice leaves, and `blocked`.
 */
const LOOK = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local function look(key, window, width)
  local row = redis.call('HGETALL', key)
  local used, leaving, blocked = 0, {}, 0
  for i = 1, #row, 2 do
    if row[i] == 'blocked' then
      blocked = tonumber(row[i + 1])
    else
      local leaves = (tonumber(row[i]) + 1) * width + window
      local count = tonumber(row[i + 1])
      if leaves <= now then redis.call('HDEL', key, row[i]) else
        used = used + count
        leaving[#leaving + 1] = { leaves, count }
      end
    end
  end
  table.sort(leaving, function(a, b) return a[1] < b[1] end)
  return used, leaving, blocked
end
local function keep(key, forMs)
  if redis.call('PTTL', key) < forMs then redis.call('PEXPIRE', key, forMs) end
end
`;

const takeScript = redisScript(`${LOOK}
local cost = tonumber(ARGV[1])
local longest, refuser = 0, 0
for i = 1, #KEYS do
  local limit, window, width = tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i]), tonumber(ARGV[3 * i + 1])
  local used, leaving, blocked = look(KEYS[i], window, width)
  local wait = math.max(0, blocked - now)
  local free = limit - used
  for j = 1, #leaving do
    if free >= cost then break end
    free = free + leaving[j][2]
    wait = math.max(wait, leaving[j][1] - now)
  end
  if wait > longest then longest, refuser = wait, i end
end
if refuser > 0 then return { longest, refuser } end
for i = 1, #KEYS do
  local window, width = tonumber(ARGV[3 * i]), tonumber(ARGV[3 * i + 1])
  redis.call('HINCRBY', KEYS[i], string.format('%.0f', math.floor(now / width)), cost)
  keep(KEYS[i], window + 2 * width)
end
return { 0, 0 }
`);

const drainScript = redisScript(`${LOOK}
for i = 1, #KEYS do
  local blocked = tonumber(redis.call('HGET', KEYS[i], 'blocked') or 0)
  redis.call('HSET', KEYS[i], 'blocked', string.format('%.0f', math.max(blocked, now + tonumber(ARGV[1]))))
  keep(KEYS[i], tonumber(ARGV[1]))
end
`);

const usageScript = redisScript(`${LOOK}
local uses = {}
for i = 1, #KEYS do
  local limit, window, width = tonumber(ARGV[3 * i - 2]), tonumber(ARGV[3 * i - 1]), tonumber(ARGV[3 * i])
  local used, leaving, blocked = look(KEYS[i], window, width)
  local resets = #leaving > 0 and leaving[#leaving][1] or 0
  if blocked > now then used, resets = math.max(used, limit), math.max(resets, blocked) end
  uses[i] = { used, resets }
end
return uses
`);
