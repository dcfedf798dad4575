import type { GraphQLClient } from '../../support/graphql-client.js';
import { FIRST_PRICE_MINOR } from './book.js';
import type { Shop } from './shops/shop.js';
import type { Stage } from './stage.js';

export interface Goods {
  readonly sku: string;
  readonly onHand: number;
}

export interface Opening {
  readonly shops: readonly Shop[];
  readonly goods: readonly Goods[];
  readonly isOnSaleIn: (shop: Shop, sku: string) => boolean;
}

const HOME_CURRENCY = 'TRY';
const ITEMS_PER_CALL = 50;
const TRIES = 10;

/**
 * Puts the goods on sale in every shop that has them, and connects the shops to the hub, which adopts what is on sale there. Answers
 * the stores' ids by shop name. Abroad a unit of each currency is worth a lira, so that a price is the same number everywhere.
 */
export async function openShops(stage: Stage, client: GraphQLClient, { shops, goods, isOnSaleIn }: Opening): Promise<ReadonlyMap<string, string>> {
  await sayRates(client, [...new Set(shops.map(({ account }) => account.currency))].filter((currency) => currency !== HOME_CURRENCY));
  const price = { amount: (FIRST_PRICE_MINOR / 100).toFixed(2), currency: HOME_CURRENCY };
  const variants = goods.map(({ sku, onHand }) => ({ sku, barcode: sku, options: [{ name: 'Beden', value: sku }], price, onHand }));
  for (let from = 0; from < variants.length; from += 50) {
    await ask(client, 'productUpsert', 'ProductUpsertInput', { title: `Kazak ${from}`, variants: variants.slice(from, from + 50) });
  }
  const opened = shops.map(async (shop) => [shop.name, await openShop(stage, client, { shop, goods: goods.filter(({ sku }) => isOnSaleIn(shop, sku)) })] as const);
  return new Map(await Promise.all(opened));
}

async function openShop(stage: Stage, client: GraphQLClient, { shop, goods }: { shop: Shop; goods: readonly Goods[] }): Promise<string> {
  const control = stage.control(shop.sandbox);
  await control.put('/settings', { quotaScale: 0, ...shop.settings });
  await shop.open(goods.map(({ sku, onHand }) => ({ sku, quantity: onHand, priceMinor: FIRST_PRICE_MINOR })));
  const { marketplace, remoteSellerId, currency, credentials, basePath } = shop.account;
  const url = stage.storeUrl(shop.sandbox);
  const input = { name: shop.name, marketplace, remoteSellerId, currency, credentials: credentials(url), baseUrl: `${url}${basePath}` };
  const { store } = await ask<{ store: Connected }>(client, 'storeConnect', 'StoreConnectInput', input, 'store { id webhook { setup { address secret } } }');
  // As a seller would: what the hub shows is handed to the marketplace.
  if (shop.webhookByHand && store.webhook.setup) await control.put('/webhooks', { ...shop.webhookByHand, url: store.webhook.setup.address, password: store.webhook.setup.secret });
  for (let from = 0; from < goods.length; from += ITEMS_PER_CALL) await publish(client, store.id, goods.slice(from, from + ITEMS_PER_CALL));
  return store.id;
}

/** Asked again under the same key where a slow machine makes the gateway give up waiting: it is done once. */
async function publish(client: GraphQLClient, storeId: string, goods: readonly Goods[]): Promise<void> {
  const input = { storeId, isOnSale: true, items: goods.map(({ sku }) => ({ sku })), idempotencyKey: `open-${storeId}-${goods[0]?.sku ?? ''}` };
  for (let left = TRIES; ; left -= 1) {
    try {
      await ask(client, 'listingPublish', 'ListingPublishInput', input);
      return;
    } catch (error) {
      if (left === 0 || !(error instanceof Error && error.message.includes('SUBGRAPH_TIMEOUT'))) throw error;
    }
  }
}

interface Connected {
  readonly id: string;
  readonly webhook: { readonly setup: { readonly address: string; readonly secret: string } | null };
}

async function sayRates(client: GraphQLClient, currencies: readonly string[]): Promise<void> {
  for (const to of currencies) await ask(client, 'exchangeRateSet', 'ExchangeRateSetInput', { from: HOME_CURRENCY, to, rate: '1' });
  const rounding = currencies.map((currency) => ({ currency, step: '0.01', ending: '0.00' }));
  if (rounding.length > 0) await ask(client, 'conversionSettingsSet', 'ConversionSettingsSetInput', { rounding });
}

async function ask<T>(client: GraphQLClient, mutation: string, type: string, input: object, fields = ''): Promise<T> {
  const data = await client.data<Record<string, T & { readonly userErrors: readonly unknown[] }>>(`mutation ($input: ${type}!) { ${mutation}(input: $input) { ${fields} userErrors { code message } } }`, { input });
  const answer = data[mutation];
  if (!answer || answer.userErrors.length > 0) throw new Error(`${mutation} was refused: ${JSON.stringify(answer?.userErrors)}`);
  return answer;
}
