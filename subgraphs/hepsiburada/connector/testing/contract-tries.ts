import type { CapabilitiesUnderTest } from '../../../../test/contract/capabilities-under-test.js';
import type { ContentMapping } from '../../../sync/connector/contract.js';
import type { RunningSandbox } from '../../sandbox/testing/running-sandbox.js';
import type { HepsiburadaCredentials } from '../client.js';

/** What the contract suite tries the connector's capabilities with: a T-shirt, and buyers who want to give it back. */
export function contractTries(sandbox: RunningSandbox): CapabilitiesUnderTest<HepsiburadaCredentials> {
  return {
    claims: {
      async open({ remoteKey, count }) {
        const { orderNumber, items } = await sandbox.control<{ orderNumber: string; items: { id: string }[] }>('/orders', { lines: [{ merchantSku: remoteKey, quantity: 1 }] });
        for (const step of ['pack', 'ship', 'deliver']) await sandbox.control(`/orders/${orderNumber}/${step}`, {});
        const opened = [];
        for (let each = 0; each < count; each += 1) {
          const { number } = await sandbox.control<{ number: string }>('/claims', { lineItemId: items[0]?.id, quantity: 1 });
          opened.push({ remoteClaimId: number, remoteOrderId: orderNumber });
        }
        return opened;
      },
      opened: { status: 'AwaitingAction', state: 'AWAITING_SELLER' },
      async move({ remoteClaimId }) {
        await sandbox.control(`/claims/${remoteClaimId}/status`, { status: 'Refunded' });
      },
      moved: { status: 'Refunded', state: 'REFUNDED' },
      paging: 100,
    },
    catalogue: {
      category: { id: '60000111', name: 'Tişört' },
      required: { id: '00000MU', name: 'Cinsiyet', value: { id: 'Kadın', name: 'Kadın' } },
      optional: '00004LY',
      brand: null,
    },
    content: {
      draft: (variant) => ({ options: [{ name: 'Renk', value: 'Siyah' }, { name: 'Beden', value: ['M', 'L'][variant] ?? '' }], mapping: mappingOf('Kadın') }),
      refused: () => ({ mapping: mappingOf('Kimse') }),
    },
    buybox: {
      async setRival(merchantSku, priceMinor) {
        const { listings } = await sandbox.control<{ listings: { hepsiburadaSku: string }[] }>(`/listings?merchantSku=${merchantSku}`);
        await sandbox.control('/rivals', { hbSku: listings[0]?.hepsiburadaSku, rivals: [{ merchantName: 'Rakip', price: priceMinor / 100 }] }, 'PUT');
      },
    },
    fees: { commissionPercent: 21 },
  };
}

function mappingOf(gender: string): ContentMapping {
  return { categoryId: '60000111', brandId: null, brandName: 'Kuzey', attributes: [{ attributeId: '00000MU', valueId: gender, customValue: null }], shipmentTemplate: null, vatRatePercent: 20 };
}
