import { describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import type { Listing } from '../domain/listing.js';
import type { CatalogDeps } from './catalog-deps.js';
import { takeDueListings } from './take-due-listings.js';

const [moving, other] = [newId('listing'), newId('listing')];
const read = (_id: Listing['_id'], version: number) => ({ _id, version }) as Listing;
const taken = (...due: readonly Listing[]) => {
  const listings = { due: async () => due } as unknown as CatalogDeps['listings'];
  return takeDueListings({ listings }, { storeId: newId('store'), limit: 10, now: new Date() });
};

describe('a listing that changes while what is due is read', () => {
  it('is taken once, as it was read last, wherever it was met first', async () => {
    expect(await taken(read(moving, 3), read(other, 1), read(moving, 4))).toEqual([read(moving, 4), read(other, 1)]);
    expect(await taken(read(moving, 4), read(other, 1), read(moving, 3))).toEqual([read(moving, 4), read(other, 1)]);
  });
});
