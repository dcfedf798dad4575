import { forbidden, notFound } from '../../platform/subgraph/errors.js';
import { requireScope } from '../../platform/subgraph/require-scope.js';
import { withCommonSdl } from '../../platform/subgraph/schema-files.js';
import { createSubgraph, type Subgraph } from '../../platform/subgraph/subgraph.js';
import type { SampleEvents } from './sample-events.js';

export const sampleSdl = {
  products: `
    type Query { products(first: Int = 20): [Product!]! product(id: ID!): Product me: String! }
    type Mutation { productRename(id: ID!, name: String!): Product }
    type Subscription {
      productChanged(after: String): ProductEvent!
      pulse: Int!
      guarded: Int
    }
    type Product @key(fields: "id") { id: ID! name: String! weight: Int! price: Money! }
    type ProductEvent { cursor: String! gap: EventGap product: Product padding(bytes: Int!): String }
  `,
  inventory: `
    type Product @key(fields: "id") { id: ID! weight: Int! @external stock: Int shipping: Int @requires(fields: "weight") }
  `,
  reviews: `
    type Product @key(fields: "id") { id: ID! reviews(first: Int = 2): [Review!] rating: Float }
    type Review @key(fields: "id") { id: ID! text: String! product: Product! }
  `,
};

/** Switches for what can go wrong, and counts of what was asked. */
export interface SampleControls {
  events: SampleEvents;
  /** The subgraph that accepts requests for entities and never answers them. */
  readonly hanging: string | undefined;
  names: Map<string, string>;
  /** Entities resolved, by subgraph. */
  resolved: Record<string, number>;
  correlationIds: Set<string>;
}

export function createSampleControls(events: SampleEvents, hanging?: keyof typeof sampleSdl): SampleControls {
  return { events, hanging, names: new Map(), resolved: {}, correlationIds: new Set() };
}

interface Product {
  id: string;
  weight?: number;
}

/** Three made-up subgraphs in front of one made-up shop. */
export function createSampleSubgraphs(controls: SampleControls): Record<keyof typeof sampleSdl, Subgraph> {
  const { events, names } = controls;
  const product = (id: string) => ({ id, name: names.get(id) ?? `Product ${id}`, weight: Number(id) * 10, price: { amount: `${id}.00`, currency: 'TRY' } });
  const entity = (subgraph: string) => async (reference: Product) => {
    controls.resolved[subgraph] = (controls.resolved[subgraph] ?? 0) + 1;
    if (controls.hanging === subgraph) await new Promise(() => undefined);
    return reference;
  };
  const define = (name: keyof typeof sampleSdl, resolvers: Parameters<typeof createSubgraph>[0]['resolvers']) =>
    createSubgraph({ name, typeDefs: withCommonSdl(sampleSdl[name]), createLoaders: () => ({}), resolvers });

  return {
    products: define('products', {
      Query: {
        products: (_parent, { first }: { first: number }) => Array.from({ length: first }, (_, i) => product(String(i + 1))),
        product: (_parent, { id }: { id: string }) => {
          if (id === '0') throw notFound('product', id);
          return product(id);
        },
        me: (_parent, _args, { principal, correlationId }) => {
          controls.correlationIds.add(correlationId);
          return principal.sellerId;
        },
      },
      Mutation: {
        productRename: (_parent, { id, name }: { id: string; name: string }, context) => {
          requireScope(context, 'catalog:write');
          names.set(id, name);
          return product(id);
        },
      },
      Subscription: {
        productChanged: {
          subscribe: (_parent, { after }: { after?: string | null }, { signal }) => events.read(after ?? null, signal),
          resolve: ({ cursor, productId }: { cursor: string; productId: string }) => ({ cursor, gap: null, product: product(productId) }),
        },
        pulse: {
          subscribe: (_parent, _args, { signal }) => events.read(null, signal),
          resolve: ({ cursor }: { cursor: string }) => Number(cursor.slice(1)),
        },
        guarded: {
          subscribe: () => {
            throw forbidden('payloads:read');
          },
        },
      },
      Product: { __resolveReference: ({ id }: Product) => product(id) },
      ProductEvent: { padding: (_event, { bytes }: { bytes: number }) => 'x'.repeat(bytes) },
    }),
    inventory: define('inventory', {
      Product: {
        __resolveReference: entity('inventory'),
        stock: ({ id }: Product) => Number(id) * 100,
        shipping: ({ weight }: Product) => (weight ?? 0) / 2,
      },
    }),
    reviews: define('reviews', {
      Product: {
        __resolveReference: entity('reviews'),
        reviews: ({ id }: Product, { first }: { first: number }) => Array.from({ length: first }, (_, i) => ({ id: `${id}-${i}`, text: `Review ${i} of ${id}`, product: { id } })),
        rating: () => 4.5,
      },
      Review: { __resolveReference: ({ id }: { id: string }) => ({ id, text: 'found', product: { id: '1' } }) },
    }),
  };
}
