import { storesOn } from '../../sync/connector/stores-on.js';
import type { N11Context } from '../connector/client.js';

export const { ask: askN11, tell: tellN11 } = storesOn<N11Context>({ marketplace: 'N11', displayName: 'N11' });
