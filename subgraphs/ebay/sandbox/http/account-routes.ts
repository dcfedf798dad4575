import type { FastifyRequest } from 'fastify';
import type { EbaySandbox } from '../ebay-sandbox.js';
import { asJson } from '../json.js';
import { ofOwner, type Json } from '../market.js';
import { siteFacts } from '../reference/sites.js';
import { accountError, refusal } from '../wire-errors.js';
import { sellerOf } from './authenticate.js';

const KINDS = ['fulfillment', 'payment', 'return'] as const;

/** Account: privilege, programs, business policies. */
export function installAccountRoutes(sandbox: EbaySandbox): void {
  const { kit, market } = sandbox;
  const account = (request: FastifyRequest) => sellerOf(sandbox, request, 'account');

  kit.app.get('/sell/account/v1/privilege', (request) => {
    const { sellingLimit } = account(request);
    return { sellerRegistrationCompleted: true, sellingLimit: { amount: { value: '1000000.0', currency: 'EUR' }, quantity: sellingLimit } };
  });

  kit.app.get('/sell/account/v1/program/get_opted_in_programs', (request) => {
    account(request);
    return { programs: [{ programType: 'SELLING_POLICY_MANAGEMENT' }] };
  });
  kit.app.post<{ Body: Json }>('/sell/account/v1/program/opt_in', (request, reply) => {
    account(request);
    if (asJson(request.body)['programType'] !== 'SELLING_POLICY_MANAGEMENT') throw refusal(400, accountError(20_401, 'Invalid programType.'));
    return reply.send({});
  });

  for (const kind of KINDS) {
    kit.app.get<{ Querystring: { marketplace_id?: string } }>(`/sell/account/v1/${kind}_policy`, (request) => {
      const { username } = account(request);
      const site = request.query.marketplace_id;
      if (site === undefined || siteFacts[site] === undefined) throw refusal(400, accountError(20_404, 'Invalid marketplace id.'));
      const policies = ofOwner(market.policies, `${username}/${kind}`).filter((policy) => policy['marketplaceId'] === site);
      return { total: policies.length, [`${kind}Policies`]: policies };
    });
    kit.app.get<{ Params: { id: string } }>(`/sell/account/v1/${kind}_policy/:id`, (request) => {
      const policy = market.policies.get([`${account(request).username}/${kind}`, request.params.id]);
      if (!policy) throw refusal(404, accountError(20_404, 'The policy was not found.'));
      return policy;
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
}
