import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runSandbox, sku, type RunningSandbox } from './testing/running-sandbox.js';

interface Placed { orderNumber: string; lines: { orderLineId: number }[] }
let n11: RunningSandbox;
beforeAll(async () => {
  n11 = await runSandbox();
  await n11.control('/products/bulk', { products: [sku('CLM-A', { quantity: 500 })] });
});
afterAll(() => n11.stop());

async function delivered(quantity = 1): Promise<Placed> {
  const placed = await n11.control<Placed>('/orders', { lines: [{ stockCode: 'CLM-A', quantity }] });
  await n11.send('PUT', '/rest/order/v1/update', { lines: placed.lines.map((line) => ({ lineId: line.orderLineId })), status: 'Picking' });
  await n11.control(`/orders/${placed.orderNumber}/ship`, {});
  await n11.control(`/orders/${placed.orderNumber}/deliver`, {});
  return placed;
}
const returns = async (status: string): Promise<string> => (await n11.soap('returnService', 'ClaimReturnList', `<searchData>${status}</searchData><pagingData><currentPage>0</currentPage></pagingData>`)).text;
const claimId = (xml: string, name: string): string => new RegExp(`<${name}>(\\d+)</${name}>`).exec(xml)?.[1] ?? '';

describe('a return', () => {
  it('appears in ClaimReturnList without stock code while the package stays Delivered in REST', async () => {
    const placed = await delivered(2);
    await n11.control(`/orders/${placed.orderNumber}/return`, { lines: [{ orderLineId: placed.lines[0]!.orderLineId, quantity: 1 }] });
    const xml = await returns('');
    expect(xml).toContain(`<orderNumber>${placed.orderNumber}</orderNumber>`);
    expect(xml).toContain('<quantity>1</quantity>');
    expect(xml).toMatch(/<requestDate>\d\d\/\d\d\/\d{4}<\/requestDate>/);
    expect(xml).not.toContain('CLM-A</stockCode>');
    const page = await n11.get<{ content: { shipmentPackageStatus: string }[] }>(`/rest/delivery/v1/shipmentPackages?orderNumber=${placed.orderNumber}`);
    expect(page.json.content.map((pkg) => pkg.shipmentPackageStatus)).toEqual(['Delivered']);
  });

  it('is approved once, then refused; denied only for a listed reason with a note', async () => {
    const placed = await delivered();
    const { returns: [claim] } = await n11.control<{ returns: { claimReturnId: number }[] }>(`/orders/${placed.orderNumber}/return`, {});
    const id = `<claimReturnId>${claim!.claimReturnId}</claimReturnId>`;
    expect((await n11.soap('returnService', 'ClaimReturnDeny', `${id}<denyReasonId>777</denyReasonId><denyReasonNote>x</denyReasonNote>`)).text).toContain('<status>failure</status>');
    expect((await n11.soap('ReturnService.wsdl', 'ClaimReturnApprove', id)).text).toContain('<status>success</status>');
    expect((await n11.soap('returnService', 'ClaimReturnApprove', id)).text).toContain('claimReturn.invalidStatus');
    expect(await returns('<status>APPROVED</status>')).toContain(id);
    expect(await returns('<status>NONSENSE</status>')).not.toContain(id);
  });

  it('is put off once, for a listed reason with days and a note, and shows the number denied goods travel under', async () => {
    const placed = await delivered();
    const { returns: [claim] } = await n11.control<{ returns: { claimReturnId: number }[] }>(`/orders/${placed.orderNumber}/return`, {});
    const id = `<claimReturnId>${claim!.claimReturnId}</claimReturnId>`;
    const pending = async (more: string): Promise<string> => (await n11.soap('returnService', 'ClaimReturnPending', `${id}<pendingReasonId>1</pendingReasonId>${more}`)).text;
    expect(await pending('<pendingReasonNote>x</pendingReasonNote>')).toContain('pendingDayCount.invalid');
    expect(await pending('<pendingDayCount>3</pendingDayCount>')).toContain('pendingReasonNote.empty');
    const whole = '<pendingDayCount>3</pendingDayCount><pendingReasonNote>x</pendingReasonNote>';
    expect(await pending(whole)).toContain('<status>success</status>');
    expect(await pending(whole)).toContain('claimReturn.invalidStatus');
    const deny = '<denyReasonId>2</denyReasonId><denyReasonNote>x</denyReasonNote><returnShipmentType>CUSTOM</returnShipmentType><trackingNumber>730001</trackingNumber>';
    expect((await n11.soap('returnService', 'ClaimReturnDeny', id + deny)).text).toContain('<status>success</status>');
    expect(await returns('<status>DENIED</status>')).toContain('<sellerTrackingNumber>730001</sellerTrackingNumber>');
  });

  it('repeats the reason list element once per reason', async () => {
    const { text } = await n11.soap('returnService', 'ClaimReturnDenyReasonTypes', '');
    expect(text.match(/<denyReasonTypeDataList><id>/g)?.length).toBeGreaterThan(1);
  });
});

