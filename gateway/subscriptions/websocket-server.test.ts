import { once } from 'node:events';
import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { WebSocket } from 'ws';
import type { SellerId } from '../../platform/ids.js';
import { connectClient, eventually, listen } from '../testing/sample-client.js';
import { startSampleGateway } from '../testing/sample-gateway.js';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(options: Parameters<typeof startSampleGateway>[0] = {}) {
  const sample = await startSampleGateway({ arrangement: 'local', ...options });
  cleanups.push(() => sample.close());
  const connect = (o: Parameters<typeof connectClient>[1] = {}) => {
    const client = connectClient(sample.url, o);
    cleanups.push(() => client.dispose());
    return client;
  };
  return { ...sample, connect, events: sample.controls.events };
}

const PULSE = 'subscription { pulse }';

async function openRaw(url: string): Promise<WebSocket> {
  const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws');
  cleanups.push(() => socket.terminate());
  await once(socket, 'open');
  return socket;
}

const closeOf = async (socket: WebSocket): Promise<[number, string]> => {
  const [code, reason] = (await once(socket, 'close')) as [number, Buffer];
  return [code, reason.toString()];
};

describe('a WebSocket to the gateway', () => {
  it('answers queries and mutations too', async () => {
    const { connect } = await start();
    const client = connect();
    const query = listen(client, '{ product(id: "2") { name stock } }');
    expect(await query.ended).toBe('complete');
    expect(query.results).toEqual([{ data: { product: { name: 'Product 2', stock: 200 } }, extensions: { cost: expect.objectContaining({ requested: 3 }) } }]);
    const mutation = listen(client, 'mutation { productRename(id: "2", name: "Gömlek") { name } }');
    expect((await mutation.until(1))[0]?.data).toEqual({ productRename: { name: 'Gömlek' } });
  });

  it.each([
    ['no key', null, 'UNAUTHENTICATED'],
    ['an unknown key', 'key-x', 'UNAUTHENTICATED'],
    ['an expired key', 'key-old', 'KEY_EXPIRED'],
  ])('is closed with 4401 for %s', async (_what, key, reason) => {
    const { connect } = await start();
    expect(await listen(connect({ key }), PULSE).ended).toMatchObject({ code: 4401, reason });
  });

  it.each([{ headers: { Authorization: 'Bearer key-a' } }, { Authorization: 'Bearer key-a' }])('finds the key in %j', async (connectionParams) => {
    const { connect } = await start();
    expect((await listen(connect({ connectionParams }), '{ me }').until(1))[0]?.data).toEqual({ me: 'sel_a' });
  });

  it('is closed with 4401 soon after its key expires', async () => {
    const { connect, keys, events } = await start({ limits: { recheckKeyMs: 50 } });
    const { ended } = listen(connect(), PULSE);
    await eventually(() => events.reading() === 1);
    keys.expired.add('key-a');
    expect(await ended).toMatchObject({ code: 4401, reason: 'KEY_EXPIRED' });
    await eventually(() => events.reading() === 0);
  });

  it('is closed with 4401 when its key is checked again, fifteen seconds after it was withdrawn', async () => {
    jest.useFakeTimers({ doNotFake: ['hrtime', 'nextTick', 'performance', 'queueMicrotask', 'setImmediate', 'clearImmediate', 'setTimeout', 'clearTimeout'] });
    cleanups.push(() => void jest.useRealTimers());
    let isWithdrawn = false;
    const { connect, events } = await start({ authenticate: async () => (isWithdrawn ? { refused: 'UNAUTHENTICATED' } : { sellerId: 'sel_a' as SellerId, keyId: 'key_a', scopes: ['catalog:read'] }) });
    const { ended } = listen(connect(), PULSE);
    await eventually(() => events.reading() === 1);
    isWithdrawn = true;
    jest.advanceTimersByTime(15_000);
    expect(await ended).toMatchObject({ code: 4401, reason: 'UNAUTHENTICATED' });
  });

  it('is closed with 4408 when it does not say who it is', async () => {
    const { url } = await start({ limits: { initTimeoutMs: 50 } });
    expect((await closeOf(await openRaw(url)))[0]).toBe(4408);
  });

  it('is cut off when it answers no ping', async () => {
    const { url } = await start({ limits: { pingMs: 50 } });
    const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { autoPong: false });
    cleanups.push(() => socket.terminate());
    expect((await closeOf(socket))[0]).toBe(1006);
  });

  it('gets errors for documents that are invalid, too costly or too deep', async () => {
    const { connect } = await start({ limits: { maxCost: 5, maxDepth: 4 } });
    const client = connect();
    expect(await listen(client, 'subscription { nothing }').ended).toMatchObject([{ extensions: { code: 'GRAPHQL_INVALID' } }]);
    expect(await listen(client, 'subscription {').ended).toMatchObject([{ extensions: { code: 'GRAPHQL_INVALID' } }]);
    expect(await listen(client, 'subscription { productChanged { product { id name reviews(first: 9) { id } } } }').ended).toMatchObject([{ extensions: { code: 'COST_EXCEEDED' } }]);
    expect(await listen(client, 'subscription { productChanged { product { reviews { product { id } } } } }').ended).toMatchObject([{ extensions: { code: 'DEPTH_EXCEEDED' } }]);
    const variables = await listen(client, 'subscription ($n: Int!) { productChanged { padding(bytes: $n) } }', { n: 'many' }).ended;
    expect(variables).toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);
  });

  it('may not have more subscriptions than the limit', async () => {
    const { connect, events } = await start({ limits: { maxSubscriptions: 2 } });
    const client = connect();
    const kept = [listen(client, PULSE), listen(client, PULSE)];
    expect(await listen(client, PULSE).ended).toMatchObject([{ extensions: { code: 'TOO_MANY_SUBSCRIPTIONS', limit: 2 } }]);
    events.append('1');
    await Promise.all(kept.map((listener) => listener.until(1)));
  });

  it('counts its subscriptions until they end', async () => {
    const { connect, subscribers, events } = await start();
    const client = connect();
    const listeners = [listen(client, PULSE), listen(client, PULSE), listen(client, 'subscription { guarded }')];
    await listeners[2]!.ended;
    await subscribers(2);
    listeners[0]!.stop();
    await client.dispose();
    await subscribers(0);
    await eventually(() => events.reading() === 0);
  });

  it('is closed with 1012 when the gateway goes down', async () => {
    const { connect, gateway, events } = await start();
    const { ended } = listen(connect(), PULSE);
    await eventually(() => events.reading() === 1);
    await gateway.close();
    expect(await ended).toMatchObject({ code: 1012 });
    expect(events.reading()).toBe(0);
  });
});

