import type { FastifyRequest } from 'fastify';
import { noContent, type EbaySandbox } from '../ebay-sandbox.js';
import { ofOwner, type Json } from '../market.js';
import { siteFacts } from '../reference/sites.js';
import { accountError, inventoryError, refusal } from '../wire-errors.js';
import { sellerOf } from './authenticate.js';

const KINDS = ['fulfillment', 'payment', 'return'] as const;

/** Account (privilege, business policies) and Inventory locations. */
export function installAccountRoutes(sandbox: EbaySandbox): void {
  const { kit, market } = sandbox;
  const account = (request: FastifyRequest) => sellerOf(sandbox, request, 'account');

  kit.app.get('/sell/account/v1/privilege', (request) => {
    const { sellingLimit } = account(request);
    return { sellerRegistrationCompleted: true, sellingLimit: { amount: { value: '1000000.0', currency: 'EUR' }, quantity: sellingLimit } };
  });

  for (const kind of KINDS) {
    kit.app.get<{ Querystring: { marketplace_id?: string } }>(`/sell/account/v1/${kind}_policy`, (request) => {
      const { username } = account(request);
      const site = request.query.marketplace_id;
      if (site === undefined || siteFacts[site] === undefined) throw refusal(400, accountError(20_404, 'Invalid marketplace id.'));
      const policies = ofOwner(market.policies, `${username}/${kind}`).filter((policy) => policy['marketplaceId'] === site);
      return { total: policies.length, [`${kind}Policies`]: policies };
    });
    kit.app.post<{ Body: Json }>(`/sell/account/v1/${kind}_policy`, (request, reply) => {
      const { username } = account(request);
      if (typeof request.body['name'] !== 'string' || siteFacts[String(request.body['marketplaceId'])] === undefined) throw refusal(400, accountError(20_403, 'Invalid or missing name or marketplaceId.'));
      const id = String(market.next('policy'));
      const policy = { ...request.body, [`${kind}PolicyId`]: id };
      sandbox.during(request, () => market.policies.put([`${username}/${kind}`, id], policy));
      return reply.code(201).send(policy);
    });
  }

  kit.app.post<{ Params: { key: string }; Body: Json }>('/sell/inventory/v1/location/:key', (request, reply) => {
    const { username } = sellerOf(sandbox, request, 'inventory');
    const { key } = request.params;
    if (key.length > 36) throw refusal(400, inventoryError(25_802, 'Input error. merchantLocationKey must not be longer than 36 characters.'));
    if (market.locations.get([username, key])) throw refusal(409, inventoryError(25_803, 'merchantLocationKey already exists.', { merchantLocationKey: key }));
    sandbox.during(request, () => market.locations.put([username, key], { merchantLocationStatus: 'ENABLED', ...request.body, merchantLocationKey: key }));
    return noContent(reply);
  });
  kit.app.get('/sell/inventory/v1/location', (request) => {
    const locations = ofOwner(market.locations, sellerOf(sandbox, request, 'inventory').username);
    return { total: locations.length, limit: 100, offset: 0, locations };
  });
}