describe('a cancel request', () => {
  it('is decided by the seller: approved pieces become Cancelled', async () => {
    const placed = await n11.control<Placed>('/orders', { lines: [{ stockCode: 'CLM-A', quantity: 1 }] });
    await n11.control(`/orders/${placed.orderNumber}/cancel-request`, {});
    const { text } = await n11.soap('claimCancelService', 'ClaimCancelList', `<searchData><searchInfoType>ORDERID</searchInfoType><searchQuery>${placed.orderNumber}</searchQuery></searchData>`);
    const approved = await n11.soap('claimCancelService', 'ClaimCancelApprove', `<claimCancelId>${claimId(text, 'claimCancelId')}</claimCancelId>`);
    expect(approved.text).toContain('<status>success</status>');
    const page = await n11.get<{ content: { shipmentPackageStatus: string }[] }>(`/rest/delivery/v1/shipmentPackages?orderNumber=${placed.orderNumber}`);
    expect(page.json.content.map((pkg) => pkg.shipmentPackageStatus)).toEqual(['Cancelled']);
  });

  it('lets the seller take pieces out of Picking by ClaimCancelPartial', async () => {
    const placed = await n11.control<Placed>('/orders', { lines: [{ stockCode: 'CLM-A', quantity: 1 }] });
    const fields = `<orderItemId>${placed.lines[0]!.orderLineId}</orderItemId><cancelQuantity>1</cancelQuantity><cancelReasonTypeId>61</cancelReasonTypeId>`;
    expect((await n11.soap('claimCancelService', 'ClaimCancelPartial', fields)).text).toContain('<status>failure</status>');
    await n11.send('PUT', '/rest/order/v1/update', { lines: [{ lineId: placed.lines[0]!.orderLineId }], status: 'Picking' });
    expect((await n11.soap('claimCancelService', 'ClaimCancelPartial', fields)).text).toContain('<status>success</status>');
    const page = await n11.get<{ content: { shipmentPackageStatus: string }[] }>(`/rest/delivery/v1/shipmentPackages?orderNumber=${placed.orderNumber}`);
    expect(page.json.content.map((pkg) => pkg.shipmentPackageStatus)).toEqual(['UnSupplied']);
  });
});

describe('a cancel request that is denied', () => {
  it('needs a listed reason and a note, and leaves the order standing', async () => {
    const placed = await n11.control<Placed>('/orders', { lines: [{ stockCode: 'CLM-A', quantity: 1 }] });
    const { cancels: [claim] } = await n11.control<{ cancels: { claimCancelId: number }[] }>(`/orders/${placed.orderNumber}/cancel-request`, {});
    const deny = async (more: string): Promise<string> => (await n11.soap('claimCancelService', 'ClaimCancelDeny', `<claimCancelId>${claim!.claimCancelId}</claimCancelId>${more}`)).text;
    expect(await deny('<denyReasonId>777</denyReasonId><denyReasonNote>x</denyReasonNote>')).toContain('denyReason.notFound');
    expect(await deny('<denyReasonId>1</denyReasonId>')).toContain('denyReasonNote.empty');
    const whole = '<denyReasonId>1</denyReasonId><denyReasonNote>x</denyReasonNote>';
    expect(await deny(whole)).toContain('<status>success</status>');
    expect(await deny(whole)).toContain('claimCancel.invalidStatus');
  });
});

