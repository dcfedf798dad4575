import { describe, expect, it } from '@jest/globals';
import { claims } from './claims.js';
import { scriptedContext } from './testing/scripted-context.js';

const SINCE = new Date('2026-11-01T00:00:00Z');
const claim = {
  claimId: 'c1', orderNumber: '19900000001', claimDate: 1_795_000_000_000,
  items: [{ orderLine: { id: 5, barcode: 'BC' }, claimItems: [{ customerClaimItemReason: { name: 'Beden' }, claimItemStatus: { name: 'WaitingInAction' } }] }],
};

describe('a page of claims', () => {
  it('with one in a shape that nobody can read tells it by its names, and reads the others', async () => {
    const { context } = scriptedContext(() => ({ body: { content: [{ ...claim, claimId: 'odd', claimDate: { at: 'noon' } }, claim, ['neither']], totalPages: 1 } }));
    const { items, next } = await claims.list(context, SINCE, null);
    expect(next).toBeNull();
    expect(items).toMatchObject([
      { remoteClaimId: 'odd', remoteOrderId: '19900000001', kind: 'RETURN', state: 'UNKNOWN', lines: [], unreadable: "'claimDate' cannot be read", createdAt: context.now() },
      { remoteClaimId: 'c1', state: 'AWAITING_SELLER', lines: [{ remoteKey: 'BC', quantity: 1 }] },
      { remoteClaimId: expect.stringMatching(/^unreadable-[0-9a-f]{12}$/), remoteOrderId: '' },
    ]);
  });

  it('without a row is the last, whatever Trendyol says of pages', async () => {
    const { context } = scriptedContext(() => ({ body: { content: [], totalPages: 1_000 } }));
    expect(await claims.list(context, SINCE, '7')).toEqual({ items: [], next: null });
  });
});
