import { z } from 'zod';
import { ControlError } from '../../../../platform/sandbox/control.js';
import type { Seller } from '../domain/seller.js';
import type { HepsiburadaSandbox } from '../hepsiburada-sandbox.js';
import type { Market } from '../market.js';

export const sellerSchema = z.strictObject({
  merchantId: z.guid(),
  serviceKey: z.string().min(1),
  integrator: z.string().min(1),
  merchantName: z.string().min(1).default('Demo Mağaza'),
  packsAutomatically: z.boolean().default(false),
  usesOwnCarrier: z.boolean().default(false),
});
export type SellerInput = z.input<typeof sellerSchema>;

/** The shop that is there when nobody says otherwise. */
export const demoSeller: SellerInput = { merchantId: '5b9c6e0a-1f2d-4c3b-8a7e-0d1c2b3a4f50', serviceKey: 'hbDemoKey2026', integrator: 'markethub_dev', merchantName: 'Demo Mağaza' };

const webhookSchema = z.strictObject({ merchantId: z.guid().optional(), url: z.url(), username: z.string(), password: z.string().min(1) });

export function putSeller(market: Market, input: SellerInput): Seller {
  const seller = sellerSchema.parse(input);
  market.sellers.put(seller.merchantId, seller);
  return seller;
}

/** The seller a control call means: the named one, or the only one. */
export function sellerOfCall(market: Market, merchantId: string | undefined): Seller {
  const sellers = [...market.sellers.range()].map(({ value }) => value);
  const found = merchantId === undefined && sellers.length === 1 ? sellers[0] : sellers.find((seller) => seller.merchantId === merchantId);
  if (!found) throw new ControlError(merchantId === undefined ? 400 : 404, merchantId === undefined ? 'say which merchantId, there are several' : 'no such seller');
  return found;
}

export function installSellerControl({ kit, market }: HepsiburadaSandbox): void {
  kit.control.route({ method: 'GET', path: '/sellers', summary: 'Shops and their keys.', handle: () => ({ sellers: [...market.sellers.range()].map(({ value }) => value) }) });
  kit.control.route({
    method: 'POST',
    path: '/sellers',
    summary: 'Opens a shop, or changes one.',
    example: { ...demoSeller, packsAutomatically: false, usesOwnCarrier: false },
    body: sellerSchema,
    handle: ({ body }) => putSeller(market, body),
  });
  kit.control.route({
    method: 'PUT',
    path: '/webhooks',
    summary: 'What an integrator sends the integration team by hand: where a seller wants to be told of things.',
    example: { url: 'http://127.0.0.1:4000/webhooks/hb/sto_1', username: 'hub', password: 'the store\'s webhook secret' },
    body: webhookSchema,
    handle: ({ body }) => {
      const { merchantId } = sellerOfCall(market, body.merchantId);
      const target = { ...body, merchantId };
      market.webhookTargets.put(merchantId, target);
      return target;
    },
  });
  kit.control.route({ method: 'GET', path: '/webhook-deliveries', summary: 'Deliveries no receiver has taken yet.', handle: () => ({ deliveries: [...market.deliveries.range()].map(({ value: { id, method, path, failures } }) => ({ id, method, path, failures })) }) });
  kit.control.route({
    method: 'POST',
    path: '/catalogue-block/lift',
    summary: 'The support ticket: a caller blocked by the catalogue is let in again.',
    example: {},
    body: z.strictObject({ merchantId: z.guid().optional() }),
    handle: ({ body }) => market.catalogueRefusals.remove(sellerOfCall(market, body.merchantId).merchantId),
  });
}
