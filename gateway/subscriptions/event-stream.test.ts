import { request as httpRequest } from 'node:http';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createClient } from 'graphql-sse';
import { eventually } from '../testing/sample-client.js';
import { startSampleGateway } from '../testing/sample-gateway.js';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(options: Parameters<typeof startSampleGateway>[0] = {}) {
  const sample = await startSampleGateway({ arrangement: 'local', ...options });
  cleanups.push(() => sample.close());
  const client = createClient({ url: sample.url, retryAttempts: 0, headers: { authorization: 'Bearer key-a' } });
  cleanups.push(() => client.dispose());
  const post = (query: string, headers: Record<string, string> = { authorization: 'Bearer key-a' }) =>
    fetch(sample.url, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream', ...headers }, body: JSON.stringify({ query }) });
  return { ...sample, client, post, events: sample.controls.events };
}

const CHANGED = 'subscription { productChanged { cursor product { name stock } } }';

describe('an event stream from the gateway', () => {
  it('brings the events of a subscription with fields of other subgraphs', async () => {
    const { client, events, subscribers } = await start();
    const results = client.iterate({ query: CHANGED });
    const first = results.next();
    await subscribers(1, 'sse');
    await eventually(() => events.reading() === 1);
    events.append('3');
    expect((await first).value).toEqual({ data: { productChanged: { cursor: 'c1', product: { name: 'Product 3', stock: 300 } } } });
    await results.return?.();
    await eventually(() => events.reading() === 0);
    await subscribers(0, 'sse');
  });

  it('answers a query once and completes', async () => {
    const { client } = await start();
    const results: unknown[] = [];
    for await (const result of client.iterate({ query: '{ product(id: "2") { stock } }' })) results.push(result);
    expect(results).toMatchObject([{ data: { product: { stock: 200 } } }]);
  });

  it('shares its upstream with others of the same subscription', async () => {
    const { client, events, subscribers } = await start();
    const streams = [1, 2, 3].map(() => client.iterate({ query: CHANGED }));
    const firsts = streams.map((stream) => stream.next());
    await subscribers(3, 'sse');
    await eventually(() => events.reading() === 1);
    events.append('1');
    const event = { data: { productChanged: { cursor: 'c1', product: { name: 'Product 1', stock: 100 } } } };
    expect(await Promise.all(firsts)).toEqual([1, 2, 3].map(() => ({ done: false, value: event })));
    expect(events.opened).toBe(1);
  });

  it.each([
    ['no key', CHANGED, {}, 401, 'UNAUTHENTICATED'],
    ['an expired key', CHANGED, { authorization: 'Bearer key-old' }, 401, 'KEY_EXPIRED'],
    ['an invalid document', 'subscription { nothing }', undefined, 400, 'GRAPHQL_INVALID'],
    ['a costly document', 'subscription { productChanged { product { id name reviews(first: 9) { id } } } }', undefined, 400, 'COST_EXCEEDED'],
  ])('is refused for %s', async (_what, query, headers, status, code) => {
    const { post } = await start({ limits: { maxCost: 5 } });
    const response = await post(query, headers);
    expect([response.status, await response.json()]).toMatchObject([status, { errors: [{ extensions: { code } }] }]);
  });

  it('tells the refusal of a subgraph as its only event', async () => {
    const { post } = await start();
    const text = await (await post('subscription { guarded }')).text();
    expect(text).toMatch(/^event: next\ndata: \{"errors":\[\{.*"code":"FORBIDDEN".*\}\]\}\n\nevent: complete\ndata:\n\n$/);
  });

  it('ends soon after the key expires, and says so', async () => {
    const { post, keys, events } = await start({ limits: { recheckKeyMs: 50 } });
    const response = await post(CHANGED);
    await eventually(() => events.reading() === 1);
    keys.expired.add('key-a');
    expect(await response.text()).toContain('"code":"KEY_EXPIRED"');
    await eventually(() => events.reading() === 0);
  });

  it('is kept alive while nothing happens', async () => {
    const { post } = await start({ limits: { pingMs: 20 } });
    const reader = ((await post(CHANGED)).body as ReadableStream<Uint8Array>).getReader();
    const { value } = await reader.read();
    expect(new TextDecoder().decode(value)).toBe(':\n\n');
    await reader.cancel();
  });

  it('breaks off without completing when the gateway goes down', async () => {
    const { post, gateway, events } = await start();
    const response = await post(CHANGED);
    await eventually(() => events.reading() === 1);
    const text = expect(response.text()).rejects.toThrow();
    await gateway.close();
    await text;
  });

  it('is ended with SLOW_READER when its client does not read', async () => {
    const { url, events, subscribers } = await start({ limits: { maxQueuedBytes: 100_000, maxStallMs: 200 } });
    const query = 'subscription { productChanged { padding(bytes: 20000) } }';
    const received = new Promise<string>((resolve, reject) => {
      const request = httpRequest(url, { method: 'POST', headers: { 'content-type': 'application/json', accept: 'text/event-stream', authorization: 'Bearer key-a' } }, (response) => {
        response.pause();
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk)).on('end', () => resolve(Buffer.concat(chunks).toString()));
        response.pause();
        void subscribers(1, 'sse')
          .then(() => eventually(() => events.reading() === 1))
          .then(() => {
            for (let i = 0; i < 2_000; i += 1) events.append('1');
          })
          .then(() => eventually(() => events.reading() === 0))
          .then(() => response.resume());
      });
      request.on('error', reject).end(JSON.stringify({ query }));
    });
    const text = await received;
    expect(text).toContain('"code":"SLOW_READER"');
    expect(text.endsWith('event: complete\ndata:\n\n')).toBe(true);
    expect(text.split('event: next').length).toBeLessThan(1_000);
  });
});
