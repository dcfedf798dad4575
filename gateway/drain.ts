import type { FastifyInstance } from 'fastify';

const LIMIT_MS = 10_000;

export interface Drain {
  isDraining: () => boolean;
  /** Lets running requests finish and refuses new ones with 503; after 10 s what still runs is cut off. */
  drain: () => Promise<void>;
}

/** Without `connection: close` on the last answers, clients that keep connections alive would hold the server open. */
export function createDrain(app: FastifyInstance): Drain {
  let draining = false;
  app.addHook('onSend', (_request, reply, payload, done) => {
    if (draining) reply.header('connection', 'close');
    done(null, payload);
  });
  return {
    isDraining: () => draining,
    async drain() {
      draining = true;
      const timer = setTimeout(() => app.server.closeAllConnections(), LIMIT_MS);
      await app.close();
      clearTimeout(timer);
    },
  };
}
