import { describe, expect, it } from '@jest/globals';
import { subgraphAddresses } from './subgraph-addresses.js';

describe('the addresses of the subgraphs', () => {
  it('come of one pattern', () => {
    expect(subgraphAddresses('http://{name}.internal:4001/{name}')('orders')).toBe('http://orders.internal:4001/orders');
  });

  it('are read one by one', () => {
    const addressOf = subgraphAddresses('orders=http://127.0.0.1:5001/graphql?a=b, n11=http://127.0.0.1:5002/graphql');
    expect([addressOf('orders'), addressOf('n11')]).toEqual(['http://127.0.0.1:5001/graphql?a=b', 'http://127.0.0.1:5002/graphql']);
  });

  it('name the subgraph that has none', () => {
    expect(() => subgraphAddresses('orders=http://127.0.0.1:5001/graphql')('stores')).toThrow("'stores'");
  });
});
