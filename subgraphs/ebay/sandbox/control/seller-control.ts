import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { ControlError } from '../../../../platform/sandbox/control.js';
import type { EbaySandbox } from '../ebay-sandbox.js';
import { ofOwner, type Market, type Seller } from '../market.js';
import { announce } from '../notify/announce.js';
import { touch } from '../purchases/place-order.js';
import { siteFacts } from '../reference/sites.js';

const sellerSchema = z.strictObject({
  username: z.string().min(1),
  clientId: z.string().min(1),
  clientSecret: z.string().min(1),
  refreshToken: z.string().min(1),
  mustSign: z.boolean().default(false),
  sellingLimit: z.int().min(0).default(100_000),
  scopes: z.array(z.string().min(1)).optional(),
});
const CONSENT_CODE_MS = 299_000;
export type SellerInput = z.input<typeof sellerSchema>;

export const demoSeller = { username: 'ebay_demo_seller', clientId: 'demo-ebay-client-id', clientSecret: 'demo-ebay-client-secret', refreshToken: 'v^1.1#demo-refresh-token' } as const satisfies SellerInput;

export function installSellerControl(sandbox: EbaySandbox): void {
  const { kit, market } = sandbox;
  kit.control.route({
    method: 'POST',
    path: '/sellers',
    summary: 'Makes a seller known who has consented to a keyset, with a location and policies on every site; again, changes what is given.',
    example: demoSeller,
    body: sellerSchema,
    handle: ({ body }) => sandbox.during(null, () => putSeller(market, body)),
  });
  kit.control.route({
    method: 'POST',
    path: '/sellers/:username/revoke',
    summary: 'Ends the consent of a seller: every token is refused from now on.',
    handle: ({ params }) => {
      const seller = requireSeller(market, params['username']);
      sandbox.during(null, () => {
        market.sellers.put(seller.username, { ...seller, hasConsented: false });
        announce(sandbox, { topicId: 'AUTHORIZATION_REVOCATION', username: seller.username, data: { username: seller.username, userId: seller.userId, revokeReason: 'REVOKED_BY_USER', revocationDate: new Date(market.nowMs()).toISOString() } });
      });
    },
  });
  kit.control.route({
    method: 'POST',
    path: '/sellers/:username/consent',
    summary: "What eBay's consent page ends in: a code to be changed for tokens, good for 299 seconds.",
    example: { redirectUri: 'Demo_Ru_Name' },
    body: z.strictObject({ redirectUri: z.string().min(1) }),
    handle: ({ params, body: { redirectUri } }) => {
      const { username } = requireSeller(market, params['username']);
      const code = `v^1.1#i^1#${randomUUID()}`;
      sandbox.during(null, () => market.consentCodes.put(code, { username, redirectUri, expiresAt: market.nowMs() + CONSENT_CODE_MS }));
      return { code };
    },
  });
  kit.control.route({
    method: 'POST',
    path: '/access-tokens/expire',
    summary: 'Ends every access token there is; refresh tokens stay good.',
    handle: () => sandbox.during(null, () => {
      for (const { key } of [...market.accessTokens.range()]) market.accessTokens.remove(key);
    }),
  });
  kit.control.route({
    method: 'POST',
    path: '/account-deletions',
    summary: 'A buyer closes the account: notices go out, and the orders show no buyer any more.',
    example: { username: 'alici_1' },
    body: z.strictObject({ username: z.string().min(1) }),
    handle: ({ body }) => sandbox.during(null, () => closeAccount(sandbox, body.username)),
  });
}

export function putSeller(market: Market, input: SellerInput): Seller {
  const given = sellerSchema.parse(input);
  const seller: Seller = { ...given, userId: `uid-${given.username}`, hasConsented: true, consentedAt: market.nowMs() };
  market.sellers.put(seller.username, seller);
  const location = { merchantLocationKey: 'main', name: 'Ana Depo', merchantLocationStatus: 'ENABLED', locationTypes: ['WAREHOUSE'], location: { address: { addressLine1: 'Örnek Cad. 1', city: 'İstanbul', postalCode: '34000', country: 'TR' } } };
  market.locations.put([seller.username, 'main'], location);
  for (const kind of ['fulfillment', 'payment', 'return']) for (const site of Object.keys(siteFacts)) {
    if (ofOwner(market.policies, `${seller.username}/${kind}`).some((policy) => policy['marketplaceId'] === site)) continue;
    const id = String(market.next('policy'));
    market.policies.put([`${seller.username}/${kind}`, id], { [`${kind}PolicyId`]: id, name: `${kind} ${site}`, marketplaceId: site, categoryTypes: [{ name: 'ALL_EXCLUDING_MOTORS_VEHICLES' }] });
  }
  return seller;
}

export function requireSeller(market: Market, username: string | undefined): Seller {
  const seller = market.sellers.get(username ?? '');
  if (!seller) throw new ControlError(404, 'no such seller');
  return seller;
}

function closeAccount(sandbox: EbaySandbox, username: string): { orders: number } {
  const orders = [...sandbox.market.orders.range()].map(({ value }) => value).filter(({ buyer }) => buyer?.username === username);
  const { userId = `uid-${username}`, eiasToken = 'nY+sHZ2PrBmdj6wVnY+sEZ2PrA2dj6==' } = orders[0]?.buyer ?? {};
  for (const order of orders) touch(sandbox, { ...order, buyer: null });
  announce(sandbox, { topicId: 'MARKETPLACE_ACCOUNT_DELETION', username: null, data: { username, userId, eiasToken } });
  return { orders: orders.length };
}
