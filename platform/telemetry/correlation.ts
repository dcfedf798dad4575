import { AsyncLocalStorage } from 'node:async_hooks';

const storage = new AsyncLocalStorage<string>();

/** The id that ties a user's request to everything done because of it, down to the marketplace calls; undefined outside of any. */
export function currentCorrelationId(): string | undefined {
  return storage.getStore();
}

/** Runs `run`, and all it awaits, under a correlation id; nested calls override it for their own length. */
export function withCorrelation<T>(id: string, run: () => T): T {
  return storage.run(id, run);
}
