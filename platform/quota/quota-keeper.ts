import type { Clock } from '../clock.js';
import type { RedisClient } from '../redis/client.js';
import { QUOTA_CLASSES, reservedUnits, type QuotaClass } from './quota-class.js';
import type { QuotaGroup } from './quota-group.js';
import { backOffScript, drainScript, takeScript, usageScript } from './quota-scripts.js';

export type { QuotaGroup } from './quota-group.js';

export interface QuotaUse {
  readonly group: string;
  readonly limit: number;
  readonly used: number;
  /** When nothing of what is used now counts any more; null when nothing is used. */
  readonly resetsAt: Date | null;
  /** Most valuable first. */
  readonly classes: readonly QuotaClassUse[];
}

/** Of a group, what is kept for calls of one worth, and what they have used. */
export interface QuotaClassUse {
  readonly worth: QuotaClass;
  readonly reserved: number;
  readonly used: number;
}

export type QuotaGrant = { readonly granted: true } | { readonly granted: false; readonly waitMs: number; readonly group: string };

export interface QuotaAsk {
  /** 1 by default. */
  readonly cost?: number;
  /** LIVE by default. */
  readonly worth?: QuotaClass;
  /** The part of each limit that may be used up when this is taken, by whomever, but for what is kept for calls of this worth; 1 by default. */
  readonly upTo?: number;
}

/**
 * Shares each account's quotas among all processes, by what their calls are worth. An account is one seller at one
 * marketplace, as the marketplace counts.
 */
export interface QuotaKeeper {
  /**
   * Takes the cost from every group, or from none; `waitMs` is the time until all of them would grant it. A call within its
   * class's share goes whatever else is wanted, as soon as there is room; beyond that, those worth more go first: while one
   * of them waits, the others get no more than their shares.
   */
  take(account: string, groups: readonly QuotaGroup[], ask?: QuotaAsk): Promise<QuotaGrant>;
  /** Grants nothing from these groups for a while: the marketplace has just said that they are spent. */
  drain(account: string, groups: readonly QuotaGroup[], forMs: number): Promise<void>;
  /**
   * The same when the marketplace has not said for how long: a thirtieth of the shortest window (1 s at least), doubled with each
   * further refusal, the whole window at most. Whichever of the groups was meant.
   */
  backOff(account: string, groups: readonly QuotaGroup[]): Promise<void>;
  usage(account: string, groups: readonly QuotaGroup[]): Promise<QuotaUse[]>;
}

/**
 * Time is Redis' own unless a clock is given, so workers need not agree on theirs. A take is counted a little longer than the
 * window: until the end of its fiftieth part of the window, plus the time by which requests may overtake each other on their
 * way. A Redis that was emptied has forgotten what was used: the marketplace's 429s and the pauses that follow them put that right.
 */
export function createQuotaKeeper({ redis, clock }: { readonly redis: RedisClient; readonly clock?: Clock }): QuotaKeeper {
  const keysOf = (account: string, groups: readonly QuotaGroup[]): string[] => groups.map(({ name }) => `quota:{${account}}:${name}`);
  const now = (): string => String(clock?.now().getTime() ?? 0);
  return {
    async take(account, groups, { cost = 1, worth = 'LIVE', upTo = 1 } = {}) {
      const tooSmall = groups.find(({ limit }) => cost > limit);
      if (tooSmall) throw new RangeError(`a request of cost ${cost} never fits into ${tooSmall.limit} of '${tooSmall.name}'`);
      const args = [now(), String(cost), String(QUOTA_CLASSES.indexOf(worth) + 1), String(upTo), ...groups.flatMap(groupArgs)];
      const [waitMs, index] = (await takeScript.run(redis, { keys: keysOf(account, groups), args })) as [number, number];
      const group = groups[index - 1];
      return group ? { granted: false, waitMs, group: group.name } : { granted: true };
    },
    async drain(account, groups, forMs) {
      await drainScript.run(redis, { keys: keysOf(account, groups), args: [now(), String(Math.ceil(forMs))] });
    },
    async backOff(account, groups) {
      const mostMs = Math.min(...groups.map(({ windowMs }) => windowMs));
      const firstMs = Math.min(mostMs, Math.max(FIRST_PAUSE.leastMs, mostMs * FIRST_PAUSE.part));
      await backOffScript.run(redis, { keys: keysOf(account, groups), args: [now(), String(Math.ceil(firstMs)), String(Math.ceil(mostMs))] });
    },
    async usage(account, groups) {
      const reply = (await usageScript.run(redis, { keys: keysOf(account, groups), args: [now(), ...groups.flatMap(groupArgs)] })) as [number, number, ...number[]][];
      return groups.map((group, index) => {
        const [used, resetsAt, ...spent] = reply[index] ?? [0, 0];
        const reserved = reservedUnits(group);
        const classes = QUOTA_CLASSES.map((worth, place): QuotaClassUse => ({ worth, reserved: reserved[place] ?? 0, used: spent[place] ?? 0 }));
        return { group: group.name, limit: group.limit, used, resetsAt: resetsAt > 0 ? new Date(resetsAt) : null, classes };
      });
    },
  };
}

/** Of a refusal without a word on how long, as a part of the window. */
const FIRST_PAUSE = { part: 1 / 30, leastMs: 1_000 } as const;
const SLICES = 50;
/** How long after its time a call that waits is still expected, as a part of the window. */
const GRACE = { part: 0.1, leastMs: 100, mostMs: 2_000 } as const;

/** limit, counted window, slice width, grace and each class's reserve of a group, as the scripts take them. */
function groupArgs(group: QuotaGroup): string[] {
  const { limit, windowMs } = group;
  const overtakingMs = Math.min(1_000, windowMs / 20);
  const graceMs = Math.min(GRACE.mostMs, Math.max(GRACE.leastMs, windowMs * GRACE.part));
  return [limit, Math.ceil(windowMs + overtakingMs), Math.max(1, Math.ceil(windowMs / SLICES)), Math.ceil(graceMs), ...reservedUnits(group)].map(String);
}
