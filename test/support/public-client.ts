/**
 * A client library that others wrote for a marketplace's real API, as it is published. What a test calls of it is typed by the
 * test, as the marketplace's own documentation has it: whether a client's types are right is not our concern.
 */
export async function publicClient<T>(packageName: string): Promise<T> {
  return (await import(packageName)) as T;
}

/** Leads `fetch` from an address that a client has fixed to another; answers how to undo it. */
export function leadFetch(from: string, to: string): () => void {
  const { fetch } = globalThis;
  globalThis.fetch = (input, init) => fetch(typeof input === 'string' && input.startsWith(from) ? to + input.slice(from.length) : input, init);
  return () => {
    globalThis.fetch = fetch;
  };
}
