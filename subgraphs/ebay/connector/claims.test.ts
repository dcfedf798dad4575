import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SELLER, startSandbox, type RunningSandbox } from '../testing/running-sandbox.js';
import { scriptedContext } from '../testing/scripted-context.js';
import { claims } from './claims.js';
import { orders } from './orders.js';

const HOUR_MS = 3_600_000;
let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  await sandbox.control('POST', '/products', { seller: SELLER.username, items: [{ sku: 'A' }] });
});
afterAll(() => sandbox.stop());

describe('returns', () => {
  it("are read with the order they belong to, in the hub's states beside eBay's word", async () => {
    const { orderId, lines } = await sandbox.control<{ orderId: string; lines: { lineItemId: string }[] }>('POST', '/orders', { seller: SELLER.username, lines: [{ sku: 'A', quantity: 2 }] });
    const { returnId } = await sandbox.control<{ returnId: string }>('POST', '/returns', { orderId, lineItemId: lines[0]?.lineItemId, quantity: 1, reason: 'WRONG_SIZE' });
    const since = new Date(Date.now() - HOUR_MS);
    const { items, next } = await claims.list(sandbox.context, since, null);
    expect(items).toMatchObject([{ remoteClaimId: returnId, remoteOrderId: orderId, kind: 'RETURN', state: 'AWAITING_SELLER', status: 'RETURN_REQUESTED', lines: [{ quantity: 1, reason: 'WRONG_SIZE' }] }]);
    expect([next, await claims.list(sandbox.context, since, next)]).toEqual(['CLOSED:', { items: [], next: 'CANCEL:' }]);
    expect(await claims.list(sandbox.context, since, 'CANCEL:')).toEqual({ items: [], next: null });
    await sandbox.control('POST', `/returns/${returnId}/status`, { state: 'SOMETHING_NEW', status: 'SOMETHING_NEW' });
    expect((await claims.list(sandbox.context, since, null)).items).toMatchObject([{ state: 'UNKNOWN', status: 'SOMETHING_NEW' }]);
  });

  it('say until when to answer, what the buyer wrote and gets back, and what for', async () => {
    const { orderId, lines } = await sandbox.control<{ orderId: string; lines: { lineItemId: string }[] }>('POST', '/orders', { seller: SELLER.username, lines: [{ sku: 'A', quantity: 2 }] });
    const { returnId } = await sandbox.control<{ returnId: string }>('POST', '/returns', { orderId, lineItemId: lines[0]?.lineItemId, quantity: 1, comments: 'Too small', type: 'REPLACEMENT' });
    const read = async () => (await claims.listWaiting!(sandbox.context, null)).items.find(({ remoteClaimId }) => remoteClaimId === returnId);
    const found = await read();
    expect(found).toMatchObject({ kind: 'EXCHANGE', remoteKind: 'REPLACEMENT', state: 'AWAITING_SELLER', refund: { amountMinor: expect.any(Number), currency: 'EUR' }, note: 'Too small' });
    expect(found?.respondBy?.getTime()).toBe(found!.createdAt.getTime() + 72 * HOUR_MS);
    await sandbox.control('POST', `/returns/${returnId}/status`, { state: 'ITEM_SHIPPED', status: 'ITEM_SHIPPED' });
    expect(await read()).toMatchObject({ state: 'IN_TRANSIT', respondBy: null });
  });

  it('are found when they are closed too, however long ago they are asked for from', async () => {
    const { orderId, lines } = await sandbox.control<{ orderId: string; lines: { lineItemId: string }[] }>('POST', '/orders', { seller: SELLER.username, lines: [{ sku: 'A', quantity: 1 }] });
    const { returnId } = await sandbox.control<{ returnId: string }>('POST', '/returns', { orderId, lineItemId: lines[0]?.lineItemId, quantity: 1 });
    await sandbox.control('POST', `/returns/${returnId}/status`, { state: 'CLOSED', status: 'CLOSED' });
    const found: (string | undefined)[] = [];
    const cursors: (string | null)[] = [];
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const page: Awaited<ReturnType<typeof claims.list>> = await claims.list(sandbox.context, new Date(Date.now() - 50 * 24 * HOUR_MS), cursor);
      found.push(...page.items.filter(({ remoteClaimId }) => remoteClaimId === returnId).map(({ state }) => state));
      cursors.push((cursor = page.next));
    }
    expect([found, cursors]).toEqual([['REFUNDED'], ['ALL_OPEN:1.1', 'CLOSED:', 'CLOSED:1.1', 'CANCEL:', null]]);
  });

  it('come with one in a shape that nobody can read told by its names, and the others read', async () => {
    const row = { returnId: '5000001', orderId: '11-00001-00002', state: 'RETURN_REQUESTED', creationInfo: { reason: 'WRONG_SIZE', creationDate: { value: '2026-11-20T10:00:00.000Z' } } };
    const { context } = scriptedContext(() => ({ body: { members: [{ ...row, returnId: 5000000, creationInfo: ['odd'] }, row, 'neither'], paginationOutput: { totalPages: 1 } } }));
    const { items } = await claims.list(context, new Date('2026-11-01T00:00:00Z'), null);
    expect(items).toMatchObject([
      { remoteClaimId: '5000000', remoteOrderId: '11-00001-00002', state: 'UNKNOWN', lines: [], unreadable: "'creationInfo' cannot be read" },
      { remoteClaimId: '5000001', state: 'AWAITING_SELLER', lines: [{ quantity: 1 }] },
      { remoteClaimId: expect.stringMatching(/^unreadable-/), remoteOrderId: '', unreadable: expect.stringMatching(/cannot be read/) },
    ]);
    expect(items[1]).not.toHaveProperty('unreadable');
  });

  it('are paged to an end that comes, whatever eBay says of pages', async () => {
    const { context, requests } = scriptedContext(() => ({ body: { members: [], paginationOutput: { totalPages: 99 } } }));
    const { items, next } = await claims.list(context, new Date('2026-11-01T00:00:00Z'), null);
    expect([items, next]).toEqual([[], 'CLOSED:']);
    expect(await claims.list(context, new Date('2026-11-01T00:00:00Z'), 'CANCEL:')).toEqual({ items: [], next: null });
    expect(requests[0]?.headers?.['authorization']).toBe('IAF token');
  });
});

