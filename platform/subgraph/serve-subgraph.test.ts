import { afterEach, describe, expect, it } from '@jest/globals';
import { type Client, createClient } from 'graphql-ws';
import { WebSocket } from 'ws';
import { PROOF_HEADER, signProof } from '../access/proof.js';
import { createSampleSubgraph, samplePrincipal as principal } from './sample-subgraph.js';
import { serveSubgraph } from './serve-subgraph.js';

const proofSecret = 'a secret of the test, 32 characters';
const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

async function serve() {
  const { subgraph, ticks } = createSampleSubgraph();
  const served = await serveSubgraph(subgraph, { proofSecret, port: 0, metrics: { text: () => 'hub_up 1\n' } });
  cleanups.push(() => served.close());
  return { ...served, ticks };
}

const proofFor = (body: string, at = new Date()) => signProof({ secret: proofSecret, audience: 'sample', principal, correlationId: 'c-1', body, at });

async function post(url: string, body: string, headers: Record<string, string> = proofFor(body)) {
  const response = await fetch(url, { method: 'POST', body, headers: { 'content-type': 'application/json', ...headers } });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

function connect(url: string, proof: () => string): Client {
  const client = createClient({ url: url.replace('http', 'ws'), webSocketImpl: WebSocket, retryAttempts: 0, connectionParams: () => ({ [PROOF_HEADER]: proof() }) });
  cleanups.push(() => client.dispose());
  return client;
}

describe('a served subgraph over HTTP', () => {
  it('answers who carries a proof, more than once', async () => {
    const { url } = await serve();
    const body = JSON.stringify({ query: '{ me }' });
    for (const _ of [1, 2, 3]) expect(await post(url, body)).toEqual({ status: 200, body: { data: { me: 'sel_1 c-1' } } });
  });

  it('refuses a missing, forged, expired or replayed proof with 401 and its code', async () => {
    const { url } = await serve();
    const body = JSON.stringify({ query: '{ me }' });
    const refusal = (code: string) => ({ status: 401, body: { data: null, errors: [expect.objectContaining({ extensions: { code } })] } });
    const used = proofFor(body);
    await post(url, body, used);

    expect(await post(url, body, {})).toEqual(refusal('PROOF_MISSING'));
    expect(await post(url, body, proofFor('{"query":"{ other }"}'))).toEqual(refusal('PROOF_FORGED'));
    expect(await post(url, body, proofFor(body, new Date(Date.now() - 31_000)))).toEqual(refusal('PROOF_EXPIRED'));
    expect(await post(url, body, used)).toEqual(refusal('PROOF_REPLAYED'));
  });

  it('refuses a query by GET, which carries no body to prove', async () => {
    const { url } = await serve();
    const response = await fetch(`${url}?query=%7Bme%7D`, { headers: proofFor('') });
    expect(response.status).toBeGreaterThanOrEqual(400);
    const preflighted = await fetch(`${url}?query=%7Bme%7D`, { headers: { ...proofFor(''), 'mercurius-require-preflight': '1' } });
    expect(preflighted.status).toBe(401);
  });

  it('refuses what a browser form could send', async () => {
    const { url } = await serve();
    const response = await fetch(url, { method: 'POST', body: '{"query":"{ me }"}', headers: { 'content-type': 'text/plain' } });
    expect(response.status).toBeGreaterThanOrEqual(400);
  });

  it('hides defects and names invalid documents', async () => {
    const { url } = await serve();
    const failed = await post(url, JSON.stringify({ query: '{ fails me }' }));
    expect(failed).toMatchObject({ status: 200, body: { data: { fails: null, me: 'sel_1 c-1' }, errors: [{ extensions: { code: 'INTERNAL' } }] } });
    expect(JSON.stringify(failed)).not.toContain('password');
    expect(await post(url, JSON.stringify({ query: '{ nothing }' }))).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: 'GRAPHQL_INVALID' } }] } });
    expect(await post(url, '{"query":')).toMatchObject({ status: 400, body: { errors: [{ extensions: { code: 'BAD_INPUT' } }] } });
  });

  it('tells its health and its metrics without a proof', async () => {
    const { url } = await serve();
    const at = (path: string) => fetch(url.replace('/graphql', path));
    expect((await at('/health/live')).status).toBe(200);
    expect((await at('/health/ready')).status).toBe(200);
    expect(await (await at('/metrics')).text()).toBe('hub_up 1\n');
  });
});

describe('a served subgraph over WebSocket', () => {
  it('delivers events and forgets the subscriber who leaves', async () => {
    const { url, ticks } = await serve();
    const events = connect(url, () => proofFor('')[PROOF_HEADER]).iterate({ query: 'subscription { ticked(from: 1) { n loads } }' });
    const first = await events.next();
    setImmediate(() => ticks.emit('tick', 2));
    const second = await events.next();
    expect([first.value, second.value]).toEqual([{ data: { ticked: { n: 1, loads: 1 } } }, { data: { ticked: { n: 2, loads: 1 } } }]);
    const left = new Promise((resolve) => ticks.once('removeListener', resolve));
    await events.return?.();
    await left;
    expect(ticks.listenerCount('tick')).toBe(0);
  });

  it('closes a connection with a forged, expired or replayed proof with 4403', async () => {
    const { url } = await serve();
    const used = proofFor('')[PROOF_HEADER];
    const subscribe = (proof: string) => connect(url, () => proof).iterate({ query: 'subscription { ticked(from: 1) { n } }' }).next();
    await subscribe(used);
    for (const proof of ['', 'noise', proofFor('x')[PROOF_HEADER], proofFor('', new Date(Date.now() - 31_000))[PROOF_HEADER], used]) {
      await expect(subscribe(proof)).rejects.toMatchObject({ code: 4403 });
    }
  });

  it('tells a refusal apart from a source that broke', async () => {
    const { url, ticks } = await serve();
    const client = connect(url, () => proofFor('')[PROOF_HEADER]);
    const refused = client.iterate({ query: 'subscription { ticked(from: -1) { n } }' });
    await expect(refused.next()).rejects.toMatchObject([{ extensions: { code: 'BAD_INPUT' } }]);

    const broken = client.iterate({ query: 'subscription { ticked(from: 1) { n } }' });
    await broken.next();
    setImmediate(() => ticks.emit('tick', -1));
    await expect(broken.next()).rejects.toMatchObject([{ extensions: { code: 'SUBSCRIPTION_INTERRUPTED' } }]);
  });

  it('ends subscriptions with 1001 when it closes', async () => {
    const served = await serve();
    const { url } = served;
    const events = connect(url, () => proofFor('')[PROOF_HEADER]).iterate({ query: 'subscription { ticked(from: 1) { n } }' });
    await events.next();
    const next = expect(events.next()).rejects.toMatchObject({ code: 1001 });
    await served.close();
    await next;
  });
});
