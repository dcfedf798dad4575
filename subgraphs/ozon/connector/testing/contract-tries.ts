import type { CapabilitiesUnderTest, ClaimsUnderTest } from '../../../../test/contract/capabilities-under-test.js';
import type { ContentMapping } from '../../../sync/connector/contract.js';
import { demoSeller } from '../../sandbox/index.js';
import type { RunningSandbox } from '../../sandbox/testing/running-sandbox.js';
import type { OzonCredentials } from '../client.js';

const DAY_MS = 86_400_000;

/** What the contract suite tries the connector's capabilities with: a T-shirt, and buyers who want to give it back. */
export function contractTries(sandbox: RunningSandbox, credentials: OzonCredentials): CapabilitiesUnderTest<OzonCredentials> {
  return {
    claims: {
      async open({ remoteKey, count }) {
        const { orderNumber, postingNumber } = await sandbox.order({ [remoteKey]: count });
        const opened = [];
        for (let each = 0; each < count; each += 1) {
          const { id } = await sandbox.control<{ id: number }>('POST', `/postings/${postingNumber}/return`, { offerId: remoteKey, quantity: 1 });
          opened.push({ remoteClaimId: String(id), remoteOrderId: orderNumber });
        }
        return opened;
      },
      opened: { status: 'MovingToSeller', state: 'IN_TRANSIT' },
      async move({ remoteClaimId }) {
        await sandbox.control('PUT', `/returns/${remoteClaimId}`, { status: 'ReceivedBySeller' });
      },
      moved: { status: 'ReceivedBySeller', state: 'RECEIVED' },
      paging: 'AS_ASKED',
    },
    catalogue: {
      category: { id: '17027904:93244', name: 'Tişört' },
      required: { id: '4295', name: 'Beden', value: { id: '42950004', name: 'M' } },
      optional: '4495',
      brand: { id: '850002', name: 'Anka Giyim' },
    },
    content: {
      draft: (variant) => ({ mapping: mappingOf(['42950004', '42950005'][variant] ?? '') }),
      refused: () => ({ mapping: mappingOf('42959999') }),
    },
    buybox: {
      async setRival(offerId, priceMinor) {
        await sandbox.control('PUT', `/products/${offerId}`, { rivalPrice: priceMinor / 100 });
      },
    },
    fees: { commissionPercent: 18 },
    foreseeTrouble: {
      async endingSoon() {
        const set = async (keyExpiresAt: number | null): Promise<void> => {
          await sandbox.control('POST', '/sellers', { ...demoSeller, keyExpiresAt });
        };
        await set(Date.now() + 10 * DAY_MS);
        return { credentials, undo: () => set(null) };
      },
    },
  };
}

/** The same of goods that the seller delivers: Ozon lists what their buyers ask for apart, and without the reason. */
export function rfbsTries(sandbox: RunningSandbox): ClaimsUnderTest<OzonCredentials> {
  return {
    async open({ remoteKey, count }) {
      await sandbox.control('PUT', `/products/${remoteKey}`, { stock: 1_000, isRfbs: true });
      const { orderNumber, postingNumber } = await sandbox.order({ [remoteKey]: count }, { scheme: 'RFBS' });
      const opened = [];
      for (let each = 0; each < count; each += 1) {
        const { id } = await sandbox.control<{ id: number }>('POST', `/postings/${postingNumber}/rfbs-return`, { offerId: remoteKey, comment: 'Мала' });
        opened.push({ remoteClaimId: `rfbs-${id}`, remoteOrderId: orderNumber });
      }
      return opened;
    },
    opened: { status: 'OnSellerApproval', state: 'AWAITING_SELLER' },
    async move(claim) {
      await sandbox.control('PUT', `/rfbs-returns/${numberOf(claim)}`, { status: 'MovingToSeller' });
    },
    moved: { status: 'MovingToSeller', state: 'IN_TRANSIT' },
    tellsReason: false,
    nameThere: numberOf,
    byGroup: 'AWAITING_SELLER',
    paging: 500,
  };
}

/** Buyers to whom the seller delivers and who want to cancel: a posting each, since one can be asked for once at a time. */
export function cancellationTries(sandbox: RunningSandbox): ClaimsUnderTest<OzonCredentials> {
  return {
    kind: 'CANCEL',
    async open({ remoteKey, count }) {
      await sandbox.control('PUT', `/products/${remoteKey}`, { stock: 1_000, isRfbs: true });
      const opened = [];
      for (let each = 0; each < count; each += 1) {
        const { orderNumber, postingNumber } = await sandbox.order({ [remoteKey]: 1 }, { scheme: 'RFBS' });
        const { id } = await sandbox.control<{ id: number }>('POST', `/postings/${postingNumber}/cancellation-request`, {});
        opened.push({ remoteClaimId: `cancel-${id}`, remoteOrderId: orderNumber });
      }
      return opened;
    },
    opened: { status: 'ON_APPROVAL', state: 'AWAITING_SELLER' },
    async move(claim) {
      await sandbox.control('PUT', `/cancellation-requests/${numberOf(claim)}`, { state: 'APPROVED' });
    },
    moved: { status: 'APPROVED', state: 'APPROVED' },
    nameThere: numberOf,
    paging: 500,
  };
}

function numberOf({ remoteClaimId }: { readonly remoteClaimId: string }): string {
  return remoteClaimId.replace(/^[a-z]+-/, '');
}

function mappingOf(size: string): ContentMapping {
  const listed = { '10096': '100960002', '4295': size, '9163': '91630001' };
  const attributes = Object.entries(listed).map(([attributeId, valueId]) => ({ attributeId, valueId, customValue: null }));
  return { categoryId: '17027904:93244', brandId: '850002', brandName: 'Anka Giyim', attributes, shipmentTemplate: null, vatRatePercent: 20 };
}
