import type { CapabilitiesUnderTest } from '../../../../test/contract/capabilities-under-test.js';
import type { ContentMapping } from '../../../sync/connector/contract.js';
import type { AmazonCredentials } from '../credentials.js';
import { orders } from '../orders.js';

const DAY_MS = 86_400_000;

interface TriedShop {
  readonly sellerId: string;
  readonly credentials: AmazonCredentials;
  readonly control: (method: string, path: string, body: unknown) => Promise<unknown>;
}

/** What the contract suite tries the connector's capabilities with: a T-shirt, and buyers who want to give it back. */
export function contractTries({ sellerId, credentials, control }: TriedShop): CapabilitiesUnderTest<AmazonCredentials> {
  return {
    claims: {
      async open({ remoteKey, count, context }) {
        const { orderId } = (await control('POST', '/orders', { sellerId, lines: [{ sku: remoteKey, quantity: count }] })) as { orderId: string };
        const [one] = (await orders.byNumber(context, orderId))?.packages ?? [];
        const lines = (one?.lines ?? []).map(({ remoteLineId, quantity }) => ({ remoteLineId, quantity }));
        const shipped = await orders.ship(context, { remoteOrderId: orderId, remotePackageId: one?.remotePackageId ?? '', packageStatus: one?.status ?? 'UNKNOWN', lines, parameters: { trackingNumber: 'CONTRACT-2', carrier: 'Yurtiçi Kargo' } });
        if (shipped.kind !== 'APPLIED') throw new Error(`order ${orderId} could not be shipped: ${JSON.stringify(shipped)}`);
        const opened = [];
        for (let each = 0; each < count; each += 1) {
          const { rmaId } = (await control('POST', `/orders/${orderId}/return`, { sku: remoteKey, quantity: 1 })) as { rmaId: string };
          opened.push({ remoteClaimId: rmaId, remoteOrderId: orderId });
        }
        return opened;
      },
      opened: { status: 'Pending', state: 'AWAITING_SELLER' },
      async move({ remoteClaimId }) {
        await control('POST', `/returns/${remoteClaimId}`, { status: 'Approved' });
      },
      moved: { status: 'Approved', state: 'APPROVED' },
      paging: 'NONE',
    },
    catalogue: {
      category: { id: 'T_SHIRT', name: 'Tişört' },
      required: { id: 'apparel_size.size', name: 'Beden', value: { id: 'm', name: 'M' } },
      optional: 'material',
      brand: { id: 'Kuzey', name: 'Kuzey' },
    },
    content: {
      draft: (variant) => ({ mapping: mappingOf(['m', 'l'][variant] ?? '') }),
      refused: () => ({ mapping: mappingOf('giant') }),
    },
    buybox: {
      async setRival(sku, priceMinor) {
        await control('PUT', '/rivals', { sellerId, sku, rivals: [{ price: priceMinor / 100 }] });
      },
    },
    fees: { commissionPercent: 15 },
    foreseeTrouble: {
      endingSoon: async () => ({ credentials: { ...credentials, clientSecretMadeOn: new Date(Date.now() - 170 * DAY_MS).toISOString().slice(0, 10) } }),
    },
  };
}

/** The fields of a T-shirt's size. */
export function sizeOf(size: string): ContentMapping['attributes'] {
  const fields = { size_system: 'as4', size_class: 'alpha', size, body_type: 'regular', height_type: 'regular' };
  return Object.entries(fields).map(([field, valueId]) => ({ attributeId: `apparel_size.${field}`, valueId, customValue: null }));
}

export function mappingOf(size: string): ContentMapping {
  const attributes = [
    { attributeId: 'color', valueId: 'Kırmızı', customValue: null },
    ...sizeOf(size),
    { attributeId: 'country_of_origin', valueId: 'TR', customValue: null },
  ];
  return { categoryId: 'T_SHIRT', brandId: null, brandName: 'Kuzey', shipmentTemplate: null, vatRatePercent: 20, attributes };
}
