/** Most documents read or written in one command: large enough to be fast, small enough to stay far below the 16 MB message. */
export const CHUNK = 1000;

export function chunksOf<T>(list: readonly T[], size = CHUNK): T[][] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) => list.slice(index * size, (index + 1) * size));
}

/** Runs a read for each chunk of keys, one after the other, and joins what they find. */
export async function findInChunks<K, T>(keys: readonly K[], find: (chunk: K[]) => Promise<T[]>): Promise<T[]> {
  const found: T[] = [];
  for (const chunk of chunksOf(keys)) found.push(...(await find(chunk)));
  return found;
}

const AT_ONCE = 3;

/** Runs work for each entry, three at a time: while the server works on one chunk, this process prepares the next. Results keep the order. */
export async function inParallel<T, R>(entries: readonly T[], work: (entry: T) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < entries.length; index = next++) results[index] = await work(entries[index] as T);
  };
  await Promise.all(Array.from({ length: AT_ONCE }, lane));
  return results;
}
