import { z } from 'zod';
import type { Control } from '../../../../platform/sandbox/control.js';
import { TIERS, type Sellers } from '../access/sellers.js';

export const sellerSchema = z.strictObject({
  sellerId: z.int().positive(),
  apiKey: z.string().min(1),
  apiSecret: z.string().min(1),
  tier: z.enum(TIERS).default('50k'),
});

export function installSellerControl(control: Control, sellers: Sellers): void {
  control.route({
    method: 'POST',
    path: '/sellers',
    summary: 'Creates a seller, or changes its key, secret or tier.',
    example: { sellerId: 2738001, apiKey: 'key', apiSecret: 'secret', tier: '50k' },
    body: sellerSchema,
    handle: ({ body }) => {
      sellers.put(body);
      return { sellerId: body.sellerId, tier: body.tier };
    },
  });
  control.route({
    method: 'GET',
    path: '/sellers',
    summary: 'Known sellers, without their secrets.',
    handle: () => ({ sellers: sellers.all().map(({ sellerId, apiKey, tier }) => ({ sellerId, apiKey, tier })) }),
  });
}
