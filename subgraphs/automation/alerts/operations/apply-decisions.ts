import type { SellerId, Sku } from '../../../../platform/ids.js';
import type { AlertDecisions } from '../domain/decide-alerts.js';
import type { AlertsDeps } from './alerts-deps.js';

/** Raises and resolves; who comes second, here or in another process, changes nothing. Gives the subjects that were changed here. */
export async function applyDecisions({ alerts, announce, changed, clock, logger }: Pick<AlertsDeps, 'alerts' | 'announce' | 'changed' | 'clock' | 'logger'>, sellerId: SellerId, { raise, resolve }: AlertDecisions): Promise<readonly string[]> {
  const at = clock.now();
  const done: string[] = [];
  for (const { kind, storeId, subject, value, dueAt, threshold, severity } of raise) {
    const sku = kind === 'STOCK_LOW' ? (subject as Sku) : null;
    if (await alerts.raise({ sellerId, kind, storeId, subject, sku, severity, value, threshold, dueAt, raisedAt: at })) {
      done.push(subject);
      logger.info({ kind, storeId, severity }, 'an alert was raised');
    }
  }
  for (const { alert, resolution } of resolve) if (await alerts.resolve(alert, { at, resolution })) done.push(alert.subject);
  if (done.length === 0) return done;
  announce();
  changed();
  return done;
}
