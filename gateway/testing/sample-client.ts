import { type Client, type ClientOptions, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';

type Result = { data?: Record<string, unknown> | null; errors?: readonly unknown[] };

/** A subscriber that keeps what it got; `until(n)` resolves once n results have come. */
export interface Listener {
  readonly results: Result[];
  /** Set once the subscription has ended: `'complete'`, the errors, or the close event. */
  ended: Promise<unknown>;
  until(count: number): Promise<Result[]>;
  stop(): void;
}

export function connectClient(url: string, { key = 'key-a', ...options }: { key?: string | null } & Partial<ClientOptions> = {}): Client {
  const connectionParams = key === null ? {} : { authorization: `Bearer ${key}` };
  return createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, connectionParams, ...options });
}

export function listen(client: Client, query: string, variables: Record<string, unknown> = {}): Listener {
  const results: Result[] = [];
  const waiting: { count: number; resolve: (results: Result[]) => void }[] = [];
  let stop = (): void => undefined;
  const ended = new Promise<unknown>((resolve) => {
    stop = client.subscribe(
      { query, variables },
      {
        next: (result) => {
          results.push(result as Result);
          for (const one of waiting) if (results.length >= one.count) one.resolve(results);
        },
        error: resolve,
        complete: () => resolve('complete'),
      },
    );
  });
  return {
    results,
    ended,
    until: (count) => new Promise((resolve) => (results.length >= count ? resolve(results) : waiting.push({ count, resolve }))),
    stop: () => stop(),
  };
}

/** Resolves when `condition` holds; for what cannot be awaited as an event. */
export async function eventually(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}
