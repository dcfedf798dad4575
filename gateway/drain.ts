import type { FastifyInstance } from 'fastify';

/** With the closing of the WebSockets before it, the whole takes less than 10 s. */
const LIMIT_MS = 7_000;

export interface Drain {
  isDraining: () => boolean;
  /** Says that it is not ready, does what is to be done first, lets running requests finish and refuses new ones with 503; after 7 s what still runs is cut off. */
  drain: (first: () => Promise<void>) => Promise<void>;
}

/** Counts what is running, since connections that clients keep open without asking anything would hold the server open too. */
export function createDrain(app: FastifyInstance): Drain {
  let draining = false;
  let running = 0;
  let finished = (): void => undefined;

  app.addHook('onRequest', (_request, reply, done) => {
    running += 1;
    reply.raw.once('close', () => {
      running -= 1;
      if (running === 0) finished();
    });
    done();
  });
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (draining) reply.header('connection', 'close');
    done(null, payload);
  });

  return {
    isDraining: () => draining,
    async drain(first) {
      draining = true;
      await first();
      const closed = app.close();
      let timer: NodeJS.Timeout | undefined;
      await new Promise<void>((resolve) => {
        finished = resolve;
        timer = setTimeout(resolve, LIMIT_MS);
        if (running === 0) resolve();
      });
      clearTimeout(timer);
      // The last answers have been handed over; one turn lets their connections close by themselves.
      await new Promise(setImmediate);
      app.server.closeAllConnections();
      await closed;
    },
  };
}
