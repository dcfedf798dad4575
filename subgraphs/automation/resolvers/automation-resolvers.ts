import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { AutomationDeps } from '../operations/automation-deps.js';
import type { ScheduleDeps } from '../operations/schedule-deps.js';
import { rateResolvers } from './rate-resolvers.js';
import { scheduleResolvers, type AutomationLoaders } from './schedule-resolvers.js';
import { settingsResolvers } from './settings-resolvers.js';

/** Each file brings whole types, and its part of the root types. */
export function automationResolvers(deps: AutomationDeps, schedules: ScheduleDeps | undefined, further: readonly ResolverMap<unknown>[] = []): ResolverMap<AutomationLoaders | null> {
  const parts = [rateResolvers(deps), settingsResolvers(deps), ...(schedules ? [scheduleResolvers(schedules)] : []), ...further];
  const types = [...new Set(parts.flatMap((part) => Object.keys(part)))];
  return Object.fromEntries(types.map((type) => [type, Object.assign({}, ...parts.map((part) => part[type]))]));
}
