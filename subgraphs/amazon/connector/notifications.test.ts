import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ReceiveMessageCommand, SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs';
import { createAmazonConnector } from './index.js';
import { queueArnOf } from './queue.js';
import { openShop, SELLER, type Shop } from './testing/shop.js';
import type { AmazonContext } from './credentials.js';

const connector = createAmazonConnector();
const port = connector.notifications!;
const KEY = { accessKeyId: 'AKIASANDBOX', secretAccessKey: 'a-secret-of-the-queue' };
const never = new AbortController().signal;

describe('order changes through a queue', () => {
  let shop: Shop;
  let context: AmazonContext;
  let queueUrl: string;
  beforeAll(async () => {
    shop = await openShop();
    ({ queueUrl } = await shop.control<{ queueUrl: string }>('POST', '/queues', { name: 'hub-orders', ...KEY }));
    context = withQueue(queueUrl);
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, items: [{ sku: 'NTF-1', quantity: 500, price: 10 }] });
  });
  afterAll(async () => shop.stop());

  const withQueue = (url: string, key: Partial<typeof KEY> = {}): AmazonContext => shop.contextWith({ credentials: { sqsQueueUrl: url, sqsAccessKeyId: key.accessKeyId ?? KEY.accessKeyId, sqsSecretAccessKey: key.secretAccessKey ?? KEY.secretAccessKey } });
  const place = async (): Promise<string> => {
    const { orderId } = await shop.control<{ orderId: string }>('POST', '/orders', { sellerId: SELLER.sellerId, lines: [{ sku: 'NTF-1', quantity: 1 }] });
    await shop.advance(10);
    return orderId;
  };
  const drain = async (): Promise<string[]> => {
    const ids: string[] = [];
    for (;;) {
      if ((await shop.control<{ visible: number }>('GET', '/queues/hub-orders')).visible === 0) return ids;
      const messages = await port.receive(context, never);
      ids.push(...messages.flatMap(({ body }) => port.parse(body, 'TRY').changedOrderIds));
      await port.acknowledge(context, messages.map(({ receipt }) => receipt));
    }
  };

  it('needs a queue of the seller\'s, and all of its key', () => {
    expect([port.isSetUp?.(shop.context.store), port.isSetUp?.(context.store)]).toEqual([false, true]);
    expect(connector.credentials.safeParse({ ...SELLER, sqsQueueUrl: queueUrl }).success).toBe(false);
  });

  it('makes destination and subscription once, however often it is asked', async () => {
    for (let time = 0; time < 3; time += 1) await port.ensure(context);
    const created = (await shop.requests('/notifications/v1')).filter(({ method }) => method === 'POST');
    expect(created.map(({ path }) => path)).toEqual(['/notifications/v1/destinations', '/notifications/v1/subscriptions/ORDER_CHANGE']);
  });

  it('names the changed order, which can then be read', async () => {
    await port.ensure(context);
    const orderId = await place();
    expect(await drain()).toContain(orderId);
    expect(await connector.orders.byNumber(context, orderId)).toMatchObject({ remoteOrderId: orderId, packages: [{ status: 'CREATED' }] });
  });

  it('says of which revision the order is since then, as its list shows it', async () => {
    await port.ensure(context);
    await drain();
    const orderId = await place();
    const [message] = await port.receive(context, never);
    const { changedRevision = NaN } = port.parse(message!.body, 'TRY');
    const { items } = await connector.orders.changedSince(context, new Date(changedRevision - 60_000), null);
    expect(items.find(({ remoteOrderId }) => remoteOrderId === orderId)?.packages).toMatchObject([{ remoteRevision: changedRevision }]);
    await port.acknowledge(context, [message!.receipt]);
  });

  it.each([undefined, null, {}, { TimeOfOrderChange: null }, { TimeOfOrderChange: 'yesterday' }])('names the order all the same when it is changed by %j', (OrderChangeTrigger) => {
    const body = JSON.stringify({ NotificationType: 'ORDER_CHANGE', Payload: { OrderChangeNotification: { AmazonOrderId: '405-1', OrderChangeTrigger } } });
    expect(port.parse(Buffer.from(body), 'TRY')).toEqual({ orders: [], changedOrderIds: ['405-1'], pollNow: false });
  });

  it('gets again what it did not acknowledge, once the queue shows it anew', async () => {
    await port.ensure(context);
    await drain();
    const orderId = await place();
    expect(await port.receive(context, never)).toHaveLength(1);
    expect(await shop.control('GET', '/queues/hub-orders')).toEqual({ visible: 0, hidden: 1 });
    await shop.advance(61_000);
    expect(await drain()).toEqual([orderId]);
    expect(await shop.control('GET', '/queues/hub-orders')).toEqual({ visible: 0, hidden: 0 });
  });

  it('takes more messages than one call hands out, in one acknowledgement too', async () => {
    await port.ensure(context);
    await drain();
    for (let count = 0; count < 15; count += 1) await place();
    const first = await port.receive(context, never);
    const second = await port.receive(context, never);
    expect([first.length, second.length]).toEqual([10, 5]);
    await port.acknowledge(context, [...first, ...second].map(({ receipt }) => receipt));
    expect(await shop.control('GET', '/queues/hub-orders')).toEqual({ visible: 0, hidden: 0 });
  });

  it('moves a subscription that goes to another queue', async () => {
    await port.ensure(context);
    const { queueUrl: other } = await shop.control<{ queueUrl: string }>('POST', '/queues', { name: 'hub-second', ...KEY });
    await port.ensure(withQueue(other));
    await place();
    expect((await shop.control<{ visible: number }>('GET', '/queues/hub-second')).visible).toBe(1);
    await port.ensure(context);
  });

  it('stops waiting for messages when it is told to', async () => {
    await drain();
    const stopping = new AbortController();
    const waiting = port.receive(context, stopping.signal);
    stopping.abort();
    await expect(waiting).resolves.toEqual([]);
  });

  it.each([
    ['a wrong secret', { secretAccessKey: 'another-secret' }],
    ['an unknown key', { accessKeyId: 'AKIAOTHER' }],
  ])('reports %s of the queue as AUTHENTICATION', async (_name, key) => {
    const error = await port.ensure(withQueue(queueUrl, key)).catch((e: unknown) => e as Error);
    expect(error).toMatchObject({ name: 'ConnectorError', errorClass: 'AUTHENTICATION' });
    expect(JSON.stringify(error)).not.toContain('another-secret');
  });

  it('reports a queue that does not exist as VALIDATION, and one that cannot be reached as NETWORK', async () => {
    await expect(port.ensure(withQueue(`${shop.url}/000000000000/nowhere`))).rejects.toMatchObject({ errorClass: 'VALIDATION' });
    await expect(port.receive(withQueue('http://127.0.0.1:1/000000000000/hub-orders'), never)).rejects.toMatchObject({ errorClass: 'NETWORK' });
  });

  it('finds the ARN of a queue in its address', () => {
    expect(queueArnOf({ url: 'https://sqs.eu-west-1.amazonaws.com/123456789012/orders', region: 'eu-west-1', ...KEY })).toBe('arn:aws:sqs:eu-west-1:123456789012:orders');
  });

  it.each([
    ['of another type', '{"NotificationType":"ANY_OFFER_CHANGED","Payload":{}}'],
    ['in the lower-case envelope', '{"notificationType":"FEED_PROCESSING_FINISHED","payload":{}}'],
  ])('hears nothing of orders in a message %s', (_name, body) => {
    expect(port.parse(Buffer.from(body), 'TRY')).toMatchObject({ orders: [], changedOrderIds: [], pollNow: false });
  });

  it.each(['<html>no</html>', '{"hello":"world"}', '{"NotificationType":"ORDER_CHANGE","Payload":{}}'])('refuses to read %s', (body) => {
    expect(() => port.parse(Buffer.from(body), 'TRY')).toThrow(expect.objectContaining({ errorClass: 'VALIDATION' }));
  });

  it('serves the AWS SDK as it is, without the connector', async () => {
    const client = new SQSClient({ region: 'eu-west-1', endpoint: shop.url, credentials: KEY });
    await shop.control('POST', '/queues', { name: 'plain', ...KEY });
    const QueueUrl = `${shop.url}/000000000000/plain`;
    await client.send(new SendMessageCommand({ QueueUrl, MessageBody: 'merhaba' }));
    const { Messages } = await client.send(new ReceiveMessageCommand({ QueueUrl }));
    client.destroy();
    expect(Messages?.map(({ Body }) => Body)).toEqual(['merhaba']);
  });
});
