import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { SELLER, startSandbox, type RunningSandbox } from '../testing/running-sandbox.js';
import { scriptedContext } from '../testing/scripted-context.js';
import { claims } from './claims.js';

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
    expect(next).toBeNull();
    await sandbox.control('POST', `/returns/${returnId}/status`, { state: 'SOMETHING_NEW', status: 'SOMETHING_NEW' });
    expect((await claims.list(sandbox.context, since, null)).items).toMatchObject([{ state: 'UNKNOWN', status: 'SOMETHING_NEW' }]);
  });

  it('are paged to an end that comes, whatever eBay says of pages', async () => {
    const { context, requests } = scriptedContext(() => ({ body: { members: [], paginationOutput: { totalPages: 99 } } }));
    expect(await claims.list(context, new Date('2026-11-01T00:00:00Z'), null)).toEqual({ items: [], next: null });
    expect(requests[0]?.headers?.['authorization']).toBe('IAF token');
  });
});
