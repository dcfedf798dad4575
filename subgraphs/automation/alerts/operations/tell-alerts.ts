import { explain } from '../../../../platform/explanations/explain.js';
import { LANGUAGES_SPOKEN } from '../../../../platform/language.js';
import type { StoredAlert, Untold } from '../store/alert-store.js';
import type { AlertsDeps } from './alerts-deps.js';

const AT_ONCE = 200;

/** Hands what sellers' programs have not been told of to the outbound webhooks. Dying in between repeats the same message, which goes out once. */
export async function tellAlerts({ alerts, deliver }: Pick<AlertsDeps, 'alerts' | 'deliver'>): Promise<void> {
  for (;;) {
    const some = await alerts.untold(AT_ONCE);
    for (const alert of some) {
      for (const what of alert.untold) await deliver({ sellerId: alert.sellerId, kind: `alert.${what}`, body: bodyOf(alert, what), idempotencyId: `${alert._id}:${what}`, at: whenOf(alert, what) });
      await alerts.told(alert._id, alert.untold);
    }
    if (some.length < AT_ONCE) return;
  }
}

/** As it was at that moment, whatever has become of it since. */
function bodyOf(alert: StoredAlert, what: Untold): Readonly<Record<string, unknown>> {
  const { _id: id, kind, severity, storeId, sku, subject, value, threshold, dueAt, raisedAt } = alert;
  const isOver = what === 'resolved';
  const words = Object.fromEntries(LANGUAGES_SPOKEN.map((language) => [language, wordsOf(kind, language)]));
  return { id, kind, severity, state: isOver ? 'RESOLVED' : 'OPEN', storeId, sku, subject, value, threshold, dueAt, raisedAt, resolvedAt: isOver ? alert.resolvedAt : null, resolution: isOver ? alert.resolution : null, words };
}

function wordsOf(kind: StoredAlert['kind'], language: (typeof LANGUAGES_SPOKEN)[number]) {
  const explanation = explain(kind, language, 'ALERT');
  return { cause: explanation?.cause, remedy: explanation?.remedy };
}

function whenOf({ raisedAt, resolvedAt }: StoredAlert, what: Untold): Date {
  return what === 'resolved' ? (resolvedAt ?? raisedAt) : raisedAt;
}
