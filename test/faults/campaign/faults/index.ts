import * as clocks from './clocks.js';
import type { Fault } from './fault.js';
import * as marketplaces from './marketplaces.js';
import * as networks from './networks.js';
import * as processes from './processes.js';
import { emptyRedis, fillRedis, freezeRedis, killRedis } from './redis.js';

/** In the quick form, in this order: the worst of each kind. */
export const QUICK: readonly Fault[] = [
  marketplaces.dropsAnswers, processes.killWorker, emptyRedis, networks.cutAfterWrite, marketplaces.limitsWithoutTime, processes.killMongo, marketplaces.webhooksAstray,
  killRedis, networks.cutBeforeWrite, marketplaces.downWithTime,
];

export const ALL: readonly Fault[] = [
  ...Object.values(processes),
  killRedis, emptyRedis, fillRedis, freezeRedis,
  ...Object.values(clocks),
  ...Object.values(networks),
  ...Object.values(marketplaces),
];
