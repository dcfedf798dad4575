import type { CapabilitiesUnderTest } from '../../../../test/contract/capabilities-under-test.js';
import type { ContentMapping } from '../../../sync/connector/contract.js';
import type { RunningSandbox } from '../../sandbox/testing/running-sandbox.js';
import type { N11Credentials } from '../client.js';

/** What the contract suite tries the connector's capabilities with: a dress, and buyers who want to give it back. */
export function contractTries(sandbox: RunningSandbox): CapabilitiesUnderTest<N11Credentials> {
  return {
    claims: {
      async open({ remoteKey, count }) {
        const { orderNumber, lines } = await sandbox.control<{ orderNumber: string; lines: { orderLineId: number }[] }>('/orders', { lines: [{ stockCode: remoteKey, quantity: count }] });
        const orderLineId = lines[0]?.orderLineId;
        await sandbox.send('PUT', '/rest/order/v1/update', { lines: [{ lineId: orderLineId }], status: 'Picking' });
        await sandbox.control(`/orders/${orderNumber}/ship`, {});
        await sandbox.control(`/orders/${orderNumber}/deliver`, {});
        const opened = [];
        for (let each = 0; each < count; each += 1) {
          const { returns } = await sandbox.control<{ returns: { claimReturnId: number }[] }>(`/orders/${orderNumber}/return`, { lines: [{ orderLineId, quantity: 1 }] });
          opened.push({ remoteClaimId: String(returns[0]?.claimReturnId), remoteOrderId: orderNumber });
        }
        return opened;
      },
      opened: { status: 'REQUESTED', state: 'REQUESTED' },
      async move({ remoteClaimId }) {
        await sandbox.control(`/returns/${remoteClaimId}/arrive`, {});
      },
      moved: { status: 'APPROVAL_WAITING', state: 'AWAITING_SELLER' },
      paging: 20,
    },
    catalogue: {
      category: { id: '1000111', name: 'Elbise' },
      required: { id: '44', name: 'Beden', value: { id: '10044003', name: 'M' } },
      optional: '52',
      brand: null,
    },
    content: {
      draft: (variant) => ({ mapping: mappingOf(['10044003', '10044004'][variant] ?? '') }),
      refused: () => ({ mapping: mappingOf('10044999') }),
    },
    fees: { commissionPercent: 18 },
  };
}

function mappingOf(size: string): ContentMapping {
  const attributes = [
    { attributeId: '429', valueId: null, customValue: 'Siyah' },
    { attributeId: '44', valueId: size, customValue: null },
    { attributeId: '11', valueId: '10011000', customValue: null },
  ];
  return { categoryId: '1000111', brandId: null, brandName: 'Kuzey', attributes, shipmentTemplate: null, vatRatePercent: 20 };
}
