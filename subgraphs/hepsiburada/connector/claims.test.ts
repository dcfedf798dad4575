import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MarketplaceHttp, MarketplaceRequest, RemoteClaim } from '../../sync/connector/contract.js';
import { connectStore, type ConnectedStore } from '../sandbox/testing/connected-store.js';
import { runSandbox, type RunningSandbox } from '../sandbox/testing/running-sandbox.js';
import { answerClaim } from './claim-answers.js';
import { claims } from './claims.js';

const HOUR_MS = 3_600_000;

describe('claims on Hepsiburada', () => {
  let hepsiburada: RunningSandbox;
  let shop: ConnectedStore;
  let sandboxNow = Date.now();
  let lineItemId: string;

  beforeAll(async () => {
    hepsiburada = await runSandbox();
    await hepsiburada.control('/products', { products: [{ merchantSku: 'C-A', price: 100, stock: 100 }] });
    shop = connectStore(hepsiburada.url, () => new Date(sandboxNow));
    await pass(1_000);
    const { orderNumber, items } = await hepsiburada.control<{ orderNumber: string; items: { id: string }[] }>('/orders', { lines: [{ merchantSku: 'C-A', quantity: 5 }] });
    for (const act of ['pack', 'ship', 'deliver']) await hepsiburada.control(`/orders/${orderNumber}/${act}`, {});
    lineItemId = items[0]!.id;
  });
  afterAll(async () => {
    await shop.close();
    await hepsiburada.stop();
  });

  async function pass(ms: number): Promise<Date> {
    await hepsiburada.advance(ms);
    sandboxNow = (await hepsiburada.control<{ now: number }>('/clock')).now;
    return new Date(sandboxNow);
  }
  const open = async (part: object = {}) => (await hepsiburada.control<{ number: string }>('/claims', { lineItemId, ...part })).number;
  const after = (ms: number) => new Date(sandboxNow + ms);
  async function all(read: (cursor: string | null) => ReturnType<typeof claims.list>): Promise<Map<string, RemoteClaim>> {
    const found = new Map<string, RemoteClaim>();
    for (let cursor: string | null = null, more = true; more; more = cursor !== null) {
      const page: Awaited<ReturnType<typeof claims.list>> = await read(cursor);
      page.items.forEach((claim) => found.set(claim.remoteClaimId, claim));
      cursor = page.next;
    }
    return found;
  }
  const changed = () => all((cursor) => claims.list(shop.context, new Date(sandboxNow - HOUR_MS), cursor));
  const waiting = () => all((cursor) => claims.listWaiting!(shop.context, cursor));

  it('say what the buyer wants and wrote, what it costs, and until when to answer', async () => {
    const [back, other, part, odd] = [await open({ quantity: 2, explanation: 'Kolu kısa geldi' }), await open({ claimType: 'Change' }), await open({ claimType: 'Missing Part' }), await open({ claimType: 'MissingInvoice', status: 'NewRequest' })];
    const found = await changed();
    const respondBy = after(48 * HOUR_MS);
    expect(found.get(back)).toMatchObject({ kind: 'RETURN', remoteKind: 'Return', state: 'AWAITING_SELLER', respondBy, refund: { amountMinor: 20_000, currency: 'TRY' }, note: 'Kolu kısa geldi' });
    expect(found.get(other)).toMatchObject({ kind: 'EXCHANGE', remoteKind: 'Change', respondBy, refund: null });
    expect(found.get(part)).toMatchObject({ kind: 'MISSING_PART', remoteKind: 'Missing Part' });
    expect(found.get(odd)).toMatchObject({ kind: 'OTHER', remoteKind: 'MissingInvoice', state: 'REQUESTED', respondBy: null });
  });

  it('that wait for the seller are read in two calls, until they are answered or their time has run out', async () => {
    const [answered, looked, late] = [await open(), await open({ status: 'AwaitingPreApproval' }), await open()];
    const { requests: before } = await hepsiburada.control<{ requests: unknown[] }>('/requests?method=GET&path=/claims/&limit=1000');
    expect((await waiting()).get(looked)).toMatchObject({ state: 'AWAITING_SELLER', status: 'AwaitingPreApproval', respondBy: after(48 * HOUR_MS) });
    const { requests } = await hepsiburada.control<{ requests: unknown[] }>('/requests?method=GET&path=/claims/&limit=1000');
    expect(requests.length - before.length).toBe(2);
    await answerClaim(shop.context, answered, { kind: 'ACCEPT', resolution: 'REFUND' });
    const left = await waiting();
    expect([answered, looked, late].map((number) => left.has(number))).toEqual([false, true, true]);
    await pass(48 * HOUR_MS);
    expect((await waiting()).size).toBe(0);
    expect((await changed()).get(late)).toMatchObject({ state: 'APPROVED', respondBy: null });
    expect(await answerClaim(shop.context, late, { kind: 'REJECT', reason: 'ProductUsed', statement: 'Kullanılmış.' })).toMatchObject({ kind: 'REFUSED' });
  });

  it('in a shape that nobody can read are told by their names, and take no other with them', async () => {
    const row = { number: '7', status: 'AwaitingAction', orderNumber: '1' };
    const rows = [{ ...row, number: 6, status: { odd: true } }, row, 'neither', { ...row, number: '8', claimType: 5, refundAmount: 'on lira', AwaitingActionExpireDate: 'soon', quantity: {} }];
    const http: MarketplaceHttp = { send: async ({ path }: MarketplaceRequest) => ({ status: 200, headers: {}, body: Buffer.from(JSON.stringify(path.includes('AwaitingAction') ? rows : [])), payloadId: 'pay_1' as never }) };
    const { items } = await claims.listWaiting!({ ...shop.context, http }, null);
    expect(items).toMatchObject([
      { remoteClaimId: '6', remoteOrderId: '1', state: 'UNKNOWN', unreadable: "'status' cannot be read" },
      { remoteClaimId: '7', state: 'AWAITING_SELLER', kind: 'RETURN', remoteKind: null, respondBy: null, refund: null, note: null },
      { remoteClaimId: expect.stringMatching(/^unreadable-/) },
      { remoteClaimId: '8', state: 'AWAITING_SELLER', respondBy: null, refund: null, lines: [{ quantity: 1 }] },
    ]);
  });
});
