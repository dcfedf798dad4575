import { generateProducts, type DemoVariant } from '../../hub/demo/generate-products.js';
import { DEMO_SEED } from '../faults/price-wave.js';
import { eventually, type GraphQLClient } from '../support/graphql-client.js';

export interface ListingView {
  readonly id: string;
  readonly marketplace: string;
  readonly store: { readonly id: string; readonly name: string };
  readonly remoteKey: string;
  readonly price: { readonly state: string; readonly receipt: string | null; readonly published: { readonly price: { readonly amount: string } } | null };
  readonly quantity: { readonly state: string; readonly desired: number; readonly published: number | null };
}

export interface VariantView {
  readonly sku: string;
  readonly product: { readonly title: string };
  readonly stock: { readonly onHand: number; readonly reserved: number; readonly available: number };
  readonly listings: readonly ListingView[];
}

export interface DemoGoods {
  readonly variantAt: (index: number) => DemoVariant;
  readonly variantOf: (sku: string) => Promise<VariantView>;
  readonly setStock: (sku: string, onHand: number) => Promise<void>;
  /** A place in the seller's event log. Stock is set until an event of it is heard: a subscription hears from the moment it is read. */
  readonly placeInLog: (sku: string) => Promise<string>;
}

const VARIANT = `query ($sku: String!) { variant(sku: $sku) { sku product { title } stock { onHand reserved available } listings {
  id marketplace remoteKey store { id name } price { state receipt published { price { amount } } } quantity { state desired published } } } }`;

/** The demo's goods that are on sale in each of its three stores on Trendyol and N11. */
export function demoGoods({ products, client }: { products: number; client: () => GraphQLClient }): DemoGoods {
  const variants = generateProducts({ seed: DEMO_SEED, products, variantsAtLeast: products * 4 })
    .filter((product, index) => index % 2 === 0 && product.kind !== 'Pijama Takımı')
    .flatMap((product) => product.variants);

  const goods: DemoGoods = {
    variantAt(index) {
      const variant = variants[index];
      if (variant === undefined) throw new Error('the demo has too few variants');
      return variant;
    },
    variantOf: async (sku) => (await client().data<{ variant: VariantView }>(VARIANT, { sku })).variant,
    async setStock(sku, onHand) {
      const { stockSet } = await client().data<{ stockSet: { userErrors: readonly unknown[] } }>('mutation ($input: StockSetInput!) { stockSet(input: $input) { userErrors { code } } }', { input: { items: [{ sku, onHand }] } });
      if (stockSet.userErrors.length > 0) throw new Error(`the stock was not set: ${JSON.stringify(stockSet.userErrors)}`);
    },
    async placeInLog(sku) {
      let cursor: string | null = null;
      let onHand = 10;
      const live = client().subscribe<{ stockChanged: { cursor: string } }>('subscription { stockChanged { cursor } }');
      const heard = live.next().then(({ value }) => (cursor = (value as { stockChanged: { cursor: string } }).stockChanged.cursor));
      await eventually(() => goods.setStock(sku, ++onHand), () => cursor !== null, 40_000);
      await live.return?.();
      return await heard;
    },
  };
  return goods;
}

/** Every store has been told this quantity. */
export function allPublished(quantity: number): (variant: VariantView) => boolean {
  return ({ listings }) => listings.length === 3 && listings.every((listing) => listing.quantity.published === quantity && listing.quantity.desired === quantity);
}
