import { describe, expect, it } from '@jest/globals';
import type { UserError } from '../../../platform/subgraph/user-error.js';
import { inCallersPlaces, readPriceItems, readSkus } from './requests.js';

describe('reading the items of a call', () => {
  it('keeps each good item with its place, and names what is wrong with the others', () => {
    const { items, places, refused } = readPriceItems([
      { sku: 'A', price: { amount: '1.5', currency: 'TRY' } },
      { sku: '', price: { amount: '1', currency: 'TRY' } },
      { sku: 'B', price: { amount: '1', currency: 'BTC' } },
      { sku: 'C', price: { amount: '1', currency: 'TRY' }, listPrice: { amount: '1.999', currency: 'TRY' } },
      { sku: 'D', price: { amount: '2', currency: 'TRY' }, listPrice: { amount: '3', currency: 'TRY' } },
    ]);
    expect(items).toEqual([
      { sku: 'A', price: { amountMinor: 150, currency: 'TRY' } },
      { sku: 'D', price: { amountMinor: 200, currency: 'TRY' }, listPrice: { amountMinor: 300, currency: 'TRY' } },
    ]);
    expect(places).toEqual([0, 4]);
    expect(refused.map(({ code, field }) => [code, field?.join('.')])).toEqual([
      ['INVALID_SKU', 'input.items.1.sku'],
      ['INVALID_PRICE', 'input.items.2.price'],
      ['INVALID_PRICE', 'input.items.3.listPrice'],
    ]);
  });

  it("puts an owner's errors into the caller's places", () => {
    const { places } = readSkus(['A', ' ', 'B']);
    const error: UserError = { code: 'UNKNOWN_SKU', message: '', itemRef: 'B', retryable: false, field: ['input', 'items', '1', 'sku'] };
    expect(inCallersPlaces([error], places)[0]?.field).toEqual(['input', 'items', '2', 'sku']);
    expect(inCallersPlaces([{ ...error, field: ['input', 'storeId'] }], places)[0]?.field).toEqual(['input', 'storeId']);
  });
});
