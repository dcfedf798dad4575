import { z } from 'zod';
import { ControlError, type Control } from '../../../../platform/sandbox/control.js';
import type { Sellers } from '../access/sellers.js';
import type { Kernel } from '../kernel.js';
import { freeOf, type Shelf } from '../products/shelf.js';
import type { Moderation } from '../products/moderation.js';
import { NO_DUTIES, type Product } from '../products/product.js';
import type { Warehouses } from '../warehouses.js';
import { sellerOfCall } from './seller-control.js';

const itemShape = z.strictObject({ offerId: z.string().min(1).max(50), price: z.number().positive().default(1_999), oldPrice: z.number().min(0).default(0), stock: z.int().min(0).default(0) });
const changeShape = z.strictObject({
  clientId: z.string().optional(),
  price: z.number().positive().optional(),
  oldPrice: z.number().min(0).optional(),
  stock: z.int().min(0).optional(),
  isRfbs: z.boolean().default(false),
  warehouseId: z.int().optional(),
  rivalPrice: z.number().positive().nullable().optional(),
  duties: z.strictObject({ mark: z.boolean(), gtd: z.boolean(), rnpt: z.boolean(), country: z.boolean() }).partial().optional(),
  status: z.enum(['price_sent', 'declined']).optional(),
});

interface Parts {
  readonly kernel: Kernel;
  readonly sellers: Sellers;
  readonly shelf: Shelf;
  readonly moderation: Moderation;
  readonly warehouses: Warehouses;
}

/** Cards without the seller's doing, and changes behind the seller's back. */
export function installProductControl(control: Control, { kernel, sellers, shelf, moderation, warehouses }: Parts): void {
  const { state, clock, log } = kernel;
  const putStock = ({ clientId, offerId }: Pick<Product, 'clientId' | 'offerId'>, stock: number, { isRfbs = false, warehouseId = warehouses.of(clientId)[isRfbs ? 1 : 0]?.id ?? 0 }: { readonly isRfbs?: boolean; readonly warehouseId?: number | undefined } = {}): void => {
    const before = shelf.stock(clientId, offerId, warehouseId);
    shelf.putStock(clientId, offerId, warehouseId, { ...before, present: stock + before.reserved, updatedAt: clock.now() });
    log.recordEffect({ at: clock.now(), what: 'stock', key: `${clientId}/${offerId}`, old: freeOf(before), new: stock, requestId: null });
  };

  control.route({
    method: 'POST',
    path: '/products',
    summary: 'Puts approved products on sale, thousands at once; nothing is judged.',
    example: { items: [{ offerId: 'SBX-1', price: 1_999, oldPrice: 0, stock: 50 }] },
    body: z.strictObject({ clientId: z.string().optional(), items: z.array(itemShape).min(1) }),
    handle: ({ body }) => {
      const seller = sellerOfCall(sellers, body.clientId);
      state.transaction(() =>
        body.items.forEach(({ offerId, price, oldPrice, stock }) => {
          const now = clock.now();
          const product: Product = {
            clientId: seller.clientId, offerId, productId: state.next('product', 900_000_001), sku: null, name: `Товар ${offerId}`, categoryId: 17_027_904, typeId: 93_244, priceMinor: Math.round(price * 100), oldPriceMinor: Math.round(oldPrice * 100), minPriceMinor: 0,
            currency: seller.currency, vat: '0.2', barcode: '', depthMm: 300, widthMm: 200, heightMm: 30, weightG: 220, images: ['https://images.example.invalid/sbx.jpg'], primaryImage: '',
            attributes: [{ id: 9_048, values: [{ dictionaryValueId: 0, value: offerId }] }], status: 'moderating', problems: [], isArchived: false, duties: NO_DUTIES, rivalPriceMinor: null, priceWrittenAt: [], createdAt: now, updatedAt: now,
          };
          moderation.approve(product);
          putStock(product, stock);
        }),
      );
      return { products: body.items.length };
    },
  });

  control.route({
    method: 'GET',
    path: '/products/:offerId',
    summary: 'What Ozon believes of a product; clientId in the query when there are several shops.',
    query: z.strictObject({ clientId: z.string().optional() }),
    handle: ({ params, query }) => {
      const product = required(shelf, sellerOfCall(sellers, query.clientId).clientId, params['offerId']);
      return { ...product, stocks: shelf.stocks(product.clientId, product.offerId).map(({ warehouseId, stock }) => ({ warehouseId, free: freeOf(stock), reserved: stock.reserved })) };
    },
  });

  control.route({
    method: 'PUT',
    path: '/products/:offerId',
    summary: "Changes a product behind the seller's back: price, stock (of a warehouse), a rival's price, what its units must carry, the moderators' verdict.",
    example: { price: 1_499, stock: 3, rivalPrice: 1_299, duties: { mark: true }, status: 'declined' },
    body: changeShape,
    handle: ({ params, body }) =>
      state.transaction(() => {
        const { clientId } = sellerOfCall(sellers, body.clientId);
        const product = required(shelf, clientId, params['offerId']);
        const changed: Product = {
          ...product,
          ...(body.price === undefined ? {} : { priceMinor: Math.round(body.price * 100) }),
          ...(body.oldPrice === undefined ? {} : { oldPriceMinor: Math.round(body.oldPrice * 100) }),
          ...(body.rivalPrice === undefined ? {} : { rivalPriceMinor: body.rivalPrice === null ? null : Math.round(body.rivalPrice * 100) }),
          duties: { ...product.duties, ...definedOf(body.duties ?? {}) },
          updatedAt: clock.now(),
        };
        shelf.put(changed);
        if (body.stock !== undefined) putStock(product, body.stock, body);
        if (body.status === 'price_sent') moderation.approve(changed);
        if (body.status === 'declined') moderation.decline(changed);
        return shelf.product(clientId, product.offerId);
      }),
  });
}

function definedOf(duties: { [name in keyof Product['duties']]?: boolean | undefined }): Partial<Product['duties']> {
  return Object.fromEntries(Object.entries(duties).filter(([, value]) => value !== undefined));
}

function required(shelf: Shelf, clientId: string, offerId: string | undefined): Product {
  const product = shelf.product(clientId, offerId ?? '');
  if (!product) throw new ControlError(404, 'no such product');
  return product;
}
