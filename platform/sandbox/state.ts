import { open, type Database } from 'lmdb';

/** Ordered: numbers before strings, arrays element by element. At most about 1,900 bytes once encoded. */
export type StateKey = string | number | readonly (string | number)[];

export interface StateRange {
  /** Inclusive. */
  readonly start?: StateKey;
  /** Exclusive. */
  readonly end?: StateKey;
  readonly reverse?: boolean;
  readonly limit?: number;
  readonly offset?: number;
}

/** A named, ordered collection of JSON values. Reads see every earlier write of this process, also inside a transaction. */
export interface StateStore<V> {
  get(key: StateKey): V | undefined;
  put(key: StateKey, value: V): void;
  remove(key: StateKey): void;
  /** With `reverse`, `start` is the upper (inclusive) and `end` the lower (exclusive) bound. */
  range(range?: StateRange): Iterable<{ key: StateKey; value: V }>;
  count(range?: StateRange): number;
}

/**
 * Durable state of a sandbox: synchronous, survives `kill -9` of the process as soon as a call returns.
 * It does not promise to survive a loss of power: nothing waits for the disk.
 */
export interface SandboxState {
  /** Opening a name twice gives the same collection. At most 40 names. */
  store<V>(name: string): StateStore<V>;
  /**
   * All writes of `action` happen, or none when it throws. `action` must be synchronous. Inside another transaction it
   * becomes part of that one: what it wrote before throwing is undone only if the error leaves the outer one too.
   */
  transaction<T>(action: () => T): T;
  /** Next number of a durable sequence, from `first` on. */
  next(sequence: string, first?: number): number;
  /** Empties every collection, sequences included. */
  clear(): void;
  close(): Promise<void>;
}

const MAX_STORES = 40;

export function openState(dataDir: string): SandboxState {
  const root = open({ path: dataDir, maxDbs: MAX_STORES + 2, noSync: true, encoding: 'json' });
  const databases = new Map<string, Database<unknown, StateKey & (string | number)>>();
  const stores = new Map<string, StateStore<unknown>>();

  const database = (name: string) => {
    const known = databases.get(name);
    if (known) return known;
    const opened = root.openDB<unknown, StateKey & (string | number)>({ name, encoding: 'json' });
    databases.set(name, opened);
    return opened;
  };
  let isOpen = false;
  // Joining instead of nesting: LMDB's child transactions cost more than the writes in them.
  const transaction = <T>(action: () => T): T => {
    if (isOpen) return action();
    isOpen = true;
    try {
      return root.transactionSync(action);
    } finally {
      isOpen = false;
    }
  };
  const store = <V>(name: string): StateStore<V> => {
    const known = stores.get(name) ?? stateStore(database(name), transaction);
    stores.set(name, known);
    return known as StateStore<V>;
  };
  const sequences = store<number>('sequences');

  return {
    store,
    transaction,
    next: (sequence, first = 1) =>
      transaction(() => {
        const value = sequences.get(sequence) ?? first;
        sequences.put(sequence, value + 1);
        return value;
      }),
    clear: () => transaction(() => databases.forEach((one) => one.clearSync())),
    close: () => root.close(),
  };
}

type Transaction = <T>(action: () => T) => T;

function stateStore(
  database: Database<unknown, StateKey & (string | number)>,
  transaction: Transaction,
): StateStore<unknown> {
  const keyOf = (key: StateKey) => key as StateKey & (string | number);
  // A copy: lmdb writes into the options it is given.
  const rangeOf = (range: StateRange) => ({ ...range }) as { start?: StateKey & (string | number) };
  return {
    get: (key) => database.get(keyOf(key)),
    put: (key, value) => transaction(() => void database.put(keyOf(key), value)),
    remove: (key) => transaction(() => void database.remove(keyOf(key))),
    range: (range = {}) => database.getRange(rangeOf(range)),
    count: (range = {}) => database.getKeysCount(rangeOf(range)),
  };
}
