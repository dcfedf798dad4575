import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { FormData } from 'undici';
import type { ShipmentPackage } from './packages/package.js';
import { SELLER, startTestShop, type TestShop } from './test-shop.js';

const CLAIMS = '/order/sellers/:id/claims';
const HOUR_MS = 3_600_000;

interface ClaimBody {
  readonly id: string;
  readonly items: readonly { readonly orderLine: object; readonly claimItems: readonly { readonly id: string; readonly claimItemStatus: { readonly name: string }; readonly autoAccepted: boolean; readonly acceptDetail: string | null }[] }[];
}

let shop: TestShop;
let claim: ClaimBody;
let orderNumber: string;
beforeEach(async () => {
  shop = await startTestShop();
  await shop.seed([{ barcode: 'RED-M', stockCode: 'STK-RED-M', quantity: 100, salePrice: 100, listPrice: 120 }]);
  orderNumber = (await shop.control<ShipmentPackage>('POST', '/orders', { sellerId: SELLER.sellerId, lines: [{ barcode: 'RED-M', quantity: 2 }] })).orderNumber;
  for (const move of ['ship', 'deliver']) await shop.control('POST', `/orders/${orderNumber}/${move}`);
  claim = await shop.control<ClaimBody>('POST', `/orders/${orderNumber}/return`, { reasonCode: 'SMALL_SIZE', customerNote: 'Dar geldi' });
});
afterEach(() => shop.stop());

const itemIds = () => claim.items.flatMap(({ claimItems }) => claimItems.map(({ id }) => id));
const read = async (query = '') => (await shop.api<{ totalElements: number; content: ClaimBody[] }>('GET', `${CLAIMS}${query}`)).body;
const statuses = async () => (await read()).content.flatMap(({ items }) => items.flatMap(({ claimItems }) => claimItems.map(({ claimItemStatus }) => claimItemStatus.name)));
const approve = (ids: string[]) => shop.api('PUT', `${CLAIMS}/${claim.id}/items/approve`, { claimLineItemIdList: ids, params: {} });
const dispute = (fields: Record<string, string>) => {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.set(name, value);
  return shop.api('POST', `${CLAIMS}/${claim.id}/issue`, undefined, { raw: form });
};

describe('claims', () => {
  it('list returned units with their reasons, filtered by status and order', async () => {
    const { content } = await read(`?claimItemStatus=WaitingInAction&orderNumber=${orderNumber}`);
    expect(content).toMatchObject([{ id: claim.id, claimId: claim.id, orderNumber }]);
    expect(content[0]!.items[0]).toMatchObject({ orderLine: { barcode: 'RED-M', merchantSku: 'STK-RED-M', price: 100 } });
    expect(content[0]!.items[0]!.claimItems).toHaveLength(2);
    expect((await read('?claimItemStatus=Accepted')).totalElements).toBe(0);
    expect((await shop.api('GET', `${CLAIMS}?size=201`)).status).toBe(400);
  });

  it('are approved unit by unit, once', async () => {
    const [first, second] = itemIds();
    expect((await approve([first!])).status).toBe(200);
    expect((await statuses()).sort()).toEqual(['Accepted', 'WaitingInAction']);
    expect((await approve([first!, second!])).status).toBe(400);
    expect((await approve(['unknown'])).status).toBe(400);
    const audit = await shop.api<object[]>('GET', `${CLAIMS}/items/${first}/audit`);
    expect(audit.body).toMatchObject([{ previousStatus: null, newStatus: 'WaitingInAction' }, { previousStatus: 'WaitingInAction', newStatus: 'Accepted' }]);
  });

  it('are disputed with a reason in force, and with a file unless the reason needs none', async () => {
    const fields = { claimIssueReasonId: '451', claimItemIdList: itemIds().join(','), description: 'Paket gelmedi' };
    expect((await dispute({ ...fields, claimIssueReasonId: '2151' })).status).toBe(400);
    expect((await dispute({ ...fields, claimIssueReasonId: '2077' })).status).toBe(400);
    expect((await dispute({ ...fields, description: 'x'.repeat(501) })).status).toBe(400);
    expect((await dispute(fields)).status).toBe(200);
    expect(await statuses()).toEqual(['InAnalysis', 'InAnalysis']);
    expect((await approve(itemIds())).status).toBe(400);
    await shop.control('POST', `/claims/${claim.id}/status`, { sellerId: SELLER.sellerId, status: 'Rejected' });
    expect(await statuses()).toEqual(['Rejected', 'Rejected']);
  });

  it('may be disputed through the query string, as older clients do', async () => {
    const query = new URLSearchParams({ claimIssueReasonId: '1651', claimItemIdList: itemIds().join(','), description: 'Sahte' });
    expect((await shop.api('POST', `${CLAIMS}/${claim.id}/issue?${query.toString()}`)).status).toBe(200);
  });

  it('are accepted by the system after 48 idle hours', async () => {
    await shop.advance(48 * HOUR_MS);
    const [read48] = (await read()).content;
    expect(read48!.items[0]!.claimItems).toMatchObject([{ claimItemStatus: { name: 'Accepted' }, autoAccepted: true, acceptDetail: 'SYSTEM' }, { autoAccepted: true }]);
  });

  it('are limited to 5 approvals a minute', async () => {
    await shop.control('PUT', '/settings', { quotaScale: 1 });
    const outcomes: number[] = [];
    for (let call = 0; call < 6; call += 1) outcomes.push((await approve(['unknown'])).status);
    expect(outcomes).toEqual([400, 400, 400, 400, 400, 429]);
  });

  it('cannot be made of what was not delivered', async () => {
    const fresh = await shop.control<ShipmentPackage>('POST', '/orders', { sellerId: SELLER.sellerId, lines: [{ barcode: 'RED-M', quantity: 1 }] });
    await expect(shop.control('POST', `/orders/${fresh.orderNumber}/return`, {})).rejects.toThrow('409');
  });
});
