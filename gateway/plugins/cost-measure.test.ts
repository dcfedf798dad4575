import { describe, expect, it } from '@jest/globals';
import { getOperationAST, parse } from 'graphql';
import { measure } from './cost-measure.js';

function cost(query: string, variables: Record<string, unknown> = {}) {
  const document = parse(query);
  return measure(document, getOperationAST(document)!, variables);
}

describe('the cost of an operation', () => {
  it('counts each field once where there are no pages', () => {
    expect(cost('{ a { b c { d } } }')).toEqual({ cost: 4, depth: 3 });
  });

  it('counts what is under a page once per item', () => {
    expect(cost('{ orders(first: 50) { edges { node { id } } pageInfo { hasNextPage endCursor } totalCount } }').cost).toBe(1 + 50 * 3 + 4);
  });

  it('multiplies pages within pages', () => {
    expect(cost('{ products(first: 10) { edges { node { listings(first: 5) { edges { node { id } } } } } } }').cost).toBe(1 + 10 * (2 + 1 + 5 * 3));
  });

  it.each([
    ['from a variable', 'query ($n: Int) { a(first: $n) { b } }', { n: 7 }, 8],
    ['from the default of a variable', 'query ($n: Int = 3) { a(first: $n) { b } }', {}, 4],
    ['as 50 when a variable is missing', 'query ($n: Int) { a(first: $n) { b } }', {}, 51],
    ['as 50 when a connection says none', '{ a { edges { node { b } } } }', {}, 151],
    ['as 50 when a connection is asked for its nodes only', '{ a { nodes { b } } }', {}, 101],
    ['as one item at least', '{ a(first: -5) { b } }', {}, 2],
  ])('takes the size of a page %s', (_which, query, variables, expected) => {
    expect(cost(query, variables).cost).toBe(expected);
  });

  it('counts fragments where they are spread', () => {
    expect(cost('{ a(first: 2) { ...F ... on T { y } } } fragment F on T { x { z } }')).toEqual({ cost: 1 + 2 * 3, depth: 3 });
  });

  it('leaves introspection out', () => {
    expect(cost('{ __schema { types { fields { type { ofType { ofType { name } } } } } } a }')).toEqual({ cost: 1, depth: 1 });
  });

  it('is known at once for fragments that spread each other twice, many levels deep', () => {
    const levels = 60;
    const fragments = Array.from({ length: levels }, (_, i) => `fragment F${i} on T { a { ...F${i + 1} } b { ...F${i + 1} } }`).join(' ');
    const { cost: total, depth } = cost(`{ ...F0 } ${fragments} fragment F${levels} on T { c }`);
    expect(total).toBeGreaterThan(2 ** levels);
    expect(depth).toBe(levels + 1);
  });
});
