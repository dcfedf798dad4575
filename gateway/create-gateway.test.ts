import { afterEach, describe, expect, it } from '@jest/globals';
import { startSampleGateway } from './testing/sample-gateway.js';

const cleanups: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function start(options: Parameters<typeof startSampleGateway>[0] = {}) {
  const sample = await startSampleGateway(options);
  cleanups.push(() => sample.close());
  return sample;
}

const ONE_PRODUCT = { id: '1', name: 'Product 1', price: { amount: '1.00' }, stock: 100, shipping: 5, reviews: [{ text: 'Review 0 of 1' }] };
const LIST = '{ products(first: 2) { id name price { amount } stock shipping reviews(first: 1) { text } } }';

describe.each(['remote', 'local'] as const)('a gateway in front of %s subgraphs', (arrangement) => {
  it('answers one query from three subgraphs, what one needs of another included', async () => {
    const { ask } = await start({ arrangement });
    const { status, body } = await ask(LIST);
    expect(status).toBe(200);
    expect(body.errors).toBeUndefined();
    expect(body.data?.['products']).toEqual([ONE_PRODUCT, expect.objectContaining({ id: '2', stock: 200, shipping: 10 })]);
  });

  it('carries out a mutation and reads the rest of its answer from another subgraph', async () => {
    const { ask } = await start({ arrangement });
    const { body } = await ask('mutation ($name: String!) { productRename(id: "3", name: $name) { name stock } }', { variables: { name: 'Kazak' } });
    expect(body.data).toEqual({ productRename: { name: 'Kazak', stock: 300 } });
  });

  it('gives what the other subgraphs know when one hangs, and says which did', async () => {
    const { ask } = await start({ arrangement, hanging: 'inventory' });
    const { status, body } = await ask(LIST);
    expect(status).toBe(200);
    expect(body.data?.['products']).toEqual([{ ...ONE_PRODUCT, stock: null, shipping: null }, expect.objectContaining({ name: 'Product 2', stock: null })]);
    expect(body.errors).toEqual([expect.objectContaining({ extensions: { code: 'SUBGRAPH_TIMEOUT', serviceName: 'inventory' } })]);
  });

  it('passes on the typed errors of a subgraph with their path', async () => {
    const { ask } = await start({ arrangement });
    const { body } = await ask('{ a: product(id: "0") { name } b: product(id: "4") { name } }');
    expect(body.data).toEqual({ a: null, b: { name: 'Product 4' } });
    expect(body.errors).toMatchObject([{ path: ['a'], extensions: { code: 'NOT_FOUND' } }]);
  });

  it('acts for the seller of the key and refuses what its scopes do not allow', async () => {
    const { ask } = await start({ arrangement });
    expect((await ask('{ me }', { key: 'key-b' })).body.data).toEqual({ me: 'sel_b' });
    const { body } = await ask('mutation { productRename(id: "1", name: "x") { name } }', { key: 'key-b' });
    expect(body.errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', scope: 'catalog:write' } }]);
  });

  it('hands the correlation id of a request to the subgraphs and answers it', async () => {
    const { ask, controls } = await start({ arrangement });
    const given = await ask('{ me }', { headers: { 'x-correlation-id': 'from-the-client' } });
    expect(given.headers.get('x-correlation-id')).toBe('from-the-client');
    const made = await ask('{ me }', { headers: { 'x-correlation-id': 'not a plain word' } });
    expect([...controls.correlationIds]).toEqual(['from-the-client', made.headers.get('x-correlation-id')]);
  });
});

describe('a gateway whose subgraph is down', () => {
  it('answers the rest with SUBGRAPH_UNAVAILABLE and recovers with the subgraph', async () => {
    const { ask, served, restart } = await start();
    await ask(LIST);
    await served.get('inventory')?.close();
    const { body } = await ask(LIST);
    expect(body.data?.['products']).toHaveLength(2);
    expect(body.errors).toMatchObject([{ extensions: { code: 'SUBGRAPH_UNAVAILABLE', serviceName: 'inventory' } }]);
    await restart('inventory');
    expect((await ask(LIST)).body.errors).toBeUndefined();
  });
});

describe('access to a gateway', () => {
  it.each([
    ['no key', null, 'UNAUTHENTICATED'],
    ['an unknown key', 'key-x', 'UNAUTHENTICATED'],
    ['an expired key', 'key-old', 'KEY_EXPIRED'],
  ])('is refused with 401 for %s', async (_what, key, code) => {
    const { ask, controls } = await start();
    const { status, body } = await ask('{ me }', { key });
    expect({ status, code: body.errors?.[0]?.extensions['code'], data: body.data }).toEqual({ status: 401, code, data: undefined });
    expect(controls.correlationIds.size).toBe(0);
  });

  it('ends soon after the key expires', async () => {
    const { ask, keys } = await start();
    expect((await ask('{ me }')).status).toBe(200);
    keys.expired.add('key-a');
    const refused = async (): Promise<number> => ((await ask('{ me }')).status === 401 ? 401 : refused());
    expect(await refused()).toBe(401);
  });

  it('is answered with 503 while keys cannot be checked', async () => {
    const { ask } = await start({ authenticate: () => Promise.reject(new Error('the store of keys is down')) });
    expect(await ask('{ me }')).toMatchObject({ status: 503, body: { errors: [{ extensions: { code: 'ACCESS_UNAVAILABLE' } }] } });
  });
});

describe('limits of a gateway', () => {
  it('tells what an operation cost', async () => {
    const { ask } = await start();
    expect((await ask('{ products(first: 5) { id name } }')).body.extensions).toEqual({ cost: { requested: 11, limit: 25_000 } });
  });

  it('refuses an operation that is too costly before any subgraph is asked', async () => {
    const { ask, controls } = await start({ limits: { maxCost: 100 } });
    const query = 'query ($n: Int) { products(first: $n) { id stock } }';
    expect((await ask(query, { variables: { n: 40 } })).body.errors).toBeUndefined();
    const asked = controls.resolved['inventory'];
    const { status, body } = await ask(query, { variables: { n: 60 } });
    expect(status).toBe(400);
    expect(body.errors).toMatchObject([{ extensions: { code: 'COST_EXCEEDED', cost: { requested: 121, limit: 100 } } }]);
    expect(controls.resolved['inventory']).toBe(asked);
  });

  it('refuses an operation that nests too deep', async () => {
    const { ask } = await start({ limits: { maxDepth: 4 } });
    const { status, body } = await ask('{ products { reviews { product { reviews { id } } } } }');
    expect({ status, errors: body.errors }).toMatchObject({ status: 400, errors: [{ extensions: { code: 'DEPTH_EXCEEDED', depth: { requested: 5, limit: 4 } } }] });
  });
});

describe('bad requests to a gateway', () => {
  it('are told how to ask for a subscription', async () => {
    const { ask } = await start();
    expect(await ask('subscription { pulse }')).toMatchObject({ status: 406, body: { errors: [{ extensions: { code: 'SUBSCRIPTION_TRANSPORT' } }] } });
  });

  it.each([
    ['a document that is not GraphQL', '{', 'GRAPHQL_INVALID'],
    ['a field that is not there', '{ nothing }', 'GRAPHQL_INVALID'],
    ['a variable of the wrong type', 'query ($id: ID!) { product(id: $id) { name } }', 'BAD_INPUT'],
  ])('are answered with 400 for %s', async (_what, query, code) => {
    const { ask } = await start();
    expect(await ask(query)).toMatchObject({ status: 400, body: { errors: [{ extensions: { code } }] } });
  });

  it('are answered with 400 for a body that is not JSON', async () => {
    const { url } = await start();
    const response = await fetch(url, { method: 'POST', body: '{"query":', headers: { 'content-type': 'application/json', authorization: 'Bearer key-a' } });
    expect([response.status, await response.json()]).toMatchObject([400, { errors: [{ extensions: { code: 'BAD_INPUT' } }] }]);
  });

  it('are refused when a browser form could have sent them', async () => {
    const { url } = await start();
    const response = await fetch(`${url}?query=%7Bme%7D`, { headers: { authorization: 'Bearer key-a' } });
    expect(response.status).toBe(400);
  });
});

describe('pages of a gateway', () => {
  it('show GraphiQL to a browser, with every file of it from the gateway itself', async () => {
    const { url } = await start({ graphiql: { key: 'key-a', query: '{ me } # </script>' } });
    for (const path of ['/', '/graphql']) {
      const page = await fetch(new URL(path, url), { headers: { accept: 'text/html,*/*' } });
      const html = await page.text();
      expect(page.headers.get('content-type')).toContain('text/html');
      expect(html).toContain('Bearer key-a');
      const files = [...html.matchAll(/(?:src|href)="(?!data:)([^"]+)"/g)].map((match) => String(match[1]));
      expect(files).toHaveLength(4);
      for (const file of files) expect((await fetch(new URL(file, url))).status).toBe(200);
      expect(html.match(/<\/script>/g)).toHaveLength(4);
    }
  });

  it('tell health and metrics without a key', async () => {
    const { ask, url } = await start();
    await ask(LIST);
    const at = async (path: string) => (await fetch(new URL(path, url))).text();
    expect(await at('/health/live')).toContain('live');
    expect(await at('/health/ready')).toContain('ready');
    const metrics = await at('/metrics');
    expect(metrics).toMatch(/hub_graphql_request_duration_seconds_count\{service="gateway",kind="query",outcome="ok"\} 1/);
    expect(metrics).toMatch(/hub_graphql_request_duration_seconds_count\{service="inventory",kind="fetch",outcome="ok"\} 1/);
  });
});

describe('a gateway that closes', () => {
  it('lets a running query finish', async () => {
    const { ask, gateway, controls } = await start({ hanging: 'reviews' });
    const running = ask(LIST);
    while (!controls.resolved['reviews']) await new Promise(setImmediate);
    const closed = gateway.close();
    expect((await running).body.data?.['products']).toHaveLength(2);
    await closed;
  });
});