describe('the small SOAP services', () => {
  it('list questions once a minute, answer one once, and call an unknown one a success without a question', async () => {
    const { id } = await n11.control<{ id: number }>('/questions', { stockCode: 'CLM-A', question: 'Esnek mi?' });
    const list = '<productQuestionSearch><status>OPEN</status></productQuestionSearch>';
    expect((await n11.soap('ProductService', 'GetProductQuestionList', list)).text).toContain('<question>Esnek mi?</question>');
    expect((await n11.soap('ProductService', 'GetProductQuestionList', list)).text).toContain('accessLimit.reached');
    const answer = `<productQuestionId>${id}</productQuestionId><answer>Evet &amp; rahat</answer>`;
    expect((await n11.soap('productService', 'SaveProductAnswer', answer)).text).toContain('success');
    expect((await n11.soap('productService', 'SaveProductAnswer', answer)).text).toContain('failure');
    expect((await n11.soap('productService', 'GetProductQuestionDetail', `<productQuestionId>${id}</productQuestionId>`)).text).toContain('<answer>Evet &amp; rahat</answer>');
    const unknown = await n11.soap('productService', 'GetProductQuestionDetail', '<productQuestionId>5</productQuestionId>');
    expect([unknown.text.includes('<status>success</status>'), unknown.text.includes('productQuestion>')]).toEqual([true, false]);
  });

  it('take an https invoice link to a pdf for a known order, and list carriers', async () => {
    const placed = await n11.control<Placed>('/orders', { lines: [{ stockCode: 'CLM-A', quantity: 1 }] });
    const link = (url: string): string => `<url>${url}</url><orderNumber>${placed.orderNumber}</orderNumber>`;
    expect((await n11.soap('sellerInvoiceService', 'SaveLinkSellerInvoice', link('https://example.invalid/f.pdf'))).text).toContain('success');
    expect((await n11.soap('sellerInvoiceService', 'SaveLinkSellerInvoice', link('http://example.invalid/f.pdf'))).text).toContain('failure');
    expect((await n11.soap('shipmentCompanyService', 'GetShipmentCompanies', '')).text).toContain('<shipmentCompany><id>341</id><name>Aras Kargo</name>');
  });
});

describe('the WSDL documents', () => {
  it.each(['ReturnService', 'ClaimCancelService', 'productService', 'ShipmentCompanyService', 'SellerInvoiceService'])('%s.wsdl names this address and every operation that is answered', async (service) => {
    const { status, text } = await n11.get(`/ws/${service}.wsdl`, {});
    expect([status, text.includes(`location="${n11.url}/ws/`)]).toEqual([200, true]);
    const operations = [...text.matchAll(/<wsdl:message name="(\w+)Request">/g)].map((match) => match[1] ?? '');
    expect(operations.length).toBeGreaterThan(0);
    for (const operation of operations) expect((await n11.soap(service, operation, '')).text).not.toContain('operation.closed');
  });
});

describe('buyers who come by themselves', () => {
  it('place orders on the sandbox clock until they are sent home', async () => {
    const count = async (): Promise<number> => (await n11.control<{ packages: unknown[] }>('/orders')).packages.length;
    const before = await count();
    expect(await n11.control('/buyers', { perMinute: 30, seed: 7 })).toEqual({ perMinute: 30, seed: 7 });
    await n11.advance(120_000);
    const after = await count();
    expect(after).toBeGreaterThan(before + 20);
    await n11.control('/buyers', { perMinute: 0 });
    await n11.advance(120_000);
    expect(await count()).toBe(after);
  });
});
