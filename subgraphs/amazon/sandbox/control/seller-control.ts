import type { Control } from '../../../../platform/sandbox/control.js';
import { ControlError } from '../../../../platform/sandbox/control.js';
import { sellerSchema, type Sellers } from '../access/sellers.js';
import type { Tokens } from '../access/tokens.js';

export function installSellerControl(control: Control, sellers: Sellers, tokens: Tokens): void {
  control.route({
    method: 'POST',
    path: '/sellers',
    summary: 'Creates a selling account with its application, or changes them.',
    example: { sellerId: 'A1EXAMPLESELLER', clientId: 'amzn1.application-oa2-client.demo', clientSecret: 'amzn1.oa2-cs.v1.demo', refreshToken: 'Atzr|demo', marketplaceIds: ['A33AVAJ2PDY3EV'] },
    body: sellerSchema,
    handle: ({ body }) => {
      const { sellerId, marketplaceIds } = sellers.put(body);
      return { sellerId, marketplaceIds };
    },
  });
  control.route({
    method: 'GET',
    path: '/sellers',
    summary: 'Known selling accounts, without their secrets.',
    handle: () => ({ sellers: sellers.all().map(({ sellerId, clientId, marketplaceIds, seesBuyers }) => ({ sellerId, clientId, marketplaceIds, seesBuyers })) }),
  });
  control.route({
    method: 'POST',
    path: '/sellers/:sellerId/revoke-tokens',
    summary: 'Ends every access token of the account; its refresh token still works.',
    handle: ({ params }) => {
      const sellerId = params['sellerId'] ?? '';
      if (!sellers.get(sellerId)) throw new ControlError(404, 'no such seller');
      tokens.revoke(sellerId);
    },
  });
}
