import { sku as product } from '../../../../subgraphs/n11/sandbox/testing/running-sandbox.js';
import type { SandboxControl } from '../../../support/sandbox-control.js';
import { countSteps } from './count-steps.js';
import { placed } from './placed.js';
import type { Shop, Shown } from './shop.js';

interface Row {
  readonly stockCode: string;
  readonly quantity: number;
  readonly salePrice: number;
}

const SELLER_ID = 2_000_100;

export function n11Shop(control: SandboxControl): Shop {
  const credentials = { appKey: 'faults-n11-key', appSecret: 'faults-n11-secret' };
  return {
    name: 'N11',
    sandbox: 'n11',
    account: { marketplace: 'N11', remoteSellerId: String(SELLER_ID), currency: 'TRY', credentials: () => credentials, basePath: '' },
    isWide: true,
    popularity: 4,
    settings: {},
    // It has no webhooks.
    repeatsNews: {},
    actions: ['ORDER_ACCEPT'],
    push: { method: 'POST', path: '/ms/product/tasks/price-stock-update' },
    looks: ['products.query'],
    async open(goods) {
      await control.post('/sellers', { sellerId: SELLER_ID, ...credentials });
      await control.post('/products/bulk', { sellerId: SELLER_ID, products: goods.map(({ sku, quantity, priceMinor }) => product(sku, { quantity, salePrice: priceMinor / 100, listPrice: priceMinor / 100 })) });
    },
    buy: async (sku, quantity) => placed(control.post('/orders', { sellerId: SELLER_ID, lines: [{ stockCode: sku, quantity }] }), 'orderNumber'),
    async shown() {
      const { listings } = await control.get<{ listings: readonly Row[] }>(`/listings?sellerId=${SELLER_ID}&limit=100000`);
      return new Map<string, Shown>(listings.map(({ stockCode, quantity, salePrice }) => [stockCode, { quantity, priceMinor: Math.round(salePrice * 100) }]));
    },
    priceEffects: async () => (await control.effects('price')).map(({ key, new: now }) => ({ sku: key, priceMinor: (now as { salePriceMinor: number }).salePriceMinor })),
    timesCarriedOut: async (asked) =>
      countSteps((await control.effects('order')).map((effect) => ({ ...effect, key: effect.key.slice(effect.key.indexOf('/') + 1) })), asked, { keyOf: ({ remotePackageId }) => remotePackageId, statusAfter: { ORDER_ACCEPT: 'Picking' } }),
  };
}
