import type { GraphQLFormattedError } from 'graphql';
import type { Outlet } from './outlet.js';
import type { Subscriber } from './subscriber.js';

/** Ends a subscription with errors that are already what the client gets. */
export class SubscriptionFailure extends Error {
  override readonly name = 'SubscriptionFailure';
  readonly errors: readonly GraphQLFormattedError[];

  constructor(errors: readonly GraphQLFormattedError[]) {
    super('the subscription failed');
    this.errors = errors;
  }
}

export interface SocketSubscription {
  readonly subscriber: Subscriber;
  /**
   * What the protocol's implementation waits on: it yields nothing, since events are written past it, and ends or throws with the
   * subscription. `onLeave` is called once, however it ends; at once when the client or the socket is gone.
   */
  results: (onLeave: () => void) => AsyncGenerator<never, void, void>;
}

const AFTER_PAYLOAD = Buffer.from('}');

/** One subscription of one socket: the serialized event is the same for all, only the id around it is the client's own. */
export function createSocketSubscription(id: string, outlet: Outlet): SocketSubscription {
  const beforePayload = Buffer.from(`{"id":${JSON.stringify(id)},"type":"next","payload":`);
  let settle: { resolve: (done: IteratorReturnResult<undefined>) => void; reject: (error: Error) => void } | undefined;
  const ended = new Promise<IteratorReturnResult<undefined>>((resolve, reject) => (settle = { resolve, reject }));
  ended.catch(() => undefined);
  const done = { done: true, value: undefined } as const;

  return {
    subscriber: {
      next: ({ json }) => outlet.send(Buffer.concat([beforePayload, json, AFTER_PAYLOAD], beforePayload.length + json.length + 1)),
      fail: (errors) => settle?.reject(new SubscriptionFailure(errors)),
      complete: () => settle?.resolve(done),
      behind: () => outlet.behind(),
    },
    results: (onLeave) => {
      let left = false;
      const leaveOnce = (): void => {
        if (!left) onLeave();
        left = true;
      };
      ended.then(leaveOnce, leaveOnce);
      const leave = async () => {
        leaveOnce();
        settle?.resolve(done);
        return done;
      };
      const iterator = { next: () => ended, return: leave, throw: leave, [Symbol.asyncIterator]: () => iterator };
      return iterator as unknown as AsyncGenerator<never, void, void>;
    },
  };
}
