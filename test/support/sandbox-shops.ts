import { demoSeller } from '../../subgraphs/n11/sandbox/control/seller-control.js';
import { sku as n11Product } from '../../subgraphs/n11/sandbox/testing/running-sandbox.js';
import { eventually, type GraphQLClient } from './graphql-client.js';
import { sandboxControl } from './sandbox-control.js';

export const SHOP_SKUS = ['KZK-1', 'KZK-2', 'KZK-3', 'KZK-4', 'KZK-5', 'KZK-6'] as const;
export const TRENDYOL_SELLERS = [
  { sellerId: 2_738_001, apiKey: 'key-1', apiSecret: 'secret-of-1' },
  { sellerId: 2_738_002, apiKey: 'key-2', apiSecret: 'secret-of-2' },
] as const;

const PRICE = 999.9;

/** Two Trendyol stores and one N11 store that have the same goods on sale, connected and adopted over the public API. */
export async function openShops({ client, sandboxes }: { client: GraphQLClient; sandboxes: { readonly trendyol: string; readonly n11: string } }): Promise<void> {
  const trendyol = sandboxControl(sandboxes.trendyol);
  const n11 = sandboxControl(sandboxes.n11);
  for (const seller of TRENDYOL_SELLERS) {
    await trendyol.post('/sellers', seller);
    await trendyol.post('/products', { sellerId: seller.sellerId, items: SHOP_SKUS.map((barcode) => ({ barcode, quantity: 10, salePrice: PRICE, listPrice: PRICE })) });
  }
  await n11.post('/sellers', demoSeller);
  await n11.post('/products/bulk', { sellerId: demoSeller.sellerId, products: SHOP_SKUS.map((code) => n11Product(code)) });

  const money = { amount: PRICE.toFixed(2), currency: 'TRY' };
  const { productUpsert } = await client.data<{ productUpsert: Payload }>('mutation ($input: ProductUpsertInput!) { productUpsert(input: $input) { userErrors { code message } } }', {
    input: { title: 'Balıkçı Yaka Kazak', variants: SHOP_SKUS.map((sku, i) => ({ sku, barcode: sku, options: [{ name: 'Beden', value: String(i) }], price: money, onHand: 10 })) },
  });
  refuse(productUpsert);
  const accounts = [
    ...TRENDYOL_SELLERS.map(({ sellerId, apiKey, apiSecret }) => ({ marketplace: 'TRENDYOL', remoteSellerId: String(sellerId), credentials: { apiKey, apiSecret }, baseUrl: `${sandboxes.trendyol}/integration` })),
    { marketplace: 'N11', remoteSellerId: String(demoSeller.sellerId), credentials: { appKey: demoSeller.appKey, appSecret: demoSeller.appSecret }, baseUrl: sandboxes.n11 },
  ];
  for (const account of accounts) {
    const { storeConnect } = await client.data<{ storeConnect: Payload & { store: { id: string } | null } }>('mutation ($input: StoreConnectInput!) { storeConnect(input: $input) { store { id } userErrors { code message } } }', {
      input: { name: `${account.marketplace} ${account.remoteSellerId}`, ...account },
    });
    refuse(storeConnect);
    const { listingPublish } = await client.data<{ listingPublish: Payload }>('mutation ($input: ListingPublishInput!) { listingPublish(input: $input) { userErrors { code message } } }', {
      input: { storeId: storeConnect.store?.id, isOnSale: true, items: SHOP_SKUS.map((sku) => ({ sku })) },
    });
    refuse(listingPublish);
  }
  await settled(client, accounts.length * SHOP_SKUS.length);
}

/** Adopted goods get their price and quantity sent once; until that is over, what else is sent cannot be told from it. */
async function settled(client: GraphQLClient, listings: number): Promise<void> {
  interface Listed {
    readonly price: { readonly state: string };
    readonly quantity: { readonly state: string };
  }
  const find = async () => (await client.data<{ listings: { nodes: readonly Listed[] } }>('{ listings(first: 250) { nodes { price { state } quantity { state } } } }')).listings.nodes;
  const isSettled = (state: string): boolean => state === 'APPLIED' || state === 'VERIFIED';
  await eventually(find, (nodes) => nodes.length === listings && nodes.every(({ price, quantity }) => isSettled(price.state) && isSettled(quantity.state)), 40_000);
}

interface Payload {
  readonly userErrors: readonly unknown[];
}

function refuse({ userErrors }: Payload): void {
  if (userErrors.length > 0) throw new Error(`the shops were refused: ${JSON.stringify(userErrors)}`);
}
