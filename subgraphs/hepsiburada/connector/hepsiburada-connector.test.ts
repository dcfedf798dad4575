import { describeConnector } from '../../../test/contract/connector-contract.js';
import { lineRow } from '../sandbox/testing/whole-order.js';
import { MERCHANT_ID, runSandbox } from '../sandbox/testing/running-sandbox.js';
import type { HepsiburadaCredentials } from './client.js';
import { createHepsiburadaConnector } from './index.js';
import { contractTries } from './testing/contract-tries.js';

const connector = createHepsiburadaConnector();
const credentials = connector.credentials.parse({ serviceKey: 'hbDemoKey2026', integrator: 'markethub_dev', merchantName: 'Demo Mağaza' });

describeConnector<HepsiburadaCredentials>({
  connector,
  async startSandbox() {
    const sandbox = await runSandbox({ isStanding: false });
    // The suite uploads more of this small shop in a minute than a day allows.
    await sandbox.settings({ dailyUploadsPerListing: 10_000 });
    const keys = Array.from({ length: 130 }, (_, index) => `KEY-${index}`);
    await sandbox.control('/products', { products: keys.map((merchantSku) => ({ merchantSku, stock: 50 })) });
    const { listings } = await sandbox.control<{ listings: { hepsiburadaSku: string }[] }>('/listings?merchantSku=KEY-115');
    const knownHbSku = listings[0]?.hepsiburadaSku ?? '';
    // Off sale, so that publishing it again takes a call of its own.
    await sandbox.send('POST', `/listing-external/listings/merchantid/${MERCHANT_ID}/sku/${knownHbSku}/deactivate`, {});
    const placeOrder = async (lines: readonly { remoteKey: string; quantity: number }[]): Promise<string> => {
      const placed = await sandbox.control<{ orderNumber: string }>('/orders', { lines: lines.map(({ remoteKey, quantity }) => ({ merchantSku: remoteKey, quantity })) });
      return placed.orderNumber;
    };
    return {
      baseUrl: sandbox.url,
      controlUrl: sandbox.url,
      remoteSellerId: MERCHANT_ID,
      currency: 'TRY',
      credentials,
      wrongCredentials: { ...credentials, serviceKey: 'not-the-service-key', integrator: 'someone' },
      keys,
      hasListPrice: false,
      localDraft: (isUpdate) => ({
        options: [{ name: 'Renk', value: 'Siyah' }, { name: 'Beden', value: 'M' }],
        mapping: { categoryId: '60000111', brandId: null, brandName: 'Kuzey', attributes: [{ attributeId: '00000MU', valueId: 'Kadın', customValue: null }], shipmentTemplate: null, vatRatePercent: 20 },
        remoteIds: isUpdate ? { hbSku: knownHbSku } : {},
      }),
      pushPath: '/stock-uploads',
      readPath: '/listings/merchantid',
      tries: contractTries(sandbox),
      placeOrder,
      async webhookCall(secret) {
        const orderNumber = await placeOrder([{ remoteKey: 'KEY-120', quantity: 1 }]);
        const body = { items: await lineRow(sandbox, orderNumber) };
        return { method: 'POST', path: '/orders', headers: { authorization: `Basic ${Buffer.from(`hub:${secret}`).toString('base64')}` }, body: Buffer.from(JSON.stringify(body)) };
      },
      stop: () => sandbox.stop(),
    };
  },
});
