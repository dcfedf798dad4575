import { afterEach, describe, expect, it } from '@jest/globals';
import type { Client } from 'graphql-ws';
import { connectClient, eventually, listen } from '../testing/sample-client.js';
import { startSampleGateway } from '../testing/sample-gateway.js';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(options: Parameters<typeof startSampleGateway>[0] = {}) {
  const sample = await startSampleGateway({ reconnect: { firstWaitMs: 20 }, ...options });
  cleanups.push(() => sample.close());
  const connect = (o: Parameters<typeof connectClient>[1] = {}): Client => {
    const client = connectClient(sample.url, o);
    cleanups.push(() => client.dispose());
    return client;
  };
  const { events } = sample.controls;
  const reading = (count: number) => eventually(() => events.reading() === count);
  return { ...sample, connect, events, reading };
}

const CHANGED = 'subscription ($after: String) { productChanged(after: $after) { cursor product { name stock reviews(first: 1) { text } } } }';
const changed = (cursor: string, id: string) => ({
  data: { productChanged: { cursor, product: { name: `Product ${id}`, stock: Number(id) * 100, reviews: [{ text: `Review 0 of ${id}` }] } } },
});

describe.each(['remote', 'local'] as const)('a subscription to %s subgraphs', (arrangement) => {
  it('brings fields of every subgraph with each event', async () => {
    const { connect, events, reading } = await start({ arrangement });
    const listener = listen(connect(), CHANGED);
    await reading(1);
    events.append('1');
    events.append('2');
    expect(await listener.until(2)).toEqual([changed('c1', '1'), changed('c2', '2')]);
  });

  it('gives what the other subgraphs know of an event when one hangs', async () => {
    const { connect, events, reading } = await start({ arrangement, hanging: 'inventory' });
    const listener = listen(connect(), CHANGED);
    await reading(1);
    events.append('1');
    const [result] = await listener.until(1);
    expect(result?.data).toMatchObject({ productChanged: { product: { name: 'Product 1', stock: null, reviews: [{}] } } });
    expect(result?.errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_TIMEOUT', serviceName: 'inventory' } }]);
  });

  it('replays what came after a cursor, then goes on live', async () => {
    const { connect, events, reading } = await start({ arrangement });
    for (const id of ['1', '2', '3']) events.append(id);
    const listener = listen(connect(), CHANGED, { after: 'c1' });
    await reading(1);
    await listener.until(2);
    events.append('4');
    expect((await listener.until(3)).map((result) => result.data)).toEqual([changed('c2', '2').data, changed('c3', '3').data, changed('c4', '4').data]);
  });

  it('leaves nothing behind when its client leaves', async () => {
    const { connect, events, reading } = await start({ arrangement });
    const one = listen(connect(), CHANGED);
    const client = connect();
    listen(client, 'subscription { pulse }');
    await reading(2);
    one.stop();
    await client.dispose();
    await reading(0);
    expect(events.opened).toBe(2);
  });

  it('is refused when the subgraph refuses it', async () => {
    const { connect } = await start({ arrangement });
    expect(await listen(connect(), 'subscription { guarded }').ended).toMatchObject([{ extensions: { code: 'FORBIDDEN', scope: 'payloads:read' } }]);
  });
});

describe('identical subscriptions', () => {
  it('share one upstream and one execution', async () => {
    const { connect, events, subscribers, reading, controls } = await start();
    const clients = Array.from({ length: 5 }, () => connect());
    const listeners = clients.flatMap((client) => Array.from({ length: 4 }, () => listen(client, CHANGED)));
    await subscribers(20);
    await reading(1);
    events.append('7');
    await Promise.all(listeners.map((listener) => listener.until(1)));
    expect(events.opened).toBe(1);
    expect(controls.resolved).toEqual({ inventory: 1, reviews: 1 });
    for (const listener of listeners) expect(listener.results).toEqual([changed('c1', '7')]);
  });

  it('are those of one seller with the same scopes, whatever the key', async () => {
    const { connect, reading, events } = await start();
    listen(connect({ key: 'key-a' }), CHANGED);
    listen(connect({ key: 'key-a-again' }), CHANGED);
    listen(connect({ key: 'key-b' }), CHANGED);
    await reading(2);
    expect(events.opened).toBe(2);
  });

  it('are not those with other variables', async () => {
    const { connect, reading } = await start();
    const padded = 'subscription ($bytes: Int!) { productChanged { padding(bytes: $bytes) } }';
    const [small, large] = [listen(connect(), padded, { bytes: 1 }), listen(connect(), padded, { bytes: 3 })];
    await reading(2);
    small.stop();
    large.stop();
    await reading(0);
  });

  it('become one once those that resume have caught up, and nobody misses or doubles an event', async () => {
    const { connect, events, reading } = await start();
    for (const id of ['1', '2', '3']) events.append(id);
    const live = listen(connect(), CHANGED);
    await reading(1);
    const late = [listen(connect(), CHANGED, { after: 'c1' }), listen(connect(), CHANGED.replace('after: $after', 'after: "c2"').replace('($after: String) ', ''))];
    await reading(3);
    events.append('4');
    await reading(1);
    events.append('5');
    const cursors = async (listener: ReturnType<typeof listen>, count: number) => (await listener.until(count)).map(({ data }) => (data?.['productChanged'] as { cursor: string }).cursor);
    expect(await cursors(live, 2)).toEqual(['c4', 'c5']);
    expect(await cursors(late[0]!, 4)).toEqual(['c2', 'c3', 'c4', 'c5']);
    expect(await cursors(late[1]!, 3)).toEqual(['c3', 'c4', 'c5']);
    expect(events.reading()).toBe(1);
  });
});

describe('a subscription whose subgraph restarts', () => {
  it('goes on without missing or doubling an event', async () => {
    const { connect, events, reading, served, restart } = await start();
    const withoutCursor = 'subscription { productChanged { product { id } } }';
    const listener = listen(connect(), withoutCursor);
    await reading(1);
    events.append('1');
    await listener.until(1);
    await served.get('products')?.close();
    await reading(0);
    for (const id of ['2', '3']) events.append(id);
    await restart('products');
    events.append('4');
    const seen = (await listener.until(4)).map(({ data }) => (data?.['productChanged'] as { product: { id: string } }).product.id);
    expect(seen).toEqual(['1', '2', '3', '4']);
    expect(listener.results[0]).toEqual({ data: { productChanged: { product: { id: '1' } } } });
  });

  it('brings every event once and in order to everybody, however often the subgraph restarts meanwhile', async () => {
    const { connect, events, subscribers, reading, restart } = await start({ reconnect: { firstWaitMs: 5, maxWaitMs: 20 } });
    const query = 'subscription ($after: String) { productChanged(after: $after) { cursor product { stock } } }';
    const listeners = [listen(connect(), query), listen(connect(), query)];
    await subscribers(2);
    await reading(1);
    events.append('1');
    await Promise.all(listeners.map((listener) => listener.until(1)));

    const enough = new AbortController();
    const written = (async () => {
      while (!enough.signal.aborted) {
        events.append('1');
        await new Promise((resolve) => setTimeout(resolve, 10));
      }
    })();
    for (let restarts = 0; restarts < 4; restarts += 1) {
      await restart('products');
      listeners.push(listen(connect(), query, { after: `c${restarts * 10}` }));
      await listeners[0]!.until(listeners[0]!.results.length + 10);
    }
    enough.abort();
    await written;

    const total = Number(events.append('1').slice(1));
    const expected = Array.from({ length: total }, (_, i) => `c${i + 1}`);
    const firstCursors = [0, 0, 0, 10, 20, 30];
    for (const [i, listener] of listeners.entries()) {
      const results = await listener.until(total - firstCursors[i]!);
      expect(results.map(({ data }) => (data?.['productChanged'] as { cursor: string }).cursor)).toEqual(expected.slice(firstCursors[i]));
    }
  });

  it('goes on from the cursor its client gave when no event has come yet', async () => {
    const { connect, events, reading, served, restart } = await start();
    events.append('1');
    const listener = listen(connect(), CHANGED, { after: 'c1' });
    await reading(1);
    await served.get('products')?.close();
    await reading(0);
    events.append('2');
    await restart('products');
    expect(await listener.until(1)).toEqual([changed('c2', '2')]);
  });

  it.each([
    ['that cannot be resumed', 'subscription { pulse }'],
    ['that has not had a cursor yet', CHANGED],
  ])('is ended with SUBSCRIPTION_INTERRUPTED for one %s', async (_which, query) => {
    const { connect, reading, served } = await start();
    const { ended } = listen(connect(), query);
    await reading(1);
    await served.get('products')?.close();
    expect(await ended).toMatchObject([{ extensions: { code: 'SUBSCRIPTION_INTERRUPTED' } }]);
  });

  it('is ended with SUBGRAPH_UNAVAILABLE when the subgraph stays away', async () => {
    const { connect, events, served, reading } = await start({ reconnect: { firstWaitMs: 10, maxWaitMs: 20, giveUpMs: 100 } });
    const listener = listen(connect(), CHANGED, { after: 'c0' });
    events.append('1');
    await reading(1);
    await listener.until(1);
    await served.get('products')?.close();
    expect(await listener.ended).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
  });

  it('is refused with SUBGRAPH_UNAVAILABLE when the subgraph was never there', async () => {
    const { connect, served } = await start();
    await served.get('products')?.close();
    expect(await listen(connect(), CHANGED).ended).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE' } }]);
  });
});
