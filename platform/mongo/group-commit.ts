/**
 * Writes what comes in during a write together in the next one: a burst costs a few commits instead of one each, and a
 * lone item waits for nobody. `write` answers one result per item, in order; when it throws, all items of the group fail.
 */
export function createGroupCommit<T, R>(write: (items: readonly T[]) => Promise<readonly R[]>, mostAtOnce = 500): { add(item: T): Promise<R> } {
  const line: Waiting<T, R>[] = [];
  let isWriting = false;

  async function writeGroups(): Promise<void> {
    if (isWriting) return;
    isWriting = true;
    while (line.length > 0) await writeGroup(write, line.splice(0, mostAtOnce));
    isWriting = false;
  }

  return {
    add: (item) =>
      new Promise((resolve, reject) => {
        line.push({ item, resolve, reject });
        void writeGroups();
      }),
  };
}

interface Waiting<T, R> {
  readonly item: T;
  readonly resolve: (result: R) => void;
  readonly reject: (error: unknown) => void;
}

async function writeGroup<T, R>(write: (items: readonly T[]) => Promise<readonly R[]>, group: readonly Waiting<T, R>[]): Promise<void> {
  try {
    const results = await write(group.map(({ item }) => item));
    for (const [index, { resolve }] of group.entries()) resolve(results[index] as R);
  } catch (error) {
    for (const { reject } of group) reject(error);
  }
}
