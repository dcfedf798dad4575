import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateProducts, type DemoVariant } from '../../hub/demo/generate-products.js';
import type { SandboxName } from '../../hub/sandbox-urls.js';
import { DEMO_SEED } from '../faults/price-wave.js';
import { eventually } from '../support/graphql-client.js';
import { startRunningHub, type RunningHub } from '../support/running-hub.js';
import { sandboxControl } from '../support/sandbox-control.js';

/** Every eighth product is sold on all marketplaces: one of these. */
const PRODUCTS = 8;
const STORES = 7;
const APPLIED_WITHIN_MS = 60_000;

const [product] = generateProducts({ seed: DEMO_SEED, products: PRODUCTS, variantsAtLeast: PRODUCTS * 4 });
if (!product) throw new Error('the demo has no product');
const variants: readonly DemoVariant[] = product.variants;

let hub: RunningHub;
beforeAll(async () => {
  hub = await startRunningHub({ products: PRODUCTS, readyWithinMs: 180_000, env: { HUB_DEMO_BUYERS: '0' } });
}, 190_000);
afterAll(() => hub.stop(), 60_000);

interface ListingView {
  readonly marketplace: string;
  readonly store: { readonly name: string };
  readonly price: { readonly state: string; readonly published: { readonly price: { readonly amount: string; readonly currency: string } } | null };
  readonly quantity: { readonly state: string; readonly desired: number; readonly published: number | null };
}

const VARIANT = 'query ($sku: String!) { variant(sku: $sku) { stock { onHand reserved } listings { marketplace store { name } price { state published { price { amount currency } } } quantity { state desired published } } } }';

interface VariantView {
  readonly stock: { readonly onHand: number; readonly reserved: number };
  readonly listings: readonly ListingView[];
}

const variantOf = async (sku: string): Promise<VariantView> => (await hub.client.data<{ variant: VariantView }>(VARIANT, { sku })).variant;
const isSettled = (state: string): boolean => state === 'APPLIED' || state === 'VERIFIED';
const variantAt = (place: number): DemoVariant => {
  const variant = variants[place % variants.length];
  if (!variant) throw new Error('the product has no variants');
  return variant;
};

interface Written {
  readonly operation: { readonly id: string };
  readonly userErrors: readonly unknown[];
}

describe('a product on all six marketplaces', () => {
  it('has a new price on each, in the currency of its store', async () => {
    const { sku } = variantAt(0);
    const { priceSet } = await hub.client.data<{ priceSet: Written }>('mutation ($input: PriceSetInput!) { priceSet(input: $input) { operation { id } userErrors { code message } } }', { input: { items: [{ sku, price: { amount: '1500.90', currency: 'TRY' } }] } });
    expect(priceSet.userErrors).toEqual([]);
    const { listings } = await eventually(() => variantOf(sku), (variant) => variant.listings.length === STORES && variant.listings.every(({ price, marketplace }) => isSettled(price.state) && shows(price, marketplace)), APPLIED_WITHIN_MS);
    expect(new Set(listings.map(({ marketplace }) => marketplace))).toEqual(new Set(['TRENDYOL', 'N11', 'HEPSIBURADA', 'OZON', 'AMAZON', 'EBAY']));
  }, 90_000);

  it('has a new stock on each', async () => {
    const { sku } = variantAt(1);
    await setStock(sku, 23);
    await eventually(() => variantOf(sku), shownEverywhere(23), APPLIED_WITHIN_MS);
  }, 90_000);

  // Each starts from a level of its own: Trendyol refuses within 15 minutes what it was sent before.
  it.each<[SandboxName, number, (variant: DemoVariant) => object]>([
    ['trendyol', 40, ({ barcode }) => ({ sellerId: 2_738_001, lines: [{ barcode, quantity: 2 }] })],
    ['n11', 50, ({ sku }) => ({ lines: [{ stockCode: sku, quantity: 2 }] })],
    ['hepsiburada', 60, ({ sku }) => ({ lines: [{ merchantSku: sku, quantity: 2 }] })],
    ['ozon', 70, ({ sku }) => ({ lines: [{ offerId: sku, quantity: 2 }] })],
    ['amazon', 80, ({ sku }) => ({ sellerId: 'A1DEMOSELLER01', lines: [{ sku, quantity: 2 }] })],
    ['ebay', 90, ({ sku }) => ({ seller: 'ebay_demo_seller', lines: [{ sku, quantity: 2 }] })],
  ])('sold on %s is fewer on the other five', async (marketplace, level, orderOf) => {
    const variant = variantAt(2);
    const { stock: before } = await variantOf(variant.sku);
    const onHand = level + before.reserved;
    await setStock(variant.sku, onHand);
    await eventually(() => variantOf(variant.sku), shownEverywhere(level), APPLIED_WITHIN_MS);
    await sandboxControl(hub.sandboxes[marketplace]).post('/orders', orderOf(variant));
    const { stock } = await eventually(() => variantOf(variant.sku), shownEverywhere(level - 2), APPLIED_WITHIN_MS);
    expect(stock).toEqual({ onHand, reserved: before.reserved + 2 });
  }, 150_000);
});

/** Lira as they are; abroad whatever the day's rate makes of them, in the store's own currency. */
function shows({ published }: ListingView['price'], marketplace: string): boolean {
  if (marketplace === 'OZON') return published?.price.currency === 'RUB';
  if (marketplace === 'EBAY') return published?.price.currency === 'EUR';
  return published?.price.amount === '1500.90' && published.price.currency === 'TRY';
}

function shownEverywhere(quantity: number) {
  return ({ listings }: VariantView): boolean => listings.length === STORES && listings.every((listing) => isSettled(listing.quantity.state) && listing.quantity.desired === quantity && listing.quantity.published === quantity);
}

async function setStock(sku: string, onHand: number): Promise<void> {
  const { stockSet } = await hub.client.data<{ stockSet: Written }>('mutation ($input: StockSetInput!) { stockSet(input: $input) { operation { id } userErrors { code message } } }', { input: { items: [{ sku, onHand }] } });
  expect(stockSet.userErrors).toEqual([]);
}
