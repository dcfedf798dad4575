import type { CapabilitiesUnderTest } from '../../../../test/contract/capabilities-under-test.js';
import type { ContentMapping } from '../../../sync/connector/contract.js';
import type { TrendyolCredentials } from '../client.js';

type Control = (path: string, body: unknown, method?: 'POST' | 'PUT') => Promise<unknown>;

/** What the contract suite tries the connector's capabilities with: a T-shirt, and buyers who want to give it back. */
export function contractTries(sellerId: number, control: Control): CapabilitiesUnderTest<TrendyolCredentials> {
  return {
    claims: {
      async open({ remoteKey, count }) {
        const { orderNumber } = (await control('/orders', { sellerId, lines: [{ barcode: remoteKey, quantity: count }] })) as { orderNumber: string };
        await control(`/orders/${orderNumber}/ship`, {});
        await control(`/orders/${orderNumber}/deliver`, {});
        const opened = [];
        for (let each = 0; each < count; each += 1) {
          const { claimId } = (await control(`/orders/${orderNumber}/return`, { lines: [{ barcode: remoteKey, quantity: 1 }] })) as { claimId: string };
          opened.push({ remoteClaimId: claimId, remoteOrderId: orderNumber });
        }
        return opened;
      },
      opened: { status: 'WaitingInAction', state: 'AWAITING_SELLER' },
      async move({ remoteClaimId }) {
        await control(`/claims/${remoteClaimId}/status`, { sellerId, status: 'Rejected' });
      },
      moved: { status: 'Rejected', state: 'REJECTED' },
      paging: 'AS_ASKED',
    },
    catalogue: {
      category: { id: '900411', name: 'Tişört' },
      required: { id: '293', name: 'Beden', value: { id: '4602', name: 'M' } },
      optional: '348',
      brand: { id: '900001', name: 'Anka' },
    },
    content: {
      draft: (variant) => ({ mapping: mappingOf(['4602', '4603'][variant] ?? '') }),
      refused: () => ({ mapping: mappingOf('1') }),
    },
    buybox: {
      async setRival(barcode, priceMinor) {
        await control('/competitors', { barcode, prices: [priceMinor / 100] }, 'PUT');
      },
    },
    fees: { commissionPercent: 17 },
  };
}

function mappingOf(size: string): ContentMapping {
  const listed = { '293': size, '346': '4291', '343': '4294', '14': '4800', '1192': '10617' };
  const attributes = Object.entries(listed).map(([attributeId, valueId]) => ({ attributeId, valueId, customValue: null }));
  return { categoryId: '900411', brandId: '900001', brandName: 'Anka', attributes: [{ attributeId: '47', valueId: null, customValue: 'Siyah' }, ...attributes], shipmentTemplate: null, vatRatePercent: 20 };
}
