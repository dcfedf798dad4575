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