describe("buyers' wishes to cancel", () => {
  const order = () => sandbox.control<{ orderId: string; lines: { lineItemId: string }[] }>('POST', '/orders', { seller: SELLER.username, lines: [{ sku: 'A', quantity: 2 }] });
  const cancels = async () => (await claims.list(sandbox.context, new Date(Date.now() - HOUR_MS), 'CANCEL:')).items;

  it('come after the returns, for the whole order, until they are decided', async () => {
    const { orderId, lines } = await order();
    const { cancelId } = await sandbox.control<{ cancelId: string }>('POST', `/orders/${orderId}/cancel-request`);
    const asked = (await cancels()).find(({ remoteClaimId }) => remoteClaimId === cancelId);
    expect(asked).toMatchObject({ remoteOrderId: orderId, kind: 'CANCEL', state: 'AWAITING_SELLER', status: 'REQUESTED', lines: [{ remoteLineId: lines[0]?.lineItemId, remoteKey: 'A', quantity: 2, reason: 'BUYER_ASKED_CANCEL' }] });
    const action = { remoteOrderId: orderId, remotePackageId: orderId, packageStatus: 'CREATED' as const, lines: [{ remoteLineId: lines[0]?.lineItemId ?? '', quantity: 2 }], parameters: {} };
    expect(await orders.cancelLines(sandbox.context, action)).toEqual({ kind: 'APPLIED' });
    expect((await cancels()).find(({ remoteClaimId }) => remoteClaimId === cancelId)).toMatchObject({ state: 'REFUNDED', status: 'COMPLETED' });
  });

  it("are not the seller's own cancellations", async () => {
    const { orderId, lines } = await order();
    await orders.cancelLines(sandbox.context, { remoteOrderId: orderId, remotePackageId: orderId, packageStatus: 'CREATED', lines: [{ remoteLineId: lines[0]?.lineItemId ?? '', quantity: 2 }], parameters: {} });
    expect((await cancels()).map(({ remoteOrderId }) => remoteOrderId)).not.toContain(orderId);
  });
});
