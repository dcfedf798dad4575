import { randomUUID } from 'node:crypto';
import { Answer, type ApiCall, type Endpoint, type SellerCall } from '../access/endpoint.js';
import { invalidInput, notFound, SpError } from '../access/errors.js';
import type { Kernel } from '../kernel.js';

export interface Destination {
  readonly destinationId: string;
  readonly clientId: string;
  readonly name: string;
  readonly arn: string;
}

export interface Subscription {
  readonly subscriptionId: string;
  readonly sellerId: string;
  readonly clientId: string;
  readonly type: string;
  readonly payloadVersion: string;
  readonly destinationId: string;
}

/** Which payload version each type speaks; those with SQS as their destination only. */
const TYPES: Readonly<Record<string, readonly string[]>> = { ORDER_CHANGE: ['1.0'], ANY_OFFER_CHANGED: ['1.0'], FEED_PROCESSING_FINISHED: ['2020-09-04'], REPORT_PROCESSING_FINISHED: ['2020-09-04'] };
const ROOT = '/notifications/v1';

export interface Subscriptions {
  readonly endpoints: readonly Endpoint[];
  /** Where to send notifications of a type about a seller; null when nobody asked for them. */
  targetOf(sellerId: string, type: string): { readonly arn: string; readonly subscription: Subscription } | null;
}

export function createSubscriptions({ state }: Kernel): Subscriptions {
  const destinations = state.store<Destination>('destinations');
  const subscriptions = state.store<Subscription>('subscriptions');
  const ofClient = (clientId: string) => [...destinations.range()].map(({ value }) => value).filter((one) => one.clientId === clientId);
  const keyOf = ({ sellerId, type }: Pick<Subscription, 'sellerId' | 'type'>) => [sellerId, type];
  const typeOf = ({ type = '' }: Readonly<Record<string, string>>): string => {
    if (!TYPES[type]) throw invalidInput(`Invalid notification type: ${type}`);
    return type;
  };
  const requireDestination = (id: string, { clientId }: ApiCall): Destination => {
    const found = destinations.get(id);
    if (found?.clientId !== clientId) throw notFound(`Destination ${id} was not found.`);
    return found;
  };

  const createDestination = (call: ApiCall): unknown => {
    const { name, resourceSpecification } = (call.body ?? {}) as { name?: unknown; resourceSpecification?: { sqs?: { arn?: unknown } } };
    const arn = resourceSpecification?.sqs?.arn;
    if (typeof name !== 'string' || name === '' || name.length > 256 || typeof arn !== 'string' || !/^arn:aws:sqs:[\w-]+:\d{12}:[\w-]+$/.test(arn)) throw invalidInput('A name and the ARN of an SQS queue are required.');
    if (ofClient(call.clientId).some((one) => one.arn === arn || one.name === name)) throw new SpError(409, 'Conflict', 'A destination with this name or resource exists already.');
    const destination = { destinationId: randomUUID(), clientId: call.clientId, name, arn };
    destinations.put(destination.destinationId, destination);
    return { payload: viewOf(destination) };
  };

  const createSubscription = (call: SellerCall): unknown => {
    const type = typeOf(call.params);
    const { payloadVersion, destinationId } = (call.body ?? {}) as { payloadVersion?: unknown; destinationId?: unknown };
    if (typeof payloadVersion !== 'string' || !TYPES[type]?.includes(payloadVersion)) throw invalidInput(`payloadVersion must be one of ${TYPES[type]?.join(', ') ?? ''}.`);
    if (typeof destinationId !== 'string') throw invalidInput('destinationId is required.');
    requireDestination(destinationId, call);
    const { sellerId } = call.seller;
    if (subscriptions.get(keyOf({ sellerId, type }))) throw new SpError(409, 'Conflict', 'A subscription of this type exists already.');
    const subscription: Subscription = { subscriptionId: randomUUID(), sellerId, clientId: call.clientId, type, payloadVersion, destinationId };
    subscriptions.put(keyOf(subscription), subscription);
    return { payload: subscriptionView(subscription) };
  };

  const requireById = (call: ApiCall): Subscription => {
    const found = [...subscriptions.range()].map(({ value }) => value).find((one) => one.subscriptionId === call.params['subscriptionId'] && one.clientId === call.clientId);
    if (!found) throw notFound('The subscription was not found.');
    return found;
  };

  const operation = 'notifications' as const;
  return {
    endpoints: [
      { method: 'GET', path: `${ROOT}/destinations`, operation, grantless: true, handle: ({ clientId }) => ({ payload: ofClient(clientId).map(viewOf) }) },
      { method: 'POST', path: `${ROOT}/destinations`, operation, grantless: true, handle: createDestination },
      { method: 'GET', path: `${ROOT}/destinations/:destinationId`, operation, grantless: true, handle: (call) => ({ payload: viewOf(requireDestination(call.params['destinationId'] ?? '', call)) }) },
      {
        method: 'DELETE',
        path: `${ROOT}/destinations/:destinationId`,
        operation,
        grantless: true,
        handle(call) {
          const { destinationId } = requireDestination(call.params['destinationId'] ?? '', call);
          if ([...subscriptions.range()].some(({ value }) => value.destinationId === destinationId)) throw new SpError(409, 'Conflict', 'The destination is in use.');
          destinations.remove(destinationId);
          return {};
        },
      },
      {
        method: 'GET',
        path: `${ROOT}/subscriptions/:type`,
        operation,
        handle({ params, seller }) {
          const found = subscriptions.get(keyOf({ sellerId: seller.sellerId, type: typeOf(params) }));
          if (!found) throw notFound('There is no subscription of this type.');
          return { payload: subscriptionView(found) };
        },
      },
      {
        method: 'GET',
        path: `${ROOT}/subscriptions`,
        operation,
        handle({ query, seller: { sellerId } }) {
          const [type = '', ...others] = query.list('notificationTypes');
          if (others.length > 0) throw invalidInput('One notification type may be named in a request.');
          query.integer('pageSize', { fallback: 30, min: 30, max: 100 });
          const found = subscriptions.get(keyOf({ sellerId, type: typeOf({ type }) }));
          return { payload: { subscriptions: found && (query.text('payloadVersion') ?? found.payloadVersion) === found.payloadVersion ? [subscriptionView(found)] : [] } };
        },
      },
      { method: 'POST', path: `${ROOT}/subscriptions/:type`, operation, handle: createSubscription },
      { method: 'GET', path: `${ROOT}/subscriptions/:type/:subscriptionId`, operation, grantless: true, handle: (call) => ({ payload: subscriptionView(requireById(call)) }) },
      {
        method: 'DELETE',
        path: `${ROOT}/subscriptions/:type/:subscriptionId`,
        operation,
        grantless: true,
        handle(call) {
          subscriptions.remove(keyOf(requireById(call)));
          return new Answer(200, {});
        },
      },
    ],
    targetOf(sellerId, type) {
      const subscription = subscriptions.get(keyOf({ sellerId, type }));
      const destination = subscription && destinations.get(subscription.destinationId);
      return subscription && destination ? { arn: destination.arn, subscription } : null;
    },
  };
}

function viewOf({ destinationId, name, arn }: Destination): unknown {
  return { destinationId, name, resource: { sqs: { arn } } };
}

function subscriptionView({ subscriptionId, payloadVersion, destinationId }: Subscription): unknown {
  return { subscriptionId, payloadVersion, destinationId };
}
