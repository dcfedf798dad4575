import { z } from 'zod';
import type { Connector } from '../../sync/connector/contract.js';
import { buybox } from './buybox.js';
import { catalogue } from './catalogue.js';
import { claims } from './claims.js';
import { call, credentialsSchema, query, sellerPath, type TrendyolCredentials } from './client.js';
import { content } from './content.js';
import { fees } from './fees.js';
import { checkOffer, offers } from './offers.js';
import { orders } from './orders.js';
import { quotaGroups } from './quota-groups.js';
import { splits } from './splits.js';
import { webhooks } from './webhooks.js';

/** Trendyol's seller API (product V2, order stream) as the sync engine sees it; limits and quirks stand in README.md. */
export function createTrendyolConnector(): Connector<TrendyolCredentials> {
  return {
    marketplace: 'TRENDYOL',
    displayName: 'Trendyol',
    credentials: credentialsSchema,
    defaultBaseUrl: 'https://apigw.trendyol.com/integration',
    limits: {
      offersPerPush: 1000,
      pushSpacingMs: 0,
      contentPerPush: 1000,
      offersPerRead: 50,
      settleMs: 30_000,
      orderPollMs: { withWebhooks: 120_000, withoutWebhooks: 15_000 },
    },
    quotaGroups: (store) => quotaGroups(store.credentials.tier),
    remoteKeyOf: ({ barcode }) => barcode,
    checkOffer,
    async checkAccount(context) {
      await call(context, { endpoint: 'approved-offers', operation: 'account.check', method: 'GET', path: sellerPath(context, 'product', `products/approved/inventory-and-price${query({ page: 0, size: 1 })}`) }, z.unknown());
    },
    offers,
    orders,
    content,
    webhooks,
    catalogue,
    claims,
    buybox,
    splits,
    fees,
  };
}
