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

  it('says what the buyers wrote, and how long those that wait can be answered', async () => {
    const unit = (customerNote: unknown, name = 'WaitingInAction') => ({ customerNote, claimItemStatus: { name } });
    const claimOf = (...units: readonly object[]) => ({ ...claim, lastModifiedDate: 1_795_000_000_000, items: [{ orderLine: { id: 5 }, claimItems: units }] });
    const rows = [claimOf(unit('Küçük geldi'), unit('Küçük geldi'), unit('Rengi soluk', 'Accepted'), unit('')), claimOf(unit(['odd'], 'Accepted'))];
    const { context, requests } = scriptedContext(() => ({ body: { content: rows, totalPages: 1 } }));
    const { items } = await claims.listWaiting!(context, null);
    expect(items).toMatchObject([{ note: 'Küçük geldi\nRengi soluk', respondBy: new Date(1_795_000_000_000 + 48 * 3_600_000), refund: null }, { note: null, respondBy: null }]);
    expect(requests[0]?.path).toMatch(/claims\?claimItemStatus=WaitingInAction&page=0/);
  });

  it('tells each part of a claim that was decided in parts, and is as far as the part that waits', async () => {
    const unit = (name: string, reason = 'Beden') => ({ customerClaimItemReason: { name: reason }, claimItemStatus: { name } });
    const claimOf = (...units: readonly object[]) => ({ ...claim, items: [{ orderLine: { id: 5, barcode: 'BC' }, claimItems: units }] });
    const rows = [claimOf(unit('Accepted'), unit('WaitingInAction'), unit('Accepted')), claimOf(unit('Accepted'), unit('InAnalysis')), claimOf(unit('Rejected'), unit('Rejected')), claimOf(unit('Kayıp'))];
    const { context } = scriptedContext(() => ({ body: { content: rows, totalPages: 3 } }));
    const { items, next } = await claims.list(context, SINCE, '1');
    expect(next).toBe('2');
    expect(items[0]?.lines).toMatchObject([{ status: 'Accepted', quantity: 2 }, { status: 'WaitingInAction', quantity: 1, reason: 'Beden' }]);
    expect(items.map(({ state, status }) => [state, status])).toEqual([['AWAITING_SELLER', 'WaitingInAction'], ['DISPUTED', 'InAnalysis'], ['REJECTED', 'Rejected'], ['UNKNOWN', 'Kayıp']]);
  });
});
