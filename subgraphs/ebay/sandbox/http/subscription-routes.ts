import { randomUUID } from 'node:crypto';
import type { FastifyRequest } from 'fastify';
import { noContent, type EbaySandbox } from '../ebay-sandbox.js';
import { asJson } from '../json.js';
import { isoNow, ofOwner, type Json, type Subscription } from '../market.js';
import { announceTest } from '../notify/announce.js';
import { topics } from '../notify/topics.js';
import { notificationError, refusal } from '../wire-errors.js';
import { callerOf, type Caller } from './authenticate.js';
import { holds } from './scopes.js';
import { requireDestination } from './notification-routes.js';

const ROOT = '/commerce/notification/v1/subscription';

/** Commerce Notification: who is told of what, and where. */
export function installSubscriptionRoutes(sandbox: EbaySandbox): void {
  const { market } = sandbox;
  const { app } = sandbox.kit;
  const caller = (request: FastifyRequest) => callerOf(sandbox, request, 'notification');
  type Keyed = { Params: { id: string }; Body: Json };

  app.get(ROOT, (request) => {
    const { clientId, seller } = caller(request);
    const subscriptions = ofOwner(market.subscriptions, clientId).filter(({ username }) => username === (seller?.username ?? null));
    return { total: subscriptions.length, subscriptions: subscriptions.map(toView) };
  });
  app.get<Keyed>(`${ROOT}/:id`, (request) => toView(requireSubscription(sandbox, caller(request).clientId, request.params.id)));
  app.post<{ Body: Json }>(ROOT, (request, reply) => {
    const who = caller(request);
    const subscription = readSubscription(sandbox, who, asJson(request.body));
    sandbox.during(request, () => market.subscriptions.put([who.clientId, subscription.subscriptionId], subscription));
    return reply.code(201).header('location', `${ROOT}/${subscription.subscriptionId}`).send();
  });
  for (const [verb, status] of [['enable', 'ENABLED'], ['disable', 'DISABLED']] as const) {
    app.post<Keyed>(`${ROOT}/:id/${verb}`, (request, reply) => {
      const { clientId } = caller(request);
      const subscription = requireSubscription(sandbox, clientId, request.params.id);
      sandbox.during(request, () => market.subscriptions.put([clientId, subscription.subscriptionId], { ...subscription, status }));
      return noContent(reply);
    });
  }
  app.put<Keyed>(`${ROOT}/:id`, (request, reply) => {
    const { clientId } = caller(request);
    const subscription = requireSubscription(sandbox, clientId, request.params.id);
    const { status, destinationId } = asJson(request.body);
    const destination = requireDestination(sandbox, { clientId }, String(destinationId));
    sandbox.during(request, () => market.subscriptions.put([clientId, subscription.subscriptionId], { ...subscription, status: status === 'DISABLED' ? 'DISABLED' : 'ENABLED', destinationId: destination.destinationId }));
    return noContent(reply);
  });
  app.delete<Keyed>(`${ROOT}/:id`, (request, reply) => {
    const { clientId } = caller(request);
    requireSubscription(sandbox, clientId, request.params.id);
    sandbox.during(request, () => market.subscriptions.remove([clientId, request.params.id]));
    return noContent(reply);
  });
  app.post<Keyed>(`${ROOT}/:id/test`, (request, reply) => {
    const { clientId } = caller(request);
    const { topicId, destinationId } = requireSubscription(sandbox, clientId, request.params.id);
    sandbox.during(request, () => announceTest(sandbox, { clientId, topicId, destinationId }));
    return reply.code(202).send();
  });
}

function readSubscription(sandbox: EbaySandbox, { clientId, seller, token }: Caller, { topicId, status, payload, destinationId }: Json): Subscription {
  const topic = topics.find((one) => one.topicId === topicId);
  if (!topic) throw refusal(400, notificationError(195_009, 'Invalid topic.'));
  if ((topic.scope === 'USER') !== (seller !== null)) throw refusal(403, notificationError(195_011, 'This topic cannot be subscribed to with this kind of token.'));
  if (topic.scopes.length > 0 && !topic.scopes.some((scope) => holds(token, scope, false))) throw refusal(403, notificationError(195_011, 'The consent lacks the scope of this topic.'));
  const { format, schemaVersion, deliveryProtocol } = asJson(payload);
  if (format !== 'JSON' || schemaVersion !== '1.0' || deliveryProtocol !== 'HTTPS') throw refusal(400, notificationError(195_007, 'Invalid payload.'));
  const destination = requireDestination(sandbox, { clientId }, String(destinationId));
  if (destination.status !== 'ENABLED') throw refusal(409, notificationError(195_015, 'The destination is not enabled.'));
  const username = seller?.username ?? null;
  if (ofOwner(sandbox.market.subscriptions, clientId).some((one) => one.topicId === topicId && one.username === username)) throw refusal(409, notificationError(195_014, 'The subscription already exists.'));
  return { subscriptionId: randomUUID(), topicId: topic.topicId, status: status === 'DISABLED' ? 'DISABLED' : 'ENABLED', destinationId: destination.destinationId, creationDate: isoNow(sandbox.market), username };
}

function requireSubscription({ market }: EbaySandbox, clientId: string, id: string): Subscription {
  const subscription = market.subscriptions.get([clientId, id]);
  if (!subscription) throw refusal(404, notificationError(195_022, 'The subscription does not exist.'));
  return subscription;
}

function toView({ username: _username, ...subscription }: Subscription): Json {
  return { ...subscription, payload: { format: 'JSON', schemaVersion: '1.0', deliveryProtocol: 'HTTPS' } };
}
