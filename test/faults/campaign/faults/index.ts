import * as clocks from './clocks.js';
import type { Fault } from './fault.js';
import * as marketplaces from './marketplaces.js';
import * as networks from './networks.js';
import * as news from './news.js';
import * as processes from './processes.js';
import { emptyRedis, fillRedis, freezeRedis, killRedis } from './redis.js';
import * as workers from './workers.js';

/**
 * In the quick form, in this order: the worst of each kind. First those after which the hub has to wait before it may look
 * what became of a call, and the worker is not killed before they have met its calls; where the time runs out, the last are left out.
 */
export const QUICK: readonly Fault[] = [
  marketplaces.dropsAnswers, emptyRedis, networks.cutAfterWrite, news.forgedNews, workers.killWorker, news.newsAstray, processes.killMongo,
  marketplaces.limitsWithoutTime, killRedis, networks.cutBeforeWrite, marketplaces.downWithTime,
];

export const ALL: readonly Fault[] = [
  ...Object.values(workers),
  ...Object.values(processes),
  killRedis, emptyRedis, fillRedis, freezeRedis,
  ...Object.values(clocks),
  ...Object.values(networks),
  ...Object.values(marketplaces),
  ...Object.values(news),
];
