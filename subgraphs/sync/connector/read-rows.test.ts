import { expect, it } from '@jest/globals';
import { z } from 'zod';
import { readRows, strangeOffer } from './read-rows.js';

const shape = z.looseObject({ sku: z.string(), price: z.number() });

it('reads each row by itself, and tells of those it cannot by their key and never by what stood in them', () => {
  const rows = [{ sku: 'A', price: 1 }, { sku: 'B', price: 'secret' }, { price: 2 }, null, { sku: 7, price: 3 }];
  expect(readRows(rows, shape, 'sku')).toEqual({ read: [{ sku: 'A', price: 1 }], strange: [{ remoteKey: 'B', reason: "'price' cannot be read" }, { remoteKey: '7', reason: "'sku' cannot be read" }], nameless: 2 });
});

it('makes an offer that is there and of which nothing else is known', () => {
  expect(strangeOffer({ remoteKey: 'B', reason: "'price' cannot be read" })).toEqual({ remoteKey: 'B', price: null, quantity: null, onSale: null, remoteIds: {}, unreadable: "'price' cannot be read" });
});
