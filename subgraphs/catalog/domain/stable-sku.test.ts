import { describe, expect, it } from '@jest/globals';
import { stableSku } from './stable-sku.js';

describe('a SKU for goods that came without one', () => {
  it.each([
    ['ocean-blue-shirt', ['M'], 'ocean-blue-shirt-m'],
    ['ocean-blue-shirt', [], 'ocean-blue-shirt'],
    ['Kışlık Çorap', ['Açık Yeşil', 'İnce'], 'kislik-corap-acik-yesil-ince'],
    ['crème', ['7.5 / Ø 8'], 'creme-7-5-o-8'],
  ])('of %j with %j is %j', (handle, options, sku) => {
    expect(stableSku(handle, options)).toBe(sku);
  });

  it('tells values without Latin letters apart, the same way every time', () => {
    expect(stableSku('shirt', ['синий'])).toMatch(/^shirt-[0-9a-f]{8}$/);
    expect(stableSku('shirt', ['синий'])).toBe(stableSku('shirt', ['синий']));
    expect(stableSku('shirt', ['синий'])).not.toBe(stableSku('shirt', ['белый']));
  });

  it('has at most 100 characters and stays unique', () => {
    const [a, b] = ['a', 'b'].map((end) => stableSku('x'.repeat(150) + end, []));
    expect([a?.length, b?.length]).toEqual([100, 100]);
    expect(a).not.toBe(b);
  });
});
