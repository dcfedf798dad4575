import { describe, expect, it } from '@jest/globals';
import { shapeOf } from './shape.js';

const shape = (value: unknown): Record<string, string[]> => Object.fromEntries([...shapeOf(Buffer.from(JSON.stringify(value)))!].map(([path, kinds]) => [path, [...kinds].sort()]));

describe('the shape of a body', () => {
  it('names each path with the kinds of value that stand there, items of a list taken together', () => {
    expect(shape({ page: 0, content: [{ id: 1, note: null }, { id: 'a', note: 'x' }] })).toEqual({
      $: ['object'], '$.page': ['number'], '$.content': ['array'], '$.content[]': ['object'], '$.content[].id': ['number', 'string'], '$.content[].note': ['null', 'string'],
    });
  });

  it.each([
    ['ids', { stocks: { '8690001': { free: 1 }, '8690002': { free: 2 } } }, '$.stocks.*.free'],
    ['addresses', { buyers: { 'ayse@example.test': { phone: '1' } } }, '$.buyers.*.phone'],
    ['very many names', { skus: Object.fromEntries(Array.from({ length: 81 }, (_, index) => [`SKU-${String.fromCharCode(97 + (index % 26)).repeat(1 + index / 26)}`, { free: 1 }])) }, '$.skus.*.free'],
  ])('tells no keys that are data: %s', (_name, body, path) => {
    expect(Object.keys(shape(body))).toContain(path);
    expect(JSON.stringify(shape(body))).not.toMatch(/8690001|ayse|SKU-a/);
  });

  it.each([['nothing', ''], ['text', 'Too many requests'], ['HTML', '<html></html>'], ['a bare number', '5'], ['cut off JSON', '{"a":']])('has none for %s', (_name, body) => {
    expect(shapeOf(Buffer.from(body))).toBeNull();
  });
});
