import { describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import { createMemoryTokens } from '../../sync/testing/memory-tokens.js';
import { credentialsSchema, type N11Context } from './client.js';
import { readReasons } from './store-lists.js';

const REASONS = [{ id: '1', name: 'A' }, { id: '2', name: '' }];

describe("N11's list of reasons", () => {
  it.each([
    ['repeated without a wrapper, as production sends it', '<denyReasonTypeDataList><id>1</id><value>A</value></denyReasonTypeDataList><denyReasonTypeDataList><id>2</id></denyReasonTypeDataList>', REASONS],
    ['in the wrapper of the WSDL', '<denyReasonTypeDataList><denyReasonTypeData><id>1</id><value>A</value></denyReasonTypeData><denyReasonTypeData><id>2</id></denyReasonTypeData></denyReasonTypeDataList>', REASONS],
    ['of one', '<denyReasonTypeDataList><id>1</id><value>A</value></denyReasonTypeDataList>', REASONS.slice(0, 1)],
  ])('is read %s, and kept', async (_how, list, reasons) => {
    const context = contextAnswering(list);
    expect([await readReasons(context, 'CANCEL_DENY'), await readReasons(context, 'CANCEL_DENY')]).toEqual([reasons, reasons]);
    expect(context.asked).toBe(1);
  });

  it('is asked for again while it is empty', async () => {
    const context = contextAnswering('');
    expect([await readReasons(context, 'CANCEL_DENY'), await readReasons(context, 'CANCEL_DENY')]).toEqual([[], []]);
    expect(context.asked).toBe(2);
  });
});

function contextAnswering(list: string): N11Context & { readonly asked: number } {
  const kept = new Map<string, string>();
  let asked = 0;
  const response = `<ClaimCancelDenyReasonTypeResponse><result><status>success</status></result>${list}</ClaimCancelDenyReasonTypeResponse>`;
  return {
    get asked() {
      return asked;
    },
    store: { storeId: newId('store'), sellerId: newId('seller'), baseUrl: 'http://127.0.0.1:1', currency: 'TRY', remoteSellerId: '1', credentials: credentialsSchema.parse({ appKey: 'k', appSecret: 's' }) },
    http: {
      async send() {
        asked += 1;
        return { status: 200, headers: {}, body: Buffer.from(`<Envelope><Body>${response}</Body></Envelope>`), payloadId: newId('payload') };
      },
    },
    cache: { get: async (key) => kept.get(key) ?? null, set: async (key, value) => void kept.set(key, value) },
    tokens: createMemoryTokens(),
    now: () => new Date(),
    marketplaceNow: () => new Date(),
  };
}
