import type { SandboxControl } from '../../../support/sandbox-control.js';
import { countSteps } from './count-steps.js';
import { placed } from './placed.js';
import type { Shop, Shown } from './shop.js';

interface Row {
  readonly barcode: string;
  readonly quantity: number;
  readonly salePrice: number;
}

export function trendyolShop(control: SandboxControl, place: number): Shop {
  const sellerId = 2_738_100 + place;
  const credentials = { apiKey: `faults-key-${place}`, apiSecret: `faults-secret-${place}` };
  const minorIn = (prices: unknown): number => Math.round((prices as { readonly salePrice: number }).salePrice * 100);
  const isOurs = (key: string): boolean => key.startsWith(`${sellerId}/`);
  return {
    name: `Trendyol ${place}`,
    sandbox: 'trendyol',
    account: { marketplace: 'TRENDYOL', remoteSellerId: String(sellerId), currency: 'TRY', credentials: () => credentials, basePath: '/integration' },
    isWide: true,
    popularity: 5,
    settings: {},
    repeatsNews: { webhookDuplicateEveryNth: 1, webhookDisorderEveryNth: 2 },
    actions: ['ORDER_ACCEPT', 'ORDER_CANCEL_LINES'],
    push: { method: 'POST', path: `/inventory/sellers/${sellerId}/products/price-and-inventory` },
    looks: ['offers.read'],
    async open(goods) {
      await control.post('/sellers', { sellerId, ...credentials });
      await control.post('/products', { sellerId, items: goods.map(({ sku, quantity, priceMinor }) => ({ barcode: sku, quantity, salePrice: priceMinor / 100, listPrice: priceMinor / 100 })) });
    },
    buy: async (sku, quantity) => placed(control.post('/orders', { sellerId, lines: [{ barcode: sku, quantity }] }), 'orderNumber'),
    async shown() {
      const { listings } = await control.get<{ listings: readonly Row[] }>(`/listings?sellerId=${sellerId}&limit=100000`);
      return new Map<string, Shown>(listings.map(({ barcode, quantity, salePrice }) => [barcode, { quantity, priceMinor: Math.round(salePrice * 100) }]));
    },
    async priceEffects() {
      const quantities = new Map((await control.effects('stock')).map((effect) => [`${effect.requestId} ${effect.key}`, effect]));
      const ours = (await control.effects('price')).filter(({ key }) => isOurs(key));
      return ours.map(({ key, at, old, new: now, requestId }) => {
        const quantity = requestId === null ? undefined : quantities.get(`${requestId} ${key}`);
        const priceMinor = minorIn(now);
        return { sku: key.slice(key.indexOf('/') + 1), priceMinor, at: new Date(at), requestId, wasThere: old !== null && minorIn(old) === priceMinor, ...(quantity && { said: { quantity: Number(quantity.new), isNewQuantity: quantity.old !== quantity.new } }) };
      });
    },
    timesCarriedOut: async (asked) => countSteps(await control.effects('package'), asked, { keyOf: ({ remotePackageId }) => remotePackageId, statusAfter: { ORDER_ACCEPT: 'Picking', ORDER_CANCEL_LINES: 'UnSupplied' } }),
  };
}
