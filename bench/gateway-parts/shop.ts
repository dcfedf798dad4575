import { withCommonSdl } from '../../platform/subgraph/schema-files.js';
import { createSubgraph, type Subgraph } from '../../platform/subgraph/subgraph.js';

const ROWS = 20;

export const shopSdl = {
  products: withCommonSdl('type Query { products: [Product!]! } type Product @key(fields: "id") { id: ID! name: String! brand: String! price: Money! }'),
  stock: withCommonSdl('type Product @key(fields: "id") { id: ID! onHand: Int! reserved: Int! available: Int! }'),
  listings: withCommonSdl('type Product @key(fields: "id") { id: ID! listings: [Listing!]! } type Listing { id: ID! marketplace: String! price: Money! quantity: Int! }'),
};

export const LIST_QUERY = `{ products { id name brand price { amount currency } onHand reserved available listings { id marketplace quantity price { amount currency } } } }`;

/** What the answer to the list query must be, so that both gateways are known to do the same work. */
export function isWholeAnswer(body: { data?: { products?: { available?: number; listings?: unknown[] }[] }; errors?: unknown }): boolean {
  const products = body.data?.products ?? [];
  return !body.errors && products.length === ROWS && products.every(({ available, listings }) => available === 7 && listings?.length === 2);
}

export function createShop(): Record<keyof typeof shopSdl, Subgraph> {
  const define = (name: keyof typeof shopSdl, resolvers: Parameters<typeof createSubgraph>[0]['resolvers']) => createSubgraph({ name, typeDefs: shopSdl[name], createLoaders: () => ({}), resolvers });
  const price = { amount: '199.90', currency: 'TRY' };
  const products = Array.from({ length: ROWS }, (_, i) => ({ id: `pro_${i}`, name: `Kazak ${i}`, brand: 'Örgü', price }));
  const known = (reference: { id: string }) => reference;
  return {
    products: define('products', { Query: { products: () => products }, Product: { __resolveReference: known } }),
    stock: define('stock', { Product: { __resolveReference: known, onHand: () => 10, reserved: () => 3, available: () => 7 } }),
    listings: define('listings', {
      Product: { __resolveReference: known, listings: ({ id }: { id: string }) => ['TRENDYOL', 'N11'].map((marketplace) => ({ id: `${id}-${marketplace}`, marketplace, quantity: 7, price })) },
    }),
  };
}
