import type { SandboxControl } from '../../../support/sandbox-control.js';
import { countSteps } from './count-steps.js';
import { placed } from './placed.js';
import type { Shop, Shown } from './shop.js';

interface Item {
  readonly quantity: number;
  readonly offers: readonly { readonly price: { readonly value: string } | null }[];
}

const USERNAME = 'ebay_faults_seller';

/** A paid order is accepted there; a seller can only give up whole ones. */
export function ebayShop(control: SandboxControl): Shop {
  const keyset = { clientId: 'faults-ebay-client-id', clientSecret: 'faults-ebay-client-secret', refreshToken: 'v^1.1#faults-refresh-token' };
  return {
    name: 'eBay',
    sandbox: 'ebay',
    account: { marketplace: 'EBAY', remoteSellerId: USERNAME, currency: 'EUR', credentials: () => ({ ...keyset, marketplaceId: 'EBAY_DE', alertEmail: 'alerts@example.invalid' }), basePath: '' },
    isWide: false,
    popularity: 2,
    settings: {},
    repeatsNews: {},
    actions: ['ORDER_CANCEL_LINES'],
    push: { method: 'POST', path: '/bulk_update_price_quantity' },
    looks: ['items.read'],
    async open(goods) {
      await control.post('/sellers', { username: USERNAME, ...keyset });
      await control.post('/products', { seller: USERNAME, items: goods.map(({ sku, quantity, priceMinor }) => ({ sku, quantity, price: (priceMinor / 100).toFixed(2) })) });
    },
    buy: async (sku, quantity) => placed(control.post('/orders', { seller: USERNAME, lines: [{ sku, quantity }] }), 'orderId'),
    async shown(skus) {
      const shown = new Map<string, Shown>();
      for (const sku of skus) {
        const { quantity, offers } = await control.get<Item>(`/listings?seller=${USERNAME}&sku=${sku}`);
        shown.set(sku, { quantity, priceMinor: Math.round(Number(offers[0]?.price?.value) * 100) });
      }
      return shown;
    },
    priceEffects: async () => (await control.effects('price')).map(({ key, new: now }) => ({ sku: key, priceMinor: Math.round(Number(now) * 100) })),
    timesCarriedOut: async (asked) => countSteps(await control.effects('order'), asked, { keyOf: ({ remoteOrderId }) => remoteOrderId, statusAfter: { ORDER_CANCEL_LINES: 'CANCELED' } }),
  };
}
