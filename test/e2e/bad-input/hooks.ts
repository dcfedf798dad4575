import type { SandboxName } from '../../../hub/sandbox-urls.js';
import type { FaultInput } from '../../../platform/sandbox/faults.js';
import type { OpenShop } from '../../support/six-shops.js';

/** How one marketplace is made to misbehave, and which words of its own it uses. */
export interface Hooks {
  /** The call that carries prices. */
  readonly push: NonNullable<FaultInput['match']>;
  /** A part of the path of every call that lists orders, and of every one that lists offers. */
  readonly ordersPath: string;
  readonly offersPath: string;
  /** The call that asks what became of a push; absent where the push itself is answered with that. */
  readonly receipt?: NonNullable<FaultInput['match']>;
  /** A refusal of a push that comes with status 200, and what it is taken for: where nothing says what was wrong, for trouble there. */
  readonly refusal: object;
  readonly refusedAs: 'VALIDATION' | 'SERVER';
  /** A word for a new order, as it stands in answers. */
  readonly newOrder: string;
  /** A buyer orders two; answers the order's number. */
  readonly order: (shop: OpenShop, key: string) => Promise<string>;
  /** Credentials that were never good. */
  readonly wrong: Readonly<Record<string, string>>;
  /** The marketplace stops taking the key it gave. */
  readonly takeKeyAway: (shop: OpenShop) => Promise<unknown>;
  /** The seller gets another key; answers the credentials that it makes. */
  readonly giveKey: (shop: OpenShop) => Promise<Readonly<Record<string, string>>>;
  /** Ends the life of what ends by itself: an access token, or a key with a last day. Absent where nothing does. */
  readonly expire?: { readonly how: (shop: OpenShop) => Promise<unknown>; readonly replacedByHub: boolean };
}

const HOUR_MS = 3_600_000;

/** A marketplace whose key is one field of the seller's there and of the credentials here. */
function withKey(field: string): Pick<Hooks, 'wrong' | 'takeKeyAway' | 'giveKey'> {
  return {
    wrong: { [field]: 'never-a-key-of-this-shop' },
    takeKeyAway: ({ control, seller }) => control.post('/sellers', { ...seller, [field]: 'a-key-nobody-was-told' }),
    async giveKey({ control, seller }) {
      await control.post('/sellers', { ...seller, [field]: 'another-key-2026' });
      return { [field]: 'another-key-2026' };
    },
  };
}

const placed = async (placing: Promise<unknown>, name: string): Promise<string> => String(((await placing) as Readonly<Record<string, unknown>>)[name]);

