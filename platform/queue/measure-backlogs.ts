import type { Metrics } from '../telemetry/metrics.js';
import type { WakeQueue } from './wake-queue.js';

/** Brings the metrics of what waits up to date; what Redis does not tell stays as it was. */
export async function measureBacklogs(queues: Readonly<Record<string, Pick<WakeQueue, 'backlog'>>>, { queueKeys, queueAge }: Pick<Metrics, 'queueKeys' | 'queueAge'>): Promise<void> {
  await Promise.all(Object.entries(queues).map(async ([queue, { backlog }]) => {
    const found = await backlog().catch(() => null);
    if (!found) return;
    queueKeys.set({ queue }, found.keys);
    queueAge.set({ queue }, found.oldestMs / 1000);
  }));
}
