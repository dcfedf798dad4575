import { redisScript } from '../redis/script.js';
import { QUOTA_CLASSES } from './quota-class.js';

/**
 * A group is a hash. `slice:class`: what calls of that class took in that slice of time. `blocked`: a time until which nothing
 * is granted; `refusals`: how many in a row told of no such time. `asks:class`: a time until which more calls of the class are expected. `waits:class`: the same of calls that
 * were refused. `look` forgets slices that have left the window and reads the rest, with each slice's time of leaving.
 */
const LOOK = `
local CLASSES = ${QUOTA_CLASSES.length}
local UNNAMED = ${QUOTA_CLASSES.indexOf('LIVE') + 1}
local now = tonumber(ARGV[1])
if now == 0 then
  local time = redis.call('TIME')
  now = time[1] * 1000 + math.floor(time[2] / 1000)
end
local function argsOf(first, i)
  local at = first + (i - 1) * (4 + CLASSES)
  local reserved = {}
  for class = 1, CLASSES do reserved[class] = tonumber(ARGV[at + 3 + class]) end
  return { limit = tonumber(ARGV[at]), window = tonumber(ARGV[at + 1]), width = tonumber(ARGV[at + 2]), grace = tonumber(ARGV[at + 3]), reserved = reserved }
end
local function look(key, group)
  group.used, group.blocked, group.at = 0, 0, now
  group.spent, group.asks, group.waits, group.leaving = {}, {}, {}, {}
  for class = 1, CLASSES do group.spent[class], group.asks[class], group.waits[class] = 0, 0, 0 end
  local row = redis.call('HGETALL', key)
  for i = 1, #row, 2 do
    local name, value = row[i], tonumber(row[i + 1])
    local mark, ofClass = string.match(name, '^(%a+):(%d+)$')
    if name == 'blocked' then
      group.blocked = value
    elseif name == 'refusals' then
      group.refusals = value
    elseif mark then
      if group[mark] then group[mark][tonumber(ofClass)] = value end
    else
      local slice, class = string.match(name, '^(%d+):?(%d*)$')
      local leaves = (tonumber(slice) + 1) * group.width + group.window
      if leaves <= now then redis.call('HDEL', key, name) else
        class = tonumber(class) or UNNAMED
        group.used = group.used + value
        group.spent[class] = group.spent[class] + value
        group.leaving[#group.leaving + 1] = { leaves, class, value }
      end
    end
  end
  return group
end
local function keep(key, forMs)
  if redis.call('PTTL', key) < forMs then redis.call('PEXPIRE', key, forMs) end
end
`;

/**
 * `fits` decides at the time `group.at`. Within its own share a class keeps what is kept for those worth more. Beyond it, it
 * also keeps what is kept for everybody down to the last one that is asking: what those worth more have taken of idle shares
 * would otherwise keep the last from its own. And it stands back for whoever worth more is waiting. What is kept for others
 * never makes a call impossible for good. `waitOf` lets time go on, from one thing that changes to the next.
 */
const DECIDE = `
local cost, class, upTo = tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
local function mayGoBeyond(group)
  for more = 1, class - 1 do
    if group.waits[more] > group.at then return false end
  end
  return group.used + cost <= math.max(cost, math.floor(group.limit * upTo))
end
local function fits(group)
  local last = class - 1
  if group.spent[class] + cost > group.reserved[class] then
    if not mayGoBeyond(group) then return false end
    for less = class + 1, CLASSES do
      if group.asks[less] > group.at then last = less end
    end
  end
  local kept = 0
  for other = 1, last do
    if other ~= class then kept = kept + math.max(0, group.reserved[other] - group.spent[other]) end
  end
  return group.used + cost + math.min(kept, group.limit - cost) <= group.limit
end
local function changesOf(group)
  local changes = group.leaving
  for other = 1, CLASSES do
    if group.waits[other] > now then changes[#changes + 1] = { group.waits[other], other, 0 } end
    if group.asks[other] > now then changes[#changes + 1] = { group.asks[other], other, 0 } end
  end
  table.sort(changes, function(a, b) return a[1] < b[1] end)
  return changes
end
local function waitOf(group)
  local changes, i = nil, 0
  while not fits(group) do
    changes, i = changes or changesOf(group), i + 1
    local change = changes[i]
    if not change then break end
    group.at = change[1]
    group.used = group.used - change[3]
    group.spent[change[2]] = group.spent[change[2]] - change[3]
  end
  return math.max(0, group.blocked - now, group.at - now)
end
`;

/** How long a refused call holds the place of its class at most, however long it has to wait. */
const LONGEST_MARK_MS = 600_000;

export const takeScript = redisScript(`${LOOK}${DECIDE}
local function mark(key, group, name, forMs)
  local till = now + math.min(forMs, ${LONGEST_MARK_MS}) + group.grace
  if group[name][class] >= till - group.grace / 2 then return end
  redis.call('HSET', key, name .. ':' .. class, string.format('%.0f', till))
  keep(key, till - now)
end
local groups, waits = {}, {}
local longest, refuser = 0, 0
for i = 1, #KEYS do
  groups[i] = look(KEYS[i], argsOf(5, i))
  waits[i] = waitOf(groups[i])
  if waits[i] > longest then longest, refuser = waits[i], i end
end
for i = 1, #KEYS do
  local group = groups[i]
  if refuser > 0 then
    if waits[i] > 0 then
      mark(KEYS[i], group, 'asks', waits[i])
      mark(KEYS[i], group, 'waits', waits[i])
    end
  else
    if group.reserved[class] > 0 then mark(KEYS[i], group, 'asks', 0) end
    redis.call('HINCRBY', KEYS[i], string.format('%.0f:%d', math.floor(now / group.width), class), cost)
    keep(KEYS[i], group.window + 2 * group.width)
  end
end
return { longest, refuser }
`);

export const drainScript = redisScript(`${LOOK}
local forMs = tonumber(ARGV[2])
for i = 1, #KEYS do
  local blocked = tonumber(redis.call('HGET', KEYS[i], 'blocked') or 0)
  redis.call('HSET', KEYS[i], 'blocked', string.format('%.0f', math.max(blocked, now + forMs)))
  keep(KEYS[i], forMs)
end
`);

/** A refusal within the pause is of a call that was under way, and says nothing new. One long after the last pause is the first again. */
export const backOffScript = redisScript(`${LOOK}
local firstMs, mostMs = tonumber(ARGV[2]), tonumber(ARGV[3])
for i = 1, #KEYS do
  local blocked = tonumber(redis.call('HGET', KEYS[i], 'blocked') or 0)
  if now >= blocked then
    local before = tonumber(redis.call('HGET', KEYS[i], 'refusals') or 0)
    if now - blocked > mostMs then before = 0 end
    local pauseMs = math.min(mostMs, firstMs * 2 ^ before)
    redis.call('HSET', KEYS[i], 'blocked', string.format('%.0f', now + pauseMs), 'refusals', before + 1)
    keep(KEYS[i], pauseMs + mostMs)
  end
end
`);

export const usageScript = redisScript(`${LOOK}
local uses = {}
for i = 1, #KEYS do
  local group = look(KEYS[i], argsOf(2, i))
  local used, resets = group.used, 0
  for j = 1, #group.leaving do resets = math.max(resets, group.leaving[j][1]) end
  if group.blocked > now then used, resets = math.max(used, group.limit), math.max(resets, group.blocked) end
  uses[i] = { used, resets, unpack(group.spent) }
end
return uses
`);
