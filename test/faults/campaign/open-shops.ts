import type { GraphQLClient } from '../../support/graphql-client.js';
import { FIRST_PRICE_MINOR } from './book.js';
import type { Shop } from './shops/shop.js';
import type { Stage } from './stage.js';

export interface Goods {
  readonly sku: string;
  readonly onHand: number;
}

/** Puts the goods on sale in every shop, and connects the shops to the hub, which adopts what is on sale there. Answers the stores' ids by shop name. */
export async function openShops(stage: Stage, client: GraphQLClient, { shops, goods }: { shops: readonly Shop[]; goods: readonly Goods[] }): Promise<ReadonlyMap<string, string>> {
  const price = { amount: (FIRST_PRICE_MINOR / 100).toFixed(2), currency: 'TRY' };
  const variants = goods.map(({ sku, onHand }) => ({ sku, barcode: sku, options: [{ name: 'Beden', value: sku }], price, onHand }));
  for (let from = 0; from < variants.length; from += 50) {
    await ask(client, 'productUpsert', 'ProductUpsertInput', { title: `Kazak ${from}`, variants: variants.slice(from, from + 50) });
  }
  const storeIds = new Map<string, string>();
  for (const shop of shops) {
    await shop.open(goods.map(({ sku, onHand }) => ({ sku, quantity: onHand, priceMinor: FIRST_PRICE_MINOR })));
    const { marketplace, remoteSellerId, credentials, basePath } = shop.account;
    const { store } = await ask<{ store: { id: string } }>(client, 'storeConnect', 'StoreConnectInput', { name: shop.name, marketplace, remoteSellerId, credentials, baseUrl: `${stage.storeUrl(shop.sandbox)}${basePath}` }, 'store { id }');
    await ask(client, 'listingPublish', 'ListingPublishInput', { storeId: store.id, isOnSale: true, items: goods.map(({ sku }) => ({ sku })) });
    storeIds.set(shop.name, store.id);
  }
  return storeIds;
}

async function ask<T>(client: GraphQLClient, mutation: string, type: string, input: object, fields = ''): Promise<T> {
  const data = await client.data<Record<string, T & { readonly userErrors: readonly unknown[] }>>(`mutation ($input: ${type}!) { ${mutation}(input: $input) { ${fields} userErrors { code message } } }`, { input });
  const answer = data[mutation];
  if (!answer || answer.userErrors.length > 0) throw new Error(`${mutation} was refused: ${JSON.stringify(answer?.userErrors)}`);
  return answer;
}
