import { EventEmitter, on, once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { WebSocketServer } from 'ws';
import { createLocalSubgraphClient } from '../gateway/clients/local-subgraph-client.js';
import { composeSupergraph } from '../gateway/compose.js';
import { createGateway } from '../gateway/create-gateway.js';
import type { SellerId } from '../platform/ids.js';
import { withCommonSdl } from '../platform/subgraph/schema-files.js';
import { createSubgraph } from '../platform/subgraph/subgraph.js';
import { createMetrics } from '../platform/telemetry/metrics.js';
import type { BenchResult } from './bench-result.js';
import { startChild } from './child.js';
import { median } from './load.js';

const CLIENTS = 1_000;
const EVENTS = 40;
const ROUNDS = 3;
const KEY = 'key-of-the-bench';
const QUERY = 'subscription { productChanged { cursor product { id name brand price { amount currency } available } } }';

const sdl = {
  products: withCommonSdl(`type Query { none: Int } type Subscription { productChanged(after: String): ProductEvent! }
    type ProductEvent { cursor: String! product: Product } type Product @key(fields: "id") { id: ID! name: String! brand: String! price: Money! }`),
  stock: withCommonSdl('type Product @key(fields: "id") { id: ID! available: Int! }'),
};

/**
 * A thousand clients of one subscription, in a second process, its events put together from two subgraphs; against a server that does
 * nothing but write the same bytes to the same number of sockets. From the first event to the last client's last event.
 */
export async function benchSubscriptions(): Promise<BenchResult[]> {
  const rates = { hub: [] as number[], raw: [] as number[] };
  for (let round = 0; round < ROUNDS; round += 1) {
    rates.hub.push(await measureHub());
    rates.raw.push(await measureRaw());
  }
  const ratio = median(rates.hub.map((rate, round) => rate / (rates.raw[round] ?? Number.NaN)));
  return [
    { name: `subscriptions: ${CLIENTS} identical subscribers, against a raw ws broadcast`, figure: ratio, unit: '×', target: { atLeast: 0.3 }, baseline: 1 },
    { name: `subscriptions: ${CLIENTS} identical subscribers, every event delivered`, figure: median(rates.hub), unit: 'deliveries/s', baseline: median(rates.raw) },
  ];
}

async function measureHub(): Promise<number> {
  const ticks = new EventEmitter();
  const metrics = createMetrics();
  const gateway = await createGateway({
    supergraphSdl: composeSupergraph(Object.entries(sdl).map(([name, text]) => ({ name, url: `local://${name}`, sdl: text }))),
    metrics,
    authenticate: async (bearer) => (bearer === KEY ? { sellerId: 'sel_bench' as SellerId, keyId: 'key_bench', scopes: ['catalog:read'] } : { refused: 'UNAUTHENTICATED' }),
    subgraphs: (name) => createLocalSubgraphClient(createSubgraphs(ticks)[name as keyof typeof sdl].local()),
  });
  const url = await gateway.listen({ port: 0 });
  const child = await startChild('./subscription-parts/subscribers-process.js', { url: url.replace('http', 'ws'), kind: 'hub', key: KEY, query: QUERY, clients: String(CLIENTS), events: String(EVENTS) });
  try {
    while (!(await metrics.text()).includes(`hub_subscribers{transport="websocket"} ${CLIENTS}\n`) || ticks.listenerCount('tick') === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    return await timeDelivery(child.process, () => {
      for (let n = 1; n <= EVENTS; n += 1) ticks.emit('tick', n);
    });
  } finally {
    await child.stop();
    await gateway.close();
  }
}

function createSubgraphs(ticks: EventEmitter) {
  const product = (id: string) => ({ id, name: 'Kazak', brand: 'Örgü', price: { amount: '199.90', currency: 'TRY' } });
  const known = (reference: object) => reference;
  return {
    products: createSubgraph({
      name: 'products',
      typeDefs: sdl.products,
      createLoaders: () => ({}),
      resolvers: {
        Subscription: {
          productChanged: {
            subscribe: (_parent, _args, { signal }) => on(ticks, 'tick', { signal }) as AsyncIterable<[number]>,
            resolve: ([n]: [number]) => ({ cursor: `c${n}`, product: product(String(n)) }),
          },
        },
        Product: { __resolveReference: ({ id }: { id: string }) => product(id) },
      },
    }),
    stock: createSubgraph({ name: 'stock', typeDefs: sdl.stock, createLoaders: () => ({}), resolvers: { Product: { __resolveReference: known, available: () => 7 } } }),
  };
}

async function measureRaw(): Promise<number> {
  const server = new WebSocketServer({ port: 0, host: '127.0.0.1', perMessageDeflate: false });
  await once(server, 'listening');
  const child = await startChild('./subscription-parts/subscribers-process.js', { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`, kind: 'raw', clients: String(CLIENTS), events: String(EVENTS) });
  try {
    return await timeDelivery(child.process, () => {
      for (let n = 1; n <= EVENTS; n += 1) {
        const frame = rawFrame(n);
        for (const socket of server.clients) socket.send(frame, { binary: false });
      }
    });
  } finally {
    await child.stop();
    server.close();
  }
}

/** The same bytes as the gateway's frame of the same event. */
function rawFrame(n: number): Buffer {
  const product = { id: String(n), name: 'Kazak', brand: 'Örgü', price: { amount: '199.90', currency: 'TRY' }, available: 7 };
  return Buffer.from(JSON.stringify({ id: '0f2c8a5e-7f0a-4a44-9f0b-2d1c5f6b7a89', type: 'next', payload: { data: { productChanged: { cursor: `c${n}`, product } } } }));
}

async function timeDelivery(child: Awaited<ReturnType<typeof startChild>>['process'], send: () => void): Promise<number> {
  const startedMs = performance.now();
  const told = once(child, 'message') as Promise<[{ received?: number; wrong?: number; closed?: number }]>;
  send();
  const [{ received = 0, wrong, closed }] = await told;
  if (wrong !== 0) throw new Error(`events were lost, doubled or out of order: ${JSON.stringify({ received, wrong, closed })}`);
  return received / ((performance.now() - startedMs) / 1000);
}
