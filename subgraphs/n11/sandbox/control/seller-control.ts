import { z } from 'zod';
import { ControlError } from '../../../../platform/sandbox/control.js';
import type { Seller } from '../domain/seller.js';
import type { Market } from '../market.js';
import type { N11Sandbox } from '../n11-sandbox.js';

export const sellerSchema = z.strictObject({
  sellerId: z.int().min(1),
  appKey: z.string().min(1),
  appSecret: z.string().min(1),
  nickname: z.string().default('magaza'),
  shipmentTemplates: z.array(z.string().min(1)).min(1).default(['Standart Teslimat']),
  minimumPreparingDay: z.int().min(1).default(1),
  invoicedCategoryIds: z.array(z.int()).default([]),
  autoApprove: z.boolean().default(false),
});
export type SellerInput = z.input<typeof sellerSchema>;

/** The shop that is there when nobody says otherwise. */
export const demoSeller: SellerInput = { sellerId: 2000001, appKey: 'n11-demo-key', appSecret: 'n11-demo-secret', nickname: 'demomagaza' };

export function putSeller(market: Market, input: SellerInput): Seller {
  const seller = sellerSchema.parse(input);
  market.sellers.put(seller.sellerId, seller);
  return seller;
}

/** The seller a control call means: the named one, or the only one. */
export function sellerOfCall(market: Market, sellerId: number | undefined): Seller {
  const sellers = [...market.sellers.range()].map(({ value }) => value);
  const found = sellerId === undefined && sellers.length === 1 ? sellers[0] : sellers.find((seller) => seller.sellerId === sellerId);
  if (!found) throw new ControlError(sellerId === undefined ? 400 : 404, sellerId === undefined ? 'say which sellerId, there are several' : 'no such seller');
  return found;
}

export function installSellerControl({ kit, market }: N11Sandbox): void {
  kit.control.route({ method: 'GET', path: '/sellers', summary: 'Shops and their keys.', handle: () => ({ sellers: [...market.sellers.range()].map(({ value }) => value) }) });
  kit.control.route({
    method: 'POST',
    path: '/sellers',
    summary: 'Opens a shop, or changes one.',
    example: { ...demoSeller, shipmentTemplates: ['Standart Teslimat'], minimumPreparingDay: 1, invoicedCategoryIds: [], autoApprove: false },
    body: sellerSchema,
    handle: ({ body }) => putSeller(market, body),
  });
}
