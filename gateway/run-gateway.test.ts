import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, writeFile } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { buildSubgraphSchema } from '@apollo/subgraph';
import fastify from 'fastify';
import { parse } from 'graphql';
import mercurius from 'mercurius';
import { WebSocket } from 'ws';
import { composeSupergraph } from './compose.js';
import { runGateway, type RunGatewayOptions } from './run-gateway.js';
import { connectClient, listen } from './testing/sample-client.js';
import { ask } from './testing/sample-gateway.js';

const cleanups: (() => Promise<void> | void)[] = [];
afterEach(async () => {
  for (const cleanup of cleanups.splice(0).reverse()) await cleanup();
});

const LINK = 'extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key", "@external", "@requires", "@shareable"])';
const BOOKS = `${LINK}
  type Query { books: [Book!]! }
  type Subscription { bookAdded: Book! }
  type Book @key(fields: "isbn") { isbn: ID! title: String! pages: Int! }`;
const LOANS = `${LINK}
  type Book @key(fields: "isbn") { isbn: ID! pages: Int! @external loans: Int! fee: Float @requires(fields: "pages") }`;

/** A subgraph as anybody would write one, which has never heard of the hub. */
async function serveThirdParty(sdl: string, resolvers: Record<string, unknown>, headers: Record<string, unknown>[] = []): Promise<string> {
  const app = fastify();
  app.addHook('onRequest', async (request) => void headers.push(request.headers));
  await app.register(mercurius, { schema: buildSubgraphSchema([{ typeDefs: parse(sdl), resolvers: resolvers as never }]), subscription: true });
  await app.listen({ port: 0, host: '127.0.0.1' });
  cleanups.push(() => app.close());
  return `http://127.0.0.1:${(app.server.address() as AddressInfo).port}/graphql`;
}

const books = [
  { isbn: '1', title: 'Tutunamayanlar', pages: 724 },
  { isbn: '2', title: 'Kürk Mantolu Madonna', pages: 160 },
];

async function serveLibrary(headers: Record<string, unknown>[] = []): Promise<string> {
  const booksUrl = await serveThirdParty(
    BOOKS,
    {
      Query: { books: () => books },
      Subscription: {
        bookAdded: {
          async *subscribe() {
            for (const book of books) yield { bookAdded: book };
          },
        },
      },
      Book: { __resolveReference: ({ isbn }: { isbn: string }) => books.find((book) => book.isbn === isbn) },
    },
    headers,
  );
  const loansUrl = await serveThirdParty(LOANS, { Book: { __resolveReference: (book: object) => book, loans: ({ isbn }: { isbn: string }) => Number(isbn) * 10, fee: ({ pages }: { pages: number }) => pages / 100 } });
  const file = join(await mkdtemp(join(tmpdir(), 'hub-supergraph-')), 'supergraph.graphql');
  await writeFile(file, composeSupergraph([{ name: 'books', url: booksUrl, sdl: BOOKS }, { name: 'loans', url: loansUrl, sdl: LOANS }]));
  return file;
}

async function run(options: RunGatewayOptions) {
  const gateway = await runGateway(options);
  cleanups.push(() => gateway.close());
  return gateway;
}

describe('a gateway for a supergraph of others', () => {
  it('answers without a key when open, and sends the subgraphs nothing of the hub but the correlation id', async () => {
    const headers: Record<string, unknown>[] = [];
    const { url } = await run({ supergraphFile: await serveLibrary(headers), port: 0, open: true });
    const { body } = await ask(url, '{ books { title loans fee } }', { key: null });
    expect(body).toEqual({ data: { books: [{ title: 'Tutunamayanlar', loans: 10, fee: 7.24 }, { title: 'Kürk Mantolu Madonna', loans: 20, fee: 1.6 }] } });
    expect(headers.every((one) => !('x-hub-proof' in one) && typeof one['x-correlation-id'] === 'string')).toBe(true);
    expect((await fetch(new URL('/health/ready', url))).status).toBe(200);
  });

  it('brings subscriptions of its subgraphs with fields of the others', async () => {
    const { url } = await run({ supergraphFile: await serveLibrary(), port: 0, open: true });
    const client = connectClient(url, { key: null });
    cleanups.push(() => client.dispose());
    const listener = listen(client, 'subscription { bookAdded { title loans } }');
    expect(await listener.ended).toBe('complete');
    expect(listener.results).toEqual([{ data: { bookAdded: { title: 'Tutunamayanlar', loans: 10 } } }, { data: { bookAdded: { title: 'Kürk Mantolu Madonna', loans: 20 } } }]);
  });

  it('lets no page of another site open a WebSocket when it is open', async () => {
    const { url } = await run({ supergraphFile: await serveLibrary(), port: 0, open: true });
    const attempt = async (origin: string) => {
      const socket = new WebSocket(url.replace('http', 'ws'), 'graphql-transport-ws', { origin });
      const outcome = await Promise.race([once(socket, 'open').then(() => 'open'), once(socket, 'unexpected-response').then(() => 'refused')]);
      socket.on('error', () => undefined).terminate();
      return outcome;
    };
    expect([await attempt('https://elsewhere.example'), await attempt(new URL(url).origin)]).toEqual(['refused', 'open']);
  });

  it('serves introspection of its API', async () => {
    const { url } = await run({ supergraphFile: await serveLibrary(), port: 0, open: true });
    const { body } = await ask(url, '{ __type(name: "Book") { fields { name } } }', { key: null });
    expect(body.data).toEqual({ __type: { fields: ['isbn', 'title', 'pages', 'loans', 'fee'].map((name) => ({ name })) } });
  });

  it('asks for a key unless it is open', async () => {
    const key = randomUUID();
    const authenticate: RunGatewayOptions['authenticate'] = async (bearer) => (bearer === key ? { sellerId: 'sel_1' as never, keyId: 'key_1', scopes: [] } : { refused: 'UNAUTHENTICATED' });
    const { url } = await run({ supergraphFile: await serveLibrary(), port: 0, authenticate });
    expect((await ask(url, '{ books { title } }', { key: null })).status).toBe(401);
    expect((await ask(url, '{ books { title } }', { key })).body.data).toMatchObject({ books: [{}, {}] });
  });

  it('does not listen beyond loopback when it is open', async () => {
    await expect(runGateway({ supergraphFile: await serveLibrary(), port: 0, open: true, host: '0.0.0.0' })).rejects.toThrow('loopback');
  });

  it('says what is wrong with a file that is no supergraph', async () => {
    const file = join(await mkdtemp(join(tmpdir(), 'hub-supergraph-')), 'books.graphql');
    await writeFile(file, 'type Query { books: [String] }');
    await expect(runGateway({ supergraphFile: file, port: 0, open: true })).rejects.toThrow();
  });
});
