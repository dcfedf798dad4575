import { createClient, type Client } from 'graphql-ws';
import { WebSocket } from 'ws';

export interface GraphQLAnswer<T> {
  readonly status: number;
  readonly data: T | null;
  readonly errors: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[];
}

/** A caller of the public API, as a partner would write one. */
export interface GraphQLClient {
  ask<T>(query: string, variables?: Record<string, unknown>): Promise<GraphQLAnswer<T>>;
  /** As `ask`, and throws on any error. */
  data<T>(query: string, variables?: Record<string, unknown>): Promise<T>;
  /** Events until the loop is left. */
  subscribe<T>(query: string, variables?: Record<string, unknown>): AsyncIterableIterator<T>;
  close(): Promise<void>;
}

/** `language`: what it sends as `Accept-Language`, on the upgrade to a WebSocket too, as browsers do; without it, nothing. */
export function graphqlClient({ url, key, language }: { url: string; key: string; language?: string }): GraphQLClient {
  const authorization = `Bearer ${key}`;
  const spoken: Record<string, string> = language === undefined ? {} : { 'accept-language': language };
  const webSocketImpl = class extends WebSocket {
    constructor(address: string, protocols: string) {
      super(address, protocols, { headers: spoken });
    }
  };
  const socket: Client = createClient({ url: url.replace('http', 'ws'), webSocketImpl, connectionParams: { authorization }, lazy: true, retryAttempts: 0 });
  const ask = async <T>(query: string, variables: Record<string, unknown> = {}): Promise<GraphQLAnswer<T>> => {
    const response = await fetch(url, { method: 'POST', headers: { authorization, 'content-type': 'application/json', ...spoken }, body: JSON.stringify({ query, variables }) });
    const body = (await response.json()) as Partial<GraphQLAnswer<T>>;
    return { status: response.status, data: body.data ?? null, errors: body.errors ?? [] };
  };
  return {
    ask,
    async data<T>(query: string, variables?: Record<string, unknown>): Promise<T> {
      const { data, errors } = await ask<T>(query, variables);
      if (errors.length > 0 || data === null) throw new Error(`the answer has errors: ${JSON.stringify(errors)}`);
      return data;
    },
    async *subscribe<T>(query: string, variables: Record<string, unknown> = {}): AsyncIterableIterator<T> {
      for await (const result of socket.iterate<T>({ query, variables })) {
        if (result.errors) throw new Error(`the event has errors: ${JSON.stringify(result.errors)}`);
        if (result.data) yield result.data;
      }
    },
    close: async () => socket.dispose(),
  };
}

/** Asks again until the answer is the wished one; fails with the last answer when it has not come within `withinMs`. */
export async function eventually<T>(ask: () => Promise<T>, isWished: (answer: T) => boolean, withinMs: number): Promise<T> {
  const giveUpAt = Date.now() + withinMs;
  for (;;) {
    const answer = await ask();
    if (isWished(answer)) return answer;
    if (Date.now() > giveUpAt) throw new Error(`not within ${withinMs} ms; last seen: ${JSON.stringify(answer)}`);
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
