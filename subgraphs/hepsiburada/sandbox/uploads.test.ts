import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { accessHeaders, MERCHANT_ID, runSandbox, type RunningSandbox } from './testing/running-sandbox.js';

const LISTINGS = `/listing-external/listings/merchantid/${MERCHANT_ID}`;
const STEP_MS = 60_000;

interface UploadResult {
  readonly status: string;
  readonly total: number;
  readonly errors: readonly { elementNo: number; merchantSku: string; errors: readonly string[] }[];
}

describe('uploads to the Hepsiburada sandbox', () => {
  let sandbox: RunningSandbox;

  beforeAll(async () => {
    sandbox = await runSandbox();
    await sandbox.settings({ batchDelayMs: STEP_MS, dailyUploadsPerListing: 1_000 });
    await sandbox.control('/products', { products: ['A', 'B', 'C'].map((name) => ({ merchantSku: `U-${name}`, price: 100, stock: 20 })) });
  });
  afterAll(() => sandbox.stop());

  const listing = async (sku: string) => (await sandbox.get<{ listings: Record<string, unknown>[] }>(`${LISTINGS}?offset=0&limit=1&merchantSkuList=${sku}`)).json.listings[0];
  const resultOf = async (kind: string, id: string): Promise<UploadResult> => {
    await sandbox.advance(STEP_MS);
    return (await sandbox.get<never>(`${LISTINGS}/${kind}-uploads/id/${id}`)).json;
  };
  const upload = async (kind: string, rows: readonly object[]) => resultOf(kind, (await sandbox.send<{ id: string }>('POST', `${LISTINGS}/${kind}-uploads`, rows)).json.id);
  const sendXml = async (xml: string) => {
    const answer = await fetch(`${sandbox.url}${LISTINGS}/inventory-uploads`, { method: 'POST', headers: { ...accessHeaders(), 'content-type': 'application/xml' }, body: xml });
    return { status: answer.status, text: await answer.text() };
  };

  it('may be XML, with names in capitals and empty elements for what is not said', async () => {
    const row = '<HepsiburadaSku/><MerchantSku>U-A</MerchantSku><ProductName>Ki &amp; Oka</ProductName><Price>88.5</Price><AvailableStock>7</AvailableStock><DispatchTime>9</DispatchTime><CargoCompany1>Aras Kargo</CargoCompany1><CargoCompany2/><MaximumPurchasableQuantity>4</MaximumPurchasableQuantity>';
    const answer = await sendXml(`<?xml version="1.0" encoding="utf-8"?><listings xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><listing>${row}</listing></listings>`);
    expect(answer.status).toBe(200);
    expect(await resultOf('inventory', (JSON.parse(answer.text) as { id: string }).id)).toMatchObject({ status: 'Done', total: 1, errors: [] });
    // The days until dispatch are no part of an inventory upload any more.
    expect(await listing('U-A')).toMatchObject({ price: 88.5, availableStock: 7, cargoCompany1: 'Aras Kargo', cargoCompany2: '', maximumPurchasableQuantity: 4, dispatchTime: 2 });
  });

  it.each(['<listings/>', '<!DOCTYPE listings><listings><listing><MerchantSku>U-A</MerchantSku></listing></listings>', 'not xml', '<listings><listing>'])('are refused when the XML holds no listings: %s', async (xml) => {
    expect(await sendXml(xml)).toEqual({ status: 400, text: 'listings cannot be empty' });
  });

  it('of inventory leave price and stock alone where they are not named', async () => {
    expect(await upload('inventory', [{ merchantSku: 'U-B', maximumPurchasableQuantity: 3, availableWarehouses: 'Depo,Merkez', claimAddressLabel: 'Merkez' }])).toMatchObject({ errors: [] });
    expect(await listing('U-B')).toMatchObject({ price: 100, availableStock: 20, maximumPurchasableQuantity: 3, availableWarehouses: ['Depo', 'Merkez'], claimAddressLabel: 'Merkez' });
  });

  it('of shipping facts say item by item what cannot be, and apply the others', async () => {
    const result = await upload('shipping-info', [{ merchantSku: 'U-A', dispatchTime: 99 }, { merchantSku: 'U-B', dispatchTime: 5 }, { merchantSku: 'U-C', shippingProfileName: 'Yok' }, { merchantSku: 'U-C', cargoCompany1: 'Nobody' }, { merchantSku: 'NONE', dispatchTime: 1 }]);
    expect(result.errors.map(({ elementNo, errors }) => [elementNo, ...errors])).toEqual([[0, 'InvalidDispatchTime'], [2, 'ShippingProfileNotFound'], [3, 'CargoCompanyNotFound'], [4, 'ListingNotFound']]);
    expect([(await listing('U-A'))?.['dispatchTime'], (await listing('U-B'))?.['dispatchTime']]).toEqual([2, 5]);
  });

  it('of shipping facts carry neither price nor stock', async () => {
    await upload('shipping-info', [{ merchantSku: 'U-C', price: 1, availableStock: 0, maximumPurchasableQuantity: 1, dispatchTime: 4 }]);
    expect(await listing('U-C')).toMatchObject({ price: 100, availableStock: 20, dispatchTime: 4 });
  });

  it('of additional facts say what a buyer may have engraved', async () => {
    await upload('additional-info', [{ merchantSku: 'U-C', customizationTextType: 'İsim', customizationTextLength: 12 }]);
    expect((await listing('U-C'))?.['customizableProperties']).toEqual([{ displayName: 'İsim', displayLength: 12, displayDescription: '' }]);
  });
});
