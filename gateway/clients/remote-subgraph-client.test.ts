import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { SellerId } from '../../platform/ids.js';
import { createRemoteSubgraphClient } from './remote-subgraph-client.js';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const caller = { principal: { sellerId: 'sel_1' as SellerId, keyId: 'key_1', scopes: [] }, correlationId: 'c-1' };

/** A subgraph whose answers are written by hand; `asked` counts requests that arrived. */
async function serve(answer: (response: ServerResponse, count: number, request: IncomingMessage) => void, { timeoutMs } = { timeoutMs: 20_000 }) {
  let asked = 0;
  const server = createServer((request, response) => {
    asked += 1;
    request.resume().on('end', () => answer(response, asked, request));
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const client = createRemoteSubgraphClient({ name: 'shop', url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/graphql`, timeoutMs });
  cleanups.push(() => server.close().closeAllConnections(), () => client.close());
  return { client, asked: () => asked };
}

const ok = (response: ServerResponse) => response.setHeader('content-type', 'application/json').end('{"data":{"a":1}}');

describe('a remote subgraph', () => {
  it('is asked a query again when its kept-alive connection turns out to be closed', async () => {
    const { client, asked } = await serve((response, count) => (count === 2 ? response.socket?.destroy() : ok(response)));
    for (const _ of [1, 2]) expect(await client.execute({ query: '{ a }', ...caller })).toEqual({ data: { a: 1 } });
    expect(asked()).toBe(3);
  });

  it('is never asked a mutation twice', async () => {
    const { client, asked } = await serve((response, count) => (count === 2 ? response.socket?.destroy() : ok(response)));
    await client.execute({ query: '{ a }', ...caller });
    await expect(client.execute({ query: 'mutation{a}', ...caller })).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
    expect(asked()).toBe(2);
  });

  it('is given up after its time, also when it began to answer', async () => {
    const { client } = await serve((response, count) => count === 1 || response.write('{"data":'), { timeoutMs: 300 });
    for (const _ of ['silent', 'unfinished']) await expect(client.execute({ query: '{ a }', ...caller })).rejects.toMatchObject({ code: 'SUBGRAPH_TIMEOUT' });
  });

  it.each([
    ['an error page', 502, '<html>Bad Gateway</html>'],
    ['JSON that is not GraphQL', 200, '{"ok":true}'],
    ['a refused proof', 401, '{"data":null,"errors":[{"message":"no","extensions":{"code":"PROOF_FORGED"}}]}'],
  ])('counts as unavailable when it answers %s', async (_what, status, text) => {
    const { client } = await serve((response) => response.writeHead(status).end(text));
    await expect(client.execute({ query: '{ a }', ...caller })).rejects.toMatchObject({ code: 'SUBGRAPH_UNAVAILABLE' });
  });

  it('has its GraphQL errors passed on, whatever the status', async () => {
    const errors = [{ message: 'not for you', extensions: { code: 'FORBIDDEN' } }];
    const { client } = await serve((response) => response.writeHead(403).end(JSON.stringify({ errors })));
    expect(await client.execute({ query: '{ a }', ...caller })).toEqual({ errors });
  });
});
