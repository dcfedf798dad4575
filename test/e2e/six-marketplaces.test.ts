import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateProducts, type DemoVariant } from '../../hub/demo/generate-products.js';
import type { SandboxName } from '../../hub/sandbox-urls.js';
import { DEMO_SEED } from '../faults/price-wave.js';
import { eventually } from '../support/graphql-client.js';
import { startRunningHub, type RunningHub } from '../support/running-hub.js';
import { sandboxControl } from '../support/sandbox-control.js';

/** Every eighth product is sold on all marketplaces, but pyjamas, which N11 has no category for. */
const PRODUCTS = 24;
const STORES = 7;
/** Ozon's half minute, and time for a busy machine. */
const APPLIED_WITHIN_MS = 100_000;

const variants = generateProducts({ seed: DEMO_SEED, products: PRODUCTS, variantsAtLeast: PRODUCTS * 4 })
  .filter(({ kind }, index) => index % 8 === 0 && kind !== 'Pijama Takımı')
  .flatMap((product) => product.variants);

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
  const variant = variants[place];
  if (!variant) throw new Error('too few variants are sold on all marketplaces');
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
  }, 130_000);

  it('has a new stock on each', async () => {
    const { sku } = variantAt(1);
    await setStock(sku, 23);
    await eventually(() => variantOf(sku), shownEverywhere(23), APPLIED_WITHIN_MS);
  }, 130_000);

  // All at once, each with goods of its own: Ozon takes one quantity of a SKU in 30 s.
  it('is fewer on the other five, whichever it is sold on', async () => {
    const sold = Object.entries(ORDERS).map(([marketplace, orderOf], place) => ({ marketplace: marketplace as SandboxName, orderOf, variant: variantAt(2 + place) }));
    for (const { variant } of sold) await setStock(variant.sku, 40);
    for (const { variant } of sold) await eventually(() => variantOf(variant.sku), shownEverywhere(40), APPLIED_WITHIN_MS);
    for (const { marketplace, orderOf, variant } of sold) await sandboxControl(hub.sandboxes[marketplace]).post('/orders', orderOf(variant));
    for (const { marketplace, variant } of sold) {
      const { stock } = await eventually(() => variantOf(variant.sku), shownEverywhere(38), APPLIED_WITHIN_MS);
      expect([marketplace, stock]).toEqual([marketplace, { onHand: 40, reserved: 2 }]);
    }
  }, 300_000);
});

/** How two of a variant are ordered on each marketplace. */
const ORDERS: Readonly<Record<SandboxName, (variant: DemoVariant) => object>> = {
  trendyol: ({ barcode }) => ({ sellerId: 2_738_001, lines: [{ barcode, quantity: 2 }] }),
  n11: ({ sku }) => ({ lines: [{ stockCode: sku, quantity: 2 }] }),
  hepsiburada: ({ sku }) => ({ lines: [{ merchantSku: sku, quantity: 2 }] }),
  ozon: ({ sku }) => ({ lines: [{ offerId: sku, quantity: 2 }] }),
  amazon: ({ sku }) => ({ sellerId: 'A1DEMOSELLER01', lines: [{ sku, quantity: 2 }] }),
  ebay: ({ sku }) => ({ seller: 'ebay_demo_seller', lines: [{ sku, quantity: 2 }] }),
};

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
