import { type AddressInfo } from 'node:net';
import fastify from 'fastify';
import type { Config } from '../config.js';
import { endInOrder } from '../end-in-order.js';
import { openHouse } from '../house.js';
import { readSecrets } from '../secrets.js';
import { serverUrls } from '../server-urls.js';
import { whenAskedToStop } from '../stop-signal.js';

/** Consumes; its only port answers health and metrics. */
export async function worker(config: Config): Promise<void> {
  const house = await openHouse({ name: 'worker', config, secrets: readSecrets(config), ...serverUrls(config) });
  const health = fastify();
  health.get('/health/live', () => ({ status: 'live' }));
  health.get('/health/ready', () => ({ status: 'ready' }));
  health.get('/metrics', async (_request, reply) => {
    await house.measureBacklogs();
    return reply.type(house.metrics.contentType).send(await house.metrics.text());
  });
  await health.listen({ host: config.HOST, port: config.PORT });
  house.sync.worker.start();
  house.automation.worker.start();
  house.analytics.worker.start();
  const asked = whenAskedToStop();
  console.log(`worker ready, health on port ${(health.server.address() as AddressInfo).port}`);
  await asked;
  await endInOrder(async () => {
    await Promise.all([house.sync.worker.stop(), house.automation.worker.stop(), house.analytics.worker.stop()]);
    await health.close();
    await house.close();
  });
}
