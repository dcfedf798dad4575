import { z } from 'zod';
import { text } from '../../sync/connector/wire-values.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import { call, find, tell } from './client.js';
import type { AmazonContext } from './credentials.js';
import { queueArnOf, type QueuePlace } from './queue.js';

const ROOT = '/notifications/v1';
const DESTINATION_NAME = 'marketplace-hub';

const destinationSchema = z.looseObject({ destinationId: text, resource: z.looseObject({ sqs: z.looseObject({ arn: z.string() }).nullish() }).nullish() });
const destinationsSchema = z.looseObject({ payload: z.array(destinationSchema).nullish() });
const createdSchema = z.looseObject({ payload: z.looseObject({ destinationId: text }) });
const subscriptionSchema = z.looseObject({ payload: z.looseObject({ subscriptionId: text, destinationId: text }).nullish() });

/** Makes Amazon put notifications of this type into the queue. What is there already is left alone; one that goes elsewhere is moved. */
export async function subscribe(context: AmazonContext, place: QueuePlace, type: 'ORDER_CHANGE'): Promise<void> {
  const destinationId = await destinationFor(context, place);
  const path = `${ROOT}/subscriptions/${type}`;
  const existing = (await find(context, { quota: 'notifications', operation: 'notifications.readSubscription', method: 'GET', path }, subscriptionSchema))?.payload;
  if (existing?.destinationId === destinationId) return;
  if (existing) await tell(context, { quota: 'notifications', operation: 'notifications.unsubscribe', method: 'DELETE', path: `${path}/${encodeURIComponent(existing.subscriptionId)}`, grant: 'notifications' });
  await unlessThere(() => call(context, { quota: 'notifications', operation: 'notifications.subscribe', method: 'POST', path, body: { payloadVersion: '1.0', destinationId } }, subscriptionSchema));
}

async function destinationFor(context: AmazonContext, place: QueuePlace): Promise<string> {
  const arn = queueArnOf(place);
  const known = await findDestination(context, arn);
  if (known !== null) return known;
  // A destination's name is the application's own, so each queue has one of its own.
  const body = { name: `${DESTINATION_NAME} ${arn.split(':').slice(-2).join(' ')}`.slice(0, 256), resourceSpecification: { sqs: { arn } } };
  const created = await unlessThere(() => call(context, { quota: 'notifications', operation: 'notifications.createDestination', method: 'POST', path: `${ROOT}/destinations`, body, grant: 'notifications' }, createdSchema));
  const id = created?.payload.destinationId ?? (await findDestination(context, arn));
  if (id === null) throw new ConnectorError({ errorClass: 'SERVER', outcome: 'UNKNOWN', message: 'Amazon says that the destination exists, and does not list it' });
  return id;
}

async function findDestination(context: AmazonContext, arn: string): Promise<string | null> {
  const { payload } = await call(context, { quota: 'notifications', operation: 'notifications.listDestinations', method: 'GET', path: `${ROOT}/destinations`, grant: 'notifications' }, destinationsSchema);
  return (payload ?? []).find(({ resource }) => resource?.sqs?.arn === arn)?.destinationId ?? null;
}

/** Null where Amazon answers that it is there already: another worker was first. */
async function unlessThere<T>(create: () => Promise<T>): Promise<T | null> {
  try {
    return await create();
  } catch (error) {
    if (error instanceof ConnectorError && error.errorClass === 'VALIDATION' && /409/.test(error.message)) return null;
    throw error;
  }
}
