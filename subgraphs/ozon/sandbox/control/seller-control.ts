import { z } from 'zod';
import { ControlError, type Control } from '../../../../platform/sandbox/control.js';
import { SHOP_CURRENCIES, type Seller, type Sellers } from '../access/sellers.js';

export const sellerSchema = z.strictObject({
  clientId: z.string().regex(/^\d{1,10}$/),
  apiKey: z.string().min(1),
  currency: z.enum(SHOP_CURRENCIES).default('RUB'),
  /** Epoch ms; null: never. */
  keyExpiresAt: z.number().nullable().default(null),
  isRevoked: z.boolean().default(false),
  deniedPaths: z.array(z.string()).default([]),
});
export type SellerInput = z.input<typeof sellerSchema>;

/** The shop that is there when nobody says otherwise. */
export const demoSeller: SellerInput = { clientId: '3000001', apiKey: 'ozon-demo-key-4f7a2c61' };

export function installSellerControl(control: Control, sellers: Sellers): void {
  control.route({ method: 'GET', path: '/sellers', summary: 'Shops and their keys.', handle: () => ({ sellers: sellers.all() }) });
  control.route({
    method: 'POST',
    path: '/sellers',
    summary: 'Opens a shop, or changes one: its key, currency, expiry, revocation and the methods the key has no role for.',
    example: { ...demoSeller, currency: 'RUB', keyExpiresAt: null, isRevoked: false, deniedPaths: [] },
    body: sellerSchema,
    handle: ({ body }) => {
      sellers.put(body);
      return body;
    },
  });
}

/** The shop a control call means: the named one, or the only one. */
export function sellerOfCall(sellers: Sellers, clientId: string | undefined): Seller {
  const all = sellers.all();
  const found = clientId === undefined && all.length === 1 ? all[0] : all.find((one) => one.clientId === clientId);
  if (!found) throw new ControlError(clientId === undefined ? 400 : 404, clientId === undefined ? 'say which clientId, there are several' : 'no such shop');
  return found;
}
