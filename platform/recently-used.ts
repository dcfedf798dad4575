/** A map that keeps the `limit` entries used last. */
export interface RecentlyUsed<V> {
  get(key: string): V | undefined;
  set(key: string, value: V): V;
}

export function createRecentlyUsed<V>(limit: number): RecentlyUsed<V> {
  const entries = new Map<string, V>();
  const touch = (key: string, value: V): V => {
    entries.delete(key);
    entries.set(key, value);
    return value;
  };
  return {
    get(key) {
      const value = entries.get(key);
      return value === undefined ? undefined : touch(key, value);
    },
    set(key, value) {
      touch(key, value);
      for (const oldest of entries.keys()) {
        if (entries.size <= limit) break;
        entries.delete(oldest);
      }
      return value;
    },
  };
}
