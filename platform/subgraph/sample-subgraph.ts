import { on, EventEmitter } from 'node:events';
import type { SellerId } from '../ids.js';
import type { Principal } from '../principal.js';
import { badInput } from './errors.js';
import { requireScope } from './require-scope.js';
import { withCommonSdl } from './schema-files.js';
import { createSubgraph } from './subgraph.js';

const typeDefs = withCommonSdl(`
  type Query {
    me: String!
    price(of: String!): Money
    fails: String
    secret: String
    echo(amount: Decimal, at: DateTime): [String]
  }
  type Subscription { ticked(from: Int!): Tick! }
  type Tick { n: Int! loads: Int! at: DateTime! }
  type Thing @key(fields: "id") { id: ID! name: String }
`);

export const samplePrincipal: Principal = { sellerId: 'sel_1' as SellerId, keyId: 'key_1', scopes: ['catalog:read'] };

/** A small made-up subgraph for the tests of this folder. `ticks.emit('tick', n)` feeds its subscription; `open()` counts the sources. */
export function createSampleSubgraph() {
  const ticks = new EventEmitter();
  const subgraph = createSubgraph({
    name: 'sample',
    typeDefs,
    createLoaders: () => ({ loads: 0 }),
    resolvers: {
      Query: {
        me: (_parent, _args, { principal, correlationId }) => `${principal.sellerId} ${correlationId}`,
        price: (_parent, { of }: { of: string }) => {
          if (of === '') throw badInput(['of'], 'A price is the price of something.');
          return { amount: '199.90', currency: 'TRY' };
        },
        fails: () => {
          throw new Error('mongodb://user:password@host is down');
        },
        secret: (_parent, _args, context) => {
          requireScope(context, 'payloads:read');
          return 'payload';
        },
        echo: (_parent, { amount, at }: { amount?: string; at?: Date }) => [amount, at?.toISOString()],
      },
      Subscription: {
        ticked: {
          async *subscribe(_parent, { from }: { from: number }, { signal }) {
            if (from < 0) throw badInput(['from'], 'Ticks start at 0.');
            const stream = on(ticks, 'tick', { signal }) as AsyncIterable<[number]>;
            yield { n: from };
            for await (const [n] of stream) {
              if (n < 0) throw new Error('the source broke');
              yield { n };
            }
          },
          resolve: (event: object) => event,
        },
      },
      Tick: { loads: (_tick, _args, { loaders }) => ++loaders.loads, at: () => new Date(0) },
      Thing: { __resolveReference: ({ id }: { id: string }) => (id === 'none' ? null : { id, name: `Thing ${id}` }) },
    },
  });
  return { subgraph, ticks };
}
