import { storesOn } from '../../sync/connector/stores-on.js';
import type { TrendyolContext } from '../connector/client.js';

export const { ask: askTrendyol, tell: tellTrendyol } = storesOn<TrendyolContext>({ marketplace: 'TRENDYOL', displayName: 'Trendyol' });
