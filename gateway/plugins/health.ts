import type { FastifyInstance } from 'fastify';
import type { GatewayMetrics } from './metrics.js';

/** `/health/live`: the process answers. `/health/ready`: the schema is loaded and the gateway is not going down. `/metrics`: for Prometheus. */
export function serveHealth(app: FastifyInstance, { isReady, metrics }: { isReady: () => boolean; metrics: GatewayMetrics | undefined }): void {
  app.get('/health/live', () => ({ status: 'live' }));
  app.get('/health/ready', async (_request, reply) => {
    const ready = isReady();
    return reply.code(ready ? 200 : 503).send({ status: ready ? 'ready' : 'going down' });
  });
  if (metrics) app.get('/metrics', async (_request, reply) => reply.type(metrics.contentType).send(await metrics.text()));
}
