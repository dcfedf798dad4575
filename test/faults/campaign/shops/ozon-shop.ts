import type { SandboxControl } from '../../../support/sandbox-control.js';
import { countSteps } from './count-steps.js';
import { placed } from './placed.js';
import type { Shop, Shown } from './shop.js';

interface Product {
  readonly priceMinor: number;
  readonly stocks: readonly { readonly free: number }[];
}

const CLIENT_ID = '3000100';

export function ozonShop(control: SandboxControl): Shop {
  return {
    name: 'Ozon',
    sandbox: 'ozon',
    account: { marketplace: 'OZON', remoteSellerId: CLIENT_ID, currency: 'RUB', credentials: () => ({ apiKey: 'faults-ozon-key', packageMm: '300x200x50', packageGrams: '400' }), basePath: '' },
    isWide: false,
    popularity: 2,
    // Ozon takes a quantity of a product every 30 s, and ten prices in an hour: what came last would come too late to be checked.
    settings: { stockPairWindowMs: 0, priceChangesPerHour: 0, circleOpensAfter: 0 },
    repeatsNews: { pushDuplicateEveryNth: 1 },
    actions: ['ORDER_ACCEPT', 'ORDER_CANCEL_LINES'],
    push: { method: 'POST', path: '/v1/product/import/prices' },
    looks: ['products.info'],
    async open(goods) {
      await control.post('/sellers', { clientId: CLIENT_ID, apiKey: 'faults-ozon-key', currency: 'RUB' });
      await control.post('/products', { clientId: CLIENT_ID, items: goods.map(({ sku, quantity, priceMinor }) => ({ offerId: sku, stock: quantity, price: priceMinor / 100 })) });
    },
    buy: async (sku, quantity) => placed(control.post('/orders', { clientId: CLIENT_ID, lines: [{ offerId: sku, quantity }] }), 'orderNumber'),
    async shown(skus) {
      const shown = new Map<string, Shown>();
      for (const sku of skus) {
        const { priceMinor, stocks } = await control.get<Product>(`/products/${sku}?clientId=${CLIENT_ID}`);
        shown.set(sku, { priceMinor, quantity: stocks[0]?.free ?? 0 });
      }
      return shown;
    },
    priceEffects: async () => (await control.effects('price')).map(({ key, new: now }) => ({ sku: key.slice(key.indexOf('/') + 1), priceMinor: (now as { price: number }).price })),
    timesCarriedOut: async (asked) => countSteps(await control.effects('posting'), asked, { keyOf: ({ remotePackageId }) => remotePackageId, statusAfter: { ORDER_ACCEPT: 'awaiting_deliver', ORDER_CANCEL_LINES: 'cancelled' } }),
  };
}
