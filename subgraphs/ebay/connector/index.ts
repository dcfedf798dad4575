import { ConnectorError, type Connector } from '../../sync/connector/contract.js';
import { catalogue } from './catalogue.js';
import { claims } from './claims.js';
import { foreseeConsentEnd } from './consent.js';
import { content } from './content.js';
import { credentialsSchema, type EbayCredentials } from './credentials.js';
import { checkOffer, MAX_SKU_LENGTH, offers } from './offers.js';
import { orders } from './orders.js';
import { readPrivilege } from './privilege.js';
import { keysetOf, quotaGroups } from './quota-groups.js';
import { siteFacts } from './sites.js';
import { webhooks } from './webhooks.js';

/** eBay's Sell APIs (Inventory, Fulfillment, Post-Order, Notification) as the sync engine sees them; limits and quirks stand in README.md. */
export function createEbayConnector(): Connector<EbayCredentials> {
  return {
    marketplace: 'EBAY',
    displayName: 'eBay',
    credentials: credentialsSchema,
    defaultBaseUrl: 'https://api.ebay.com',
    limits: {
      offersPerPush: 25,
      pushSpacingMs: 0,
      pushesAtOnce: 8,
      contentPerPush: 25,
      offersPerRead: 25,
      settleMs: 30_000,
      orderPollMs: { withWebhooks: 120_000, withoutWebhooks: 30_000 },
    },
    siteOf: ({ marketplaceId }) => marketplaceId,
    // All sites of an account sell from one item's quantity, and share its day of changes.
    siteFixedBy: 'marketplaceId' satisfies keyof EbayCredentials,
    quotaGroups: () => quotaGroups,
    quotaAccount: ({ credentials }) => keysetOf(credentials),
    remoteKeyOf: ({ sku }) => (sku.length >= 1 && sku.length <= MAX_SKU_LENGTH ? sku : null),
    checkOffer,
    async checkAccount(context) {
      const { currency, credentials } = context.store;
      const site = siteFacts[credentials.marketplaceId];
      if (currency !== site.currency) throw new ConnectorError({ errorClass: 'VALIDATION', outcome: 'NOT_SENT', message: `${credentials.marketplaceId} sells in ${site.currency}; connect the store with that currency, not ${currency}` });
      await readPrivilege(context);
    },
    foreseeTrouble: foreseeConsentEnd,
    offers,
    orders,
    content,
    webhooks,
    catalogue,
    claims,
  };
}
