import { describe, expect, it } from '@jest/globals';
import { priceOfVersion } from './book.js';
import { judgePrices, type LedgerCalls, type PriceCall } from './judge-prices.js';
import type { PriceEffect } from './shops/shop.js';

const [first, second] = [priceOfVersion(1), priceOfVersion(2)];
const given = (priceMinor: number, more: Partial<PriceEffect> = {}): PriceEffect => ({ sku: 'A', priceMinor, wasThere: false, ...more });
const ALONE = { quantity: null };
const NEW = { quantity: 5, isNewQuantity: true };
const SAME = { quantity: 5, isNewQuantity: false };
const ledger = (forPrice: readonly PriceCall[], forQuantityAlone = 0): LedgerCalls => ({ forPrice: () => forPrice, forQuantityAlone: () => forQuantityAlone });
const repeatedBy = (again: Partial<PriceEffect>, calls: LedgerCalls): readonly string[] => judgePrices([given(first), given(first, { wasThere: true, ...again })], calls).repeated;

describe('the prices that a marketplace was given', () => {
  it.each([
    ['alone', {}, [ALONE, ALONE]],
    ['alone, although one call left for it', {}, [ALONE]],
    ['by a second call for it, with the quantity that is there', { said: SAME }, [ALONE, ALONE]],
    ['by a second call for it and for a new quantity', { said: NEW }, [ALONE, { quantity: 5 }]],
  ] as const)('are found carried out twice when one comes again %s', (_how, again, calls) => {
    expect(repeatedBy(again, ledger(calls, 1))).toEqual([`was given the price ${first} of A twice`]);
  });

  it.each([
    ['changes the quantity', { said: NEW }, [ALONE]],
    ['changes the quantity back to what the call for the price had said', { said: NEW }, [{ quantity: 5 }]],
    ['says a quantity that a sale has brought about already', { said: SAME }, [ALONE]],
    ['changes the quantity, when of two calls for the price one was lost', { said: NEW }, [ALONE, ALONE]],
  ] as const)('may be said along by an item that %s', (_what, again, calls) => {
    expect(repeatedBy(again, ledger(calls, 1))).toEqual([]);
  });

  it('are found carried out twice when one call for price and quantity comes again', () => {
    expect(repeatedBy({ said: SAME }, ledger([{ quantity: 5 }], 1))).toHaveLength(1);
  });

  it('are found carried out twice when no call left for the quantity that they come with', () => {
    expect(repeatedBy({ said: NEW }, ledger([ALONE]))).toHaveLength(1);
  });

  it('are found carried out twice when they are said along more often than calls left for the quantity', () => {
    const { repeated } = judgePrices([given(first), ...[1, 2].map(() => given(first, { wasThere: true, said: NEW }))], ledger([ALONE], 1));
    expect(repeated).toHaveLength(1);
  });

  it.each([{}, { said: NEW }, { said: SAME }] as const)('are found to have come after a newer one, said along or not: %j', (more) => {
    const { stale, repeated } = judgePrices([given(first), given(second), given(first, more)], ledger([ALONE], 1));
    expect([stale, repeated]).toEqual([[`was given the price ${first} of A after ${second}`], []]);
  });

  it('are found carried out twice when the older one stood there in between', () => {
    const { repeated } = judgePrices([given(first), given(second), given(first, { said: NEW }), given(second, { said: NEW })], ledger([ALONE], 2));
    expect(repeated).toEqual([`was given the price ${second} of A twice`]);
  });

  it('are one another\'s no repetition on other goods', () => {
    expect(judgePrices([given(first), given(first, { sku: 'B' })], ledger([ALONE]))).toEqual({ checked: 2, stale: [], repeated: [], skus: new Set() });
  });
});
