import { describe, expect, it } from '@jest/globals';
import type { StoreId } from '../../../platform/ids.js';
import { createListingLoader } from './listing-loader.js';

const [one, other] = ['sto_one', 'sto_other'] as [StoreId, StoreId];

describe('reading something of many listings', () => {
  it('asks each store once and answers null for what it leaves out', async () => {
    const asked: unknown[] = [];
    const loader = createListingLoader(async (storeId, keys) => {
      asked.push([storeId, keys]);
      return new Map(keys.filter((key) => key !== 'gone').map((key) => [key, `${storeId} ${key}`]));
    });
    const keys = [{ storeId: one, remoteKey: 'a' }, { storeId: other, remoteKey: 'a' }, { storeId: one, remoteKey: 'gone' }, { storeId: one, remoteKey: 'a' }];
    expect(await loader.loadMany(keys)).toEqual(['sto_one a', 'sto_other a', null, 'sto_one a']);
    expect(asked).toEqual([[one, ['a', 'gone']], [other, ['a']]]);
  });

  it('fails the listings of the store that cannot be read, and no others', async () => {
    const loader = createListingLoader(async (storeId, keys) => {
      if (storeId === other) throw new Error('out of order');
      return new Map(keys.map((key) => [key, key]));
    });
    expect(await loader.loadMany([{ storeId: one, remoteKey: 'a' }, { storeId: other, remoteKey: 'b' }])).toEqual(['a', new Error('out of order')]);
  });
});
