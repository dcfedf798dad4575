import type { Connector } from '../../sync/connector/contract.js';
import { catalogue } from './catalogue.js';
import { claims } from './claims.js';
import { credentialsSchema, type N11Credentials } from './client.js';
import { content } from './content.js';
import { fees } from './fees.js';
import { checkOffer, MAX_STOCK_CODE_LENGTH, offers } from './offers.js';
import { orders } from './orders.js';
import { readProductPage } from './products.js';
import { quotaGroups } from './quota-groups.js';
import { splits } from './splits.js';

/** N11's seller API (REST tasks and packages, SOAP claims) as the sync engine sees it; limits and quirks stand in README.md. */
export function createN11Connector(): Connector<N11Credentials> {
  return {
    marketplace: 'N11',
    displayName: 'N11',
    credentials: credentialsSchema,
    defaultBaseUrl: 'https://api.n11.com',
    limits: {
      offersPerPush: 1_000,
      pushSpacingMs: 250,
      contentPerPush: 1_000,
      offersPerRead: 1_000,
      settleMs: 30_000,
      orderPollMs: { withWebhooks: 10_000, withoutWebhooks: 10_000 },
    },
    quotaGroups: () => quotaGroups,
    remoteKeyOf: ({ sku }) => (sku.length >= 1 && sku.length <= MAX_STOCK_CODE_LENGTH ? sku : null),
    checkOffer,
    async checkAccount(context) {
      await readProductPage(context, { page: 0, size: 1 });
    },
    offers,
    orders,
    content,
    catalogue,
    claims,
    splits,
    fees,
  };
}
