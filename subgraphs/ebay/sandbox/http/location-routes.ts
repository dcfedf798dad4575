import type { FastifyRequest } from 'fastify';
import { noContent, type EbaySandbox } from '../ebay-sandbox.js';
import { asJson } from '../json.js';
import { ofOwner, type Json } from '../market.js';
import { inventoryError, refusal } from '../wire-errors.js';
import { sellerOf } from './authenticate.js';

const ROOT = '/sell/inventory/v1/location';

/** Inventory locations: made once, switched on and off, completed, removed. */
export function installLocationRoutes(sandbox: EbaySandbox): void {
  const { market } = sandbox;
  const { app } = sandbox.kit;
  type Keyed = { Params: { key: string }; Body: Json };
  const usernameOf = (request: FastifyRequest) => sellerOf(sandbox, request, 'inventory').username;

  app.get(ROOT, (request) => {
    const locations = ofOwner(market.locations, usernameOf(request));
    return { total: locations.length, limit: 100, offset: 0, locations };
  });
  app.get<Keyed>(`${ROOT}/:key`, (request) => requireLocation(sandbox, usernameOf(request), request.params.key));

  app.post<Keyed>(`${ROOT}/:key`, (request, reply) => {
    const username = usernameOf(request);
    const { key } = request.params;
    if (key.length > 36) throw refusal(400, inventoryError(25_802, 'Input error. merchantLocationKey must not be longer than 36 characters.'));
    if (market.locations.get([username, key])) throw refusal(409, inventoryError(25_803, 'merchantLocationKey already exists.', { merchantLocationKey: key }));
    sandbox.during(request, () => market.locations.put([username, key], { merchantLocationStatus: 'ENABLED', ...asJson(request.body), merchantLocationKey: key }));
    return noContent(reply);
  });

  const change = (verb: string, changeOf: (body: Json) => Json): void => {
    app.post<Keyed>(`${ROOT}/:key/${verb}`, (request, reply) => {
      const username = usernameOf(request);
      const { key } = request.params;
      const location = requireLocation(sandbox, username, key);
      sandbox.during(request, () => market.locations.put([username, key], { ...location, ...changeOf(asJson(request.body)), merchantLocationKey: key }));
      return verb === 'update_location_details' ? noContent(reply) : reply.send({});
    });
  };
  change('enable', () => ({ merchantLocationStatus: 'ENABLED' }));
  change('disable', () => ({ merchantLocationStatus: 'DISABLED' }));
  change('update_location_details', (body) => body);

  app.delete<Keyed>(`${ROOT}/:key`, (request, reply) => {
    const username = usernameOf(request);
    requireLocation(sandbox, username, request.params.key);
    sandbox.during(request, () => market.locations.remove([username, request.params.key]));
    return noContent(reply);
  });
}

function requireLocation({ market }: EbaySandbox, username: string, key: string): Json {
  const location = market.locations.get([username, key]);
  if (!location) throw refusal(404, inventoryError(25_804, 'The location was not found.', { merchantLocationKey: key }));
  return location;
}
