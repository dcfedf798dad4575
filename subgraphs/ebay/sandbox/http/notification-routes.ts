import { createHash, randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { request as httpRequest } from 'undici';
import { noContent, type EbaySandbox } from '../ebay-sandbox.js';
import { asJson } from '../json.js';
import { ofOwner, type Destination, type Json } from '../market.js';
import { topics, type Topic } from '../notify/topics.js';
import { SCOPE_PREFIX } from './scopes.js';
import type { SigningKeys } from '../notify/signing-key.js';
import { notificationError, refusal } from '../wire-errors.js';
import { callerOf, type Caller } from './authenticate.js';

const ROOT = '/commerce/notification/v1';
const CHALLENGE_TIMEOUT_MS = 5_000;

/** Commerce Notification: config, destinations with their challenge, topics, public keys. */
export function installNotificationRoutes(sandbox: EbaySandbox, keys: SigningKeys): void {
  const { market } = sandbox;
  const { app } = sandbox.kit;
  const caller = (request: FastifyRequest) => callerOf(sandbox, request, 'notification');
  type Keyed = { Params: { id: string }; Body: Json };

  app.get(`${ROOT}/config`, (request) => {
    const config = market.notificationConfigs.get(caller(request).clientId);
    if (!config) throw refusal(404, notificationError(195_002, 'There is no configuration.'));
    return config;
  });
  app.put<{ Body: Json }>(`${ROOT}/config`, (request, reply) => {
    const { clientId } = caller(request);
    const { alertEmail } = asJson(request.body);
    if (typeof alertEmail !== 'string' || !/^[^@\s]+@[^@\s]+$/.test(alertEmail)) throw refusal(400, notificationError(195_025, 'Invalid alertEmail.'));
    sandbox.during(request, () => market.notificationConfigs.put(clientId, { alertEmail }));
    return noContent(reply);
  });

  app.get(`${ROOT}/destination`, (request) => ({ total: ofOwner(market.destinations, caller(request).clientId).length, destinations: ofOwner(market.destinations, caller(request).clientId).map(masked) }));
  app.get<Keyed>(`${ROOT}/destination/:id`, (request) => masked(requireDestination(sandbox, caller(request), request.params.id)));
  app.post<{ Body: Json }>(`${ROOT}/destination`, async (request, reply) => {
    const { clientId } = requireApplication(caller(request));
    if (!market.notificationConfigs.get(clientId)) throw refusal(409, notificationError(195_003, 'Please provide a configuration with an alert email first.'));
    const read = await readDestination(sandbox, clientId, asJson(request.body), null);
    const destination = { ...read, destinationId: randomUUID() };
    sandbox.during(request, () => market.destinations.put([clientId, destination.destinationId], destination));
    return reply.code(201).header('location', `${ROOT}/destination/${destination.destinationId}`).send();
  });
  app.put<Keyed>(`${ROOT}/destination/:id`, async (request, reply) => {
    const { clientId } = requireApplication(caller(request));
    const current = requireDestination(sandbox, { clientId }, request.params.id);
    const read = await readDestination(sandbox, clientId, asJson(request.body), current.destinationId);
    sandbox.during(request, () => market.destinations.put([clientId, current.destinationId], { ...read, destinationId: current.destinationId }));
    return noContent(reply);
  });
  app.delete<Keyed>(`${ROOT}/destination/:id`, (request, reply) => {
    const { clientId } = requireApplication(caller(request));
    const { destinationId, status } = requireDestination(sandbox, { clientId }, request.params.id);
    if (status === 'ENABLED' && ofOwner(market.subscriptions, clientId).some((one) => one.destinationId === destinationId)) throw refusal(409, notificationError(195_024, 'An enabled destination that is in use cannot be deleted.'));
    sandbox.during(request, () => market.destinations.remove([clientId, destinationId]));
    return noContent(reply);
  });

  app.get<{ Querystring: { limit?: string } }>(`${ROOT}/topic`, (request) => {
    caller(request);
    const limit = Number(request.query.limit ?? 20);
    if (!Number.isInteger(limit) || limit < 10 || limit > 100) throw refusal(400, notificationError(195_004, 'Invalid limit.'));
    return { total: topics.length, topics: topics.map(topicView) };
  });
  app.get<Keyed>(`${ROOT}/topic/:id`, (request) => {
    caller(request);
    const topic = topics.find(({ topicId }) => topicId === request.params.id);
    if (!topic) throw refusal(404, notificationError(195_026, 'The topic does not exist.'));
    return topicView(topic);
  });

  app.get<Keyed>(`${ROOT}/public_key/:id`, (request) => {
    caller(request);
    const key = keys.publicKeyOf(request.params.id);
    if (key === null) throw refusal(404, notificationError(195_001, 'Unknown public key.'));
    return { key, algorithm: 'ECDSA', digest: 'SHA1' };
  });
}

function topicView({ scopes, ...topic }: Topic): Json {
  return { ...topic, authorizationScopes: [SCOPE_PREFIX, ...scopes.map((one) => `${SCOPE_PREFIX}/${one}`)], status: 'ENABLED', context: 'MARKETPLACE', filterable: false, supportedPayloads: [{ format: ['JSON'], schemaVersion: '1.0', deliveryProtocol: 'HTTPS', deprecated: false }] };
}

/** eBay asks the endpoint at once whether it knows the token. (sandbox choice) http is taken for addresses of this machine only. */
async function readDestination({ market }: EbaySandbox, clientId: string, body: Json, own: string | null): Promise<Omit<Destination, 'destinationId'>> {
  const { name, status, deliveryConfig } = body;
  const { endpoint, verificationToken } = asJson(deliveryConfig);
  if (typeof name !== 'string' || name === '' || name.length > 64) throw refusal(400, notificationError(195_016, 'Invalid name.'));
  if (typeof endpoint !== 'string' || !/^(https:\/\/|http:\/\/(127\.0\.0\.1|localhost)[:/])/.test(endpoint)) throw refusal(400, notificationError(195_017, 'Invalid endpoint. It must be an HTTPS address.'));
  if (typeof verificationToken !== 'string' || !/^[A-Za-z0-9_-]{32,80}$/.test(verificationToken)) throw refusal(400, notificationError(195_019, 'Invalid verificationToken. It must have 32 to 80 letters, digits, underscores or hyphens.'));
  if (status !== 'ENABLED' && status !== 'DISABLED') throw refusal(400, notificationError(195_018, 'Invalid status.'));
  if (ofOwner(market.destinations, clientId).some((one) => one.destinationId !== own && one.deliveryConfig.endpoint === endpoint)) throw refusal(409, notificationError(195_012, 'The destination already exists.'));
  if (!(await meetsChallenge(endpoint, verificationToken))) throw refusal(409, notificationError(195_020, 'The endpoint did not meet the challenge.'));
  return { name, status, deliveryConfig: { endpoint, verificationToken } };
}

async function meetsChallenge(endpoint: string, token: string): Promise<boolean> {
  const code = randomUUID();
  try {
    const answer = await httpRequest(`${endpoint}?challenge_code=${code}`, { signal: AbortSignal.timeout(CHALLENGE_TIMEOUT_MS) });
    const text = await answer.body.text();
    const isJson = String(answer.headers['content-type']).startsWith('application/json');
    return answer.statusCode === 200 && isJson && asJson(JSON.parse(text))['challengeResponse'] === createHash('sha256').update(code + token + endpoint).digest('hex');
  } catch {
    return false;
  }
}

export function requireDestination({ market }: EbaySandbox, { clientId }: Pick<Caller, 'clientId'>, id: string): Destination {
  const destination = market.destinations.get([clientId, id]);
  if (!destination) throw refusal(404, notificationError(195_013, 'The destination does not exist.'));
  return destination;
}

function requireApplication(caller: Caller): Caller {
  if (caller.seller !== null) throw refusal(403, notificationError(195_011, 'An application token is needed.'));
  return caller;
}

function masked({ deliveryConfig, ...rest }: Destination): Json {
  return { ...rest, deliveryConfig: { endpoint: deliveryConfig.endpoint, verificationToken: deliveryConfig.verificationToken } };
}
