import type { Connector } from '../../sync/connector/contract.js';
import { foreseeKeyEnd, readKeyState } from './account.js';
import { catalogue } from './catalogue.js';
import { claims } from './claims.js';
import { credentialsSchema, type OzonCredentials } from './client.js';
import { content } from './content.js';
import { fees } from './fees.js';
import { webhooks } from './notifications.js';
import { offers } from './offers.js';
import { orders } from './orders.js';
import { priceIndex } from './price-index.js';
import { checkOffer } from './prices.js';
import { IDENTIFIERS_PER_CALL } from './product-info.js';
import { quotaGroups } from './quota-groups.js';
import { splits } from './splits.js';
import { checkWarehouse, foreseeWarehouseTrouble } from './warehouse-trouble.js';

/** Ozon's Seller API (methods of Sep 2026) as the sync engine sees it; limits and quirks stand in README.md. */
export function createOzonConnector(): Connector<OzonCredentials> {
  return {
    marketplace: 'OZON',
    displayName: 'Ozon',
    credentials: credentialsSchema,
    defaultBaseUrl: 'https://api-seller.ozon.ru',
    limits: {
      offersPerPush: 100,
      pricesPerPush: 1_000,
      pushSpacingMs: 0,
      pushesAtOnce: 4,
      contentPerPush: 100,
      offersPerRead: IDENTIFIERS_PER_CALL,
      settleMs: 15_000,
      orderPollMs: { withWebhooks: 120_000, withoutWebhooks: 20_000 },
    },
    quotaGroups,
    remoteKeyOf: ({ sku }) => (sku.length <= 50 ? sku : null),
    checkOffer,
    async checkAccount(context) {
      await readKeyState(context);
      await checkWarehouse(context);
    },
    foreseeTrouble: async (context) => [...(await foreseeKeyEnd(context)), ...(await foreseeWarehouseTrouble(context))],
    offers,
    orders,
    content,
    webhooks,
    catalogue,
    claims,
    buybox: priceIndex,
    splits,
    fees,
  };
}
