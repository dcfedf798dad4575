import type { CapabilitiesUnderTest } from '../../../test/contract/capabilities-under-test.js';
import type { ContentMapping } from '../../sync/connector/contract.js';
import type { EbayCredentials } from '../connector/credentials.js';
import { shirt } from './sample-drafts.js';

const DAY_MS = 86_400_000;
/** Of the 547 days that a refresh token lives. */
const CONSENT_AGE_DAYS = 540;

interface TriedShop {
  readonly seller: string;
  readonly credentials: EbayCredentials;
  readonly control: <T = unknown>(method: 'POST', path: string, body?: unknown) => Promise<T>;
}

/** What the contract suite tries the connector's capabilities with: a T-shirt, and buyers who want to give it back. */
export function contractTries({ seller, credentials, control }: TriedShop): CapabilitiesUnderTest<EbayCredentials> {
  return {
    claims: {
      async open({ remoteKey, count }) {
        const { orderId, lines } = await control<{ orderId: string; lines: { lineItemId: string }[] }>('POST', '/orders', { seller, lines: [{ sku: remoteKey, quantity: count }] });
        const opened = [];
        for (let each = 0; each < count; each += 1) {
          const { returnId } = await control<{ returnId: string }>('POST', '/returns', { orderId, lineItemId: lines[0]?.lineItemId, quantity: 1 });
          opened.push({ remoteClaimId: returnId, remoteOrderId: orderId });
        }
        return opened;
      },
      opened: { status: 'RETURN_REQUESTED', state: 'AWAITING_SELLER' },
      async move({ remoteClaimId }) {
        await control('POST', `/returns/${remoteClaimId}/status`, { state: 'ITEM_SHIPPED', status: 'ITEM_SHIPPED' });
      },
      moved: { status: 'ITEM_SHIPPED', state: 'IN_TRANSIT' },
      namesGoods: false,
      paging: 'AS_ASKED',
    },
    catalogue: {
      category: { id: '15687', name: 'T-Shirts' },
      required: { id: 'Größe', name: 'Größe', value: { id: 'M', name: 'M' } },
      optional: 'Material',
      brand: { id: 'Kuzey', name: 'Kuzey' },
    },
    content: {
      draft: (variant) => ofShirt(['M', 'L'][variant] ?? ''),
      refused() {
        const { options, mapping } = ofShirt('M');
        return { options, mapping: { ...mapping, attributes: mapping.attributes.map((one) => (one.attributeId === 'Abteilung' ? { ...one, valueId: 'Niemand' } : one)) } };
      },
    },
    foreseeTrouble: {
      endingSoon: async () => ({ credentials: { ...credentials, consentGivenOn: new Date(Date.now() - CONSENT_AGE_DAYS * DAY_MS).toISOString().slice(0, 10) } }),
    },
  };
}

function ofShirt(size: string): { readonly options: ReturnType<typeof shirt>['options']; readonly mapping: ContentMapping } {
  const { options, mapping } = shirt({ size });
  return { options, mapping };
}
