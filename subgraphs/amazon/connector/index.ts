import type { Connector } from '../../sync/connector/contract.js';
import { checkAccount } from './account.js';
import { buybox } from './buybox.js';
import { catalogue } from './catalogue.js';
import { claims } from './claims.js';
import { content } from './content.js';
import { credentialsSchema, type AmazonCredentials } from './credentials.js';
import { foreseeEnds } from './deadlines.js';
import { fees } from './fees.js';
import { notificationPort } from './notifications.js';
import { checkOffer, offers } from './offers.js';
import { orders } from './orders.js';
import { quotaGroups } from './quota-groups.js';

/** Amazon's Selling Partner API at its EU endpoint as the sync engine sees it; limits and quirks stand in README.md. */
export function createAmazonConnector(): Connector<AmazonCredentials> {
  return {
    marketplace: 'AMAZON',
    displayName: 'Amazon',
    credentials: credentialsSchema,
    openCredentials: ['marketplaceId', 'appName', 'sqsQueueUrl', 'sqsRegion'] satisfies (keyof AmazonCredentials)[],
    defaultBaseUrl: 'https://sellingpartnerapi-eu.amazon.com',
    limits: {
      offersPerPush: 5_000,
      pushSpacingMs: 0,
      contentPerPush: 1_000,
      offersPerRead: 20,
      settleMs: 60_000,
      // After news the next poll comes in a quarter of this: in three minutes, which is what searchOrders is allowed.
      orderPollMs: { withWebhooks: 1_800_000, withoutWebhooks: 720_000 },
      buyerDataKeptMs: 30 * 86_400_000,
    },
    siteOf: ({ marketplaceId }) => marketplaceId,
    quotaGroups: () => quotaGroups(),
    remoteKeyOf: ({ sku }) => (sku.length <= 40 ? sku : null),
    checkOffer,
    checkAccount,
    foreseeTrouble: foreseeEnds,
    offers,
    orders,
    content,
    catalogue,
    notifications: notificationPort(),
    claims,
    buybox,
    fees,
  };
}
