import { randomUUID } from 'node:crypto';
import type { Clock } from '../clock.js';
import { systemClock } from '../clock.js';
import type { StoreId } from '../ids.js';
import type { RedisClient } from '../redis/client.js';

/** A circuit that is not closed. OPEN: calls are refused. HALF_OPEN: the next one is let through to see. */
export interface TroubledCircuit {
  /** The quota group whose calls fail: a circuit is one store's and one group's. */
  readonly group: string;
  readonly state: 'OPEN' | 'HALF_OPEN';
  readonly openedAt: Date;
  readonly triesAgainAt: Date;
}

/** Where processes tell each other of their circuits. Each has circuits of its own; one that is open anywhere shows as open. */
export interface CircuitBoard {
  /** Never rejects: it is for people to see, and decides nothing. */
  opened(storeId: StoreId, circuit: Pick<TroubledCircuit, 'group' | 'openedAt' | 'triesAgainAt'>): Promise<void>;
  closed(storeId: StoreId, group: string): Promise<void>;
  /** By group, longest refusal first where processes differ. */
  ofStore(storeId: StoreId): Promise<ReadonlyMap<string, TroubledCircuit>>;
}

/** What nobody has called for so long says nothing any more; a process that ended leaves it behind. */
const FORGOTTEN_AFTER_MS = 600_000;

export function createCircuitBoard({ redis, clock = systemClock, process = randomUUID() }: { readonly redis: RedisClient; readonly clock?: Clock; readonly process?: string }): CircuitBoard {
  const keyOf = (storeId: StoreId): string => `circuits:${storeId}`;
  const fieldOf = (group: string): string => `${process}/${group}`;
  const unheard = (): undefined => undefined;

  return {
    async opened(storeId, { group, openedAt, triesAgainAt }) {
      const told = JSON.stringify({ group, openedAt, triesAgainAt });
      await redis.multi().hSet(keyOf(storeId), fieldOf(group), told).pExpire(keyOf(storeId), FORGOTTEN_AFTER_MS).exec().catch(unheard);
    },
    async closed(storeId, group) {
      await redis.hDel(keyOf(storeId), fieldOf(group)).catch(unheard);
    },
    async ofStore(storeId) {
      const now = clock.now();
      const told = Object.values(await redis.hGetAll(keyOf(storeId))).map((text) => readCircuit(text, now));
      const fresh = told.filter(({ triesAgainAt }) => now.getTime() - triesAgainAt.getTime() < FORGOTTEN_AFTER_MS);
      const inOrder = fresh.sort((a, b) => a.triesAgainAt.getTime() - b.triesAgainAt.getTime());
      return new Map(inOrder.map((circuit) => [circuit.group, circuit]));
    },
  };
}

function readCircuit(text: string, now: Date): TroubledCircuit {
  const { group, openedAt, triesAgainAt } = JSON.parse(text) as { group: string; openedAt: string; triesAgainAt: string };
  const tries = new Date(triesAgainAt);
  return { group, state: tries > now ? 'OPEN' : 'HALF_OPEN', openedAt: new Date(openedAt), triesAgainAt: tries };
}
