import type { Connector } from '../../sync/connector/contract.js';
import { buybox } from './buybox.js';
import { catalogue } from './catalogue.js';
import { claims } from './claims.js';
import { credentialsSchema, type HepsiburadaCredentials } from './client.js';
import { content } from './content.js';
import { fees } from './fees.js';
import { listListings } from './listings.js';
import { checkOffer, isUsableSku, offers, OFFERS_PER_READ } from './offers.js';
import { orders } from './orders.js';
import { quotaGroups } from './quota-groups.js';
import { splits } from './splits.js';
import { webhooks } from './webhooks.js';

/** Hepsiburada's seller services (catalogue, listings, orders, claims) as the sync engine sees them; limits and quirks stand in README.md. */
export function createHepsiburadaConnector(): Connector<HepsiburadaCredentials> {
  return {
    marketplace: 'HEPSIBURADA',
    displayName: 'Hepsiburada',
    credentials: credentialsSchema,
    defaultBaseUrl: 'https://hepsiburada.com',
    limits: {
      offersPerPush: 4_000,
      pushSpacingMs: 1_000,
      contentPerPush: 100,
      offersPerRead: OFFERS_PER_READ,
      settleMs: 30_000,
      orderPollMs: { withWebhooks: 60_000, withoutWebhooks: 10_000 },
    },
    quotaGroups: () => quotaGroups,
    remoteKeyOf: ({ sku }) => (isUsableSku(sku) ? sku : null),
    checkOffer,
    async checkAccount(context) {
      await listListings(context, null);
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