describe('a client that does not read', () => {
  const PADDED = 'subscription { productChanged { cursor padding(bytes: 20000) } }';

  it('is closed with 4413 once its queue is full, while the others get every event', async () => {
    const { url, connect, events, subscribers } = await start({ limits: { maxQueuedBytes: 200_000 } });
    const healthy = listen(connect(), PADDED);
    const slow = await openRaw(url);
    slow.send(JSON.stringify({ type: 'connection_init', payload: { authorization: 'Bearer key-a' } }));
    await once(slow, 'message');
    slow.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: PADDED } }));
    await subscribers(2);
    await eventually(() => events.reading() === 1);
    events.append('1');
    await once(slow, 'message');
    slow.pause();

    const closed = closeOf(slow);
    const total = 600;
    for (let sent = 1; sent < total; sent += 1) {
      events.append('1');
      await healthy.until(sent + 1);
    }
    expect(healthy.results.map(({ data }) => (data?.['productChanged'] as { cursor: string }).cursor)).toEqual(Array.from({ length: total }, (_, i) => `c${i + 1}`));
    slow.resume();
    const [code, reason] = await closed;
    expect(code).toBe(4413);
    expect(reason).toContain('Slow reader: more than 200000 bytes');
  });

  it('is closed with 4413 after a while when it is alone, and no more is read for it meanwhile', async () => {
    const { url, events } = await start({ limits: { maxQueuedBytes: 200_000, maxStallMs: 300 } });
    const slow = await openRaw(url);
    slow.send(JSON.stringify({ type: 'connection_init', payload: { authorization: 'Bearer key-a' } }));
    await once(slow, 'message');
    slow.pause();
    for (let i = 0; i < 2_000; i += 1) events.append('1');
    slow.send(JSON.stringify({ id: '1', type: 'subscribe', payload: { query: PADDED.replace('productChanged', 'productChanged(after: "c0")') } }));
    await eventually(() => events.opened === 1);
    await eventually(() => events.reading() === 0);
    const closed = closeOf(slow);
    let received = 0;
    slow.on('message', () => (received += 1));
    slow.resume();
    expect((await closed)[0]).toBe(4413);
    expect(received).toBeLessThan(1_000);
  });
});