export const HOOKS: Readonly<Record<SandboxName, Hooks>> = {
  trendyol: {
    push: { method: 'POST', path: '/products/price-and-inventory' },
    receipt: { method: 'GET', path: '/batch-requests/' },
    ordersPath: '/orders',
    offersPath: '/inventory-and-price',
    refusal: { errors: [{ key: 'price.and.inventory.invalid', message: 'Fiyat bilgisi hatalı', errorCode: '400' }] },
    refusedAs: 'VALIDATION',
    newOrder: '"Created"',
    order: ({ control, seller }, key) => placed(control.post('/orders', { sellerId: seller['sellerId'], lines: [{ barcode: key, quantity: 2 }] }), 'orderNumber'),
    ...withKey('apiSecret'),
  },
  n11: {
    push: { method: 'POST', path: '/ms/product/tasks/price-stock-update' },
    receipt: { method: 'POST', path: '/ms/product/task-details' },
    ordersPath: '/shipmentPackages',
    offersPath: '/ms/product-query',
    refusal: { id: 0, type: 'SKU_UPDATE', status: 'REJECT', reasons: ['Fiyat bilgisi hatalı'] },
    refusedAs: 'VALIDATION',
    newOrder: '"Created"',
    order: ({ control, seller }, key) => placed(control.post('/orders', { sellerId: seller['sellerId'], lines: [{ stockCode: key, quantity: 2 }] }), 'orderNumber'),
    ...withKey('appSecret'),
  },
  hepsiburada: {
    push: { method: 'POST', path: '/price-uploads' },
    receipt: { method: 'GET', path: '-uploads/id/' },
    ordersPath: '/orders/',
    offersPath: '/listings/merchantid',
    refusal: { success: false },
    refusedAs: 'SERVER',
    newOrder: '"Open"',
    order: ({ control }, key) => placed(control.post('/orders', { lines: [{ merchantSku: key, quantity: 2 }] }), 'orderNumber'),
    ...withKey('serviceKey'),
  },
  ozon: {
    push: { method: 'POST', path: '/v1/product/import/prices' },
    ordersPath: '/posting/fb',
    offersPath: '/v3/product/list',
    refusal: { code: 3, message: 'Request validation error', details: [] },
    refusedAs: 'VALIDATION',
    newOrder: '"awaiting_packaging"',
    order: ({ control }, key) => placed(control.post('/orders', { lines: [{ offerId: key, quantity: 2 }] }), 'orderNumber'),
    ...withKey('apiKey'),
    expire: { how: ({ control, seller }) => control.post('/sellers', { ...seller, keyExpiresAt: Date.now() - HOUR_MS }), replacedByHub: false },
  },
  amazon: {
    push: { method: 'PATCH', path: '/listings/2021-08-01/items/' },
    ordersPath: '/orders/2026-01-01/',
    offersPath: '/listings/2021-08-01/items/',
    refusal: { sku: 'BAD', status: 'INVALID', submissionId: 'f1dc2914', issues: [{ code: '90220', message: "'purchasable_offer' fiyatı geçersiz.", severity: 'ERROR', attributeNames: ['purchasable_offer'] }] },
    refusedAs: 'VALIDATION',
    newOrder: '"UNSHIPPED"',
    order: ({ control, seller }, key) => placed(control.post('/orders', { sellerId: seller['sellerId'], lines: [{ sku: key, quantity: 2 }] }), 'orderId'),
    wrong: { refreshToken: 'Atzr|never-given' },
    async takeKeyAway({ control, seller }) {
      await control.post('/sellers', { ...seller, refreshToken: 'Atzr|of-somebody-else' });
      await control.post(`/sellers/${String(seller['sellerId'])}/revoke-tokens`, {});
    },
    async giveKey({ control, seller }) {
      await control.post('/sellers', { ...seller, refreshToken: 'Atzr|given-anew' });
      return { refreshToken: 'Atzr|given-anew' };
    },
    expire: { how: ({ control }) => control.post('/clock', { advanceMs: HOUR_MS + 1 }), replacedByHub: true },
  },
  ebay: {
    push: { method: 'POST', path: '/bulk_update_price_quantity' },
    ordersPath: '/sell/fulfillment/v1/order',
    offersPath: '/sell/inventory/v1/inventory_item',
    refusal: { errors: [{ errorId: 25_709, domain: 'API_INVENTORY', category: 'REQUEST', message: 'Invalid value for price.' }] },
    refusedAs: 'VALIDATION',
    newOrder: '"NOT_STARTED"',
    order: ({ control, seller }, key) => placed(control.post('/orders', { seller: seller['username'], lines: [{ sku: key, quantity: 2 }] }), 'orderId'),
    wrong: { refreshToken: 'v^1.1#never-given' },
    takeKeyAway: ({ control, seller }) => control.post(`/sellers/${String(seller['username'])}/revoke`, {}),
    async giveKey({ control, seller }) {
      await control.post('/sellers', { ...seller, refreshToken: 'v^1.1#given-anew' });
      return { refreshToken: 'v^1.1#given-anew' };
    },
    expire: { how: ({ control }) => control.post('/clock', { advanceMs: 2 * HOUR_MS + 1 }), replacedByHub: true },
  },
};
