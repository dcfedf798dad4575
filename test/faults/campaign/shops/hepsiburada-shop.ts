import type { SandboxControl } from '../../../support/sandbox-control.js';
import { placed } from './placed.js';
import type { Shop, Shown } from './shop.js';

interface Row {
  readonly merchantSku: string;
  readonly availableStock: number;
  readonly price: number;
}

const MERCHANT_ID = '5b9c6e0a-1f2d-4c3b-8a7e-0d1c2b3a4f99';

export function hepsiburadaShop(control: SandboxControl): Shop {
  const credentials = { serviceKey: 'faultsHbKey', integrator: 'faults_dev', merchantName: 'Faults' };
  return {
    name: 'Hepsiburada',
    sandbox: 'hepsiburada',
    account: { marketplace: 'HEPSIBURADA', remoteSellerId: MERCHANT_ID, currency: 'TRY', credentials: () => credentials, basePath: '' },
    isWide: true,
    popularity: 3,
    settings: { dailyUploadsPerListing: 100_000 },
    repeatsNews: { webhookDuplicateEveryNth: 1 },
    webhookByHand: { merchantId: MERCHANT_ID, username: 'hub' },
    actions: ['ORDER_ACCEPT'],
    push: { method: 'POST', path: '*-uploads' },
    looks: ['listings.read'],
    async open(goods) {
      await control.post('/sellers', { merchantId: MERCHANT_ID, ...credentials });
      await control.post('/products', { merchantId: MERCHANT_ID, products: goods.map(({ sku, quantity, priceMinor }) => ({ merchantSku: sku, stock: quantity, price: priceMinor / 100 })) });
    },
    buy: async (sku, quantity) => placed(control.post('/orders', { merchantId: MERCHANT_ID, lines: [{ merchantSku: sku, quantity }] }), 'orderNumber'),
    async shown() {
      const { listings } = await control.get<{ listings: readonly Row[] }>(`/listings?merchantId=${MERCHANT_ID}&limit=100000`);
      return new Map<string, Shown>(listings.map(({ merchantSku, availableStock, price }) => [merchantSku, { quantity: availableStock, priceMinor: Math.round(price * 100) }]));
    },
    priceEffects: async () => (await control.effects('price')).map(({ key, new: now }) => ({ sku: key, priceMinor: Number(now) })),
    /** Taking an order on packs it: one box, however often it was asked for. */
    async timesCarriedOut(asked) {
      const times: number[] = [];
      for (const { remoteOrderId } of asked) {
        const { packages } = await control.get<{ packages: readonly unknown[] }>(`/orders/${remoteOrderId}`);
        times.push(packages.length);
      }
      return times;
    },
  };
}
