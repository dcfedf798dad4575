import { describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import { createMemoryTokens } from '../../sync/testing/memory-tokens.js';
import { searchClaims } from './claim-search.js';
import { credentialsSchema, type N11Context } from './client.js';

const BEFORE_MIDNIGHT = new Date('2026-11-22T20:55:00Z');

describe('a search of claims on N11', () => {
  it("ends with N11's day when it is later there than here", async () => {
    const asked: string[] = [];
    const context: N11Context = {
      store: { storeId: newId('store'), sellerId: newId('seller'), baseUrl: 'http://127.0.0.1:1', currency: 'TRY', remoteSellerId: '1', credentials: credentialsSchema.parse({ appKey: 'k', appSecret: 's' }) },
      http: {
        async send({ body }) {
          asked.push(String(body));
          return { status: 200, headers: {}, body: Buffer.from('<Envelope><Body><ClaimReturnListResponse><result><status>success</status></result></ClaimReturnListResponse></Body></Envelope>'), payloadId: newId('payload') };
        },
      },
      cache: { get: async () => null, set: async () => undefined },
      tokens: createMemoryTokens(),
      now: () => BEFORE_MIDNIGHT,
      marketplaceNow: () => new Date(BEFORE_MIDNIGHT.getTime() + 600_000),
    };
    await searchClaims(context, { kind: 'RETURN', from: BEFORE_MIDNIGHT, page: 0 });
    expect(asked[0]).toContain('<startDate>22/11/2026</startDate><endDate>23/11/2026</endDate>');
  });
});
