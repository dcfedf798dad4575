import type { EbaySandbox } from '../ebay-sandbox.js';
import { callerOf, dailyLimits } from './authenticate.js';

/** Developer Analytics: what is left of the day's quotas. (sandbox choice) Days are UTC. */
export function installAnalyticsRoutes(sandbox: EbaySandbox): void {
  const { kit, market } = sandbox;
  for (const path of ['rate_limit', 'user_rate_limit']) {
    kit.app.get(`/developer/analytics/v1_beta/${path}/`, (request) => {
      const { clientId } = callerOf(sandbox, request, 'developer-analytics');
      const reset = new Date((Math.floor(market.nowMs() / 86_400_000) + 1) * 86_400_000).toISOString();
      const used = new Map(kit.rates.usage().filter(({ seller }) => seller === clientId).map(({ group, used }) => [group, used]));
      return {
        rateLimits: Object.entries(dailyLimits).map(([apiName, limit]) => ({
          apiContext: 'sell',
          apiName,
          apiVersion: 'v1',
          resources: [{ name: apiName, rates: [{ limit, remaining: Math.max(0, limit - (used.get(apiName) ?? 0)), reset, timeWindow: 86_400 }] }],
        })),
      };
    });
  }
}
