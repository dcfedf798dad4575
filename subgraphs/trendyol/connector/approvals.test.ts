import { describe, expect, it } from '@jest/globals';
import type { MarketplaceRequest } from '../../../platform/http/contract.js';
import type { PayloadId } from '../../../platform/ids.js';
import { createMemoryTokens } from '../../sync/testing/memory-tokens.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import { readApprovals } from './approvals.js';
import { credentialsSchema, type TrendyolContext } from './client.js';

const barcodes = Array.from({ length: 1_000 }, (_, i) => `B${i}`);

/** A Trendyol whose editors have approved what is not pending or rejected; `callsLeft` is what its quota still grants. */
function shop(state: { pending: readonly string[]; rejected: readonly string[]; callsLeft?: number }): { context: TrendyolContext; calls: string[] } {
  const calls: string[] = [];
  const cache = new Map<string, string>();
  const answer = ({ path }: MarketplaceRequest): unknown => {
    const { pathname, searchParams } = new URL(path, 'http://sandbox');
    const asked = searchParams.get('barcodes')?.split(',');
    if (pathname.endsWith('/unapproved')) {
      const rows = [...state.pending.map((barcode) => ({ barcode, status: 'pendingApproval' })), ...state.rejected.map((barcode) => ({ barcode, status: 'rejected', rejectReasonDetails: [{ rejectReasonDetail: 'Görsel yetersiz' }] }))];
      return { totalPages: 1, content: rows.filter(({ barcode }) => asked?.includes(barcode) ?? true) };
    }
    return { content: (asked ?? []).map((barcode) => ({ contentId: `C-${barcode}`, variants: [{ barcode }] })) };
  };
  const context: TrendyolContext = {
    store: { storeId: 'sto_1' as never, sellerId: 'sel_1' as never, baseUrl: 'http://sandbox', currency: 'TRY', remoteSellerId: '2738', credentials: credentialsSchema.parse({ apiKey: 'k', apiSecret: 's' }) },
    http: {
      send: async (request) => {
        if (state.callsLeft !== undefined && calls.length >= state.callsLeft) throw new ConnectorError({ errorClass: 'RATE_LIMITED', outcome: 'NOT_SENT', message: 'spent' });
        calls.push(request.operation);
        return { status: 200, headers: {}, body: Buffer.from(JSON.stringify(answer(request))), payloadId: 'pay_1' as PayloadId };
      },
    },
    cache: { get: async (key) => cache.get(key) ?? null, set: async (key, value) => void cache.set(key, value) },
    tokens: createMemoryTokens(), now: () => new Date(0), marketplaceNow: () => new Date(0),
  };
  return { context, calls };
}

describe('the approvals of a batch of 1,000 products', () => {
  it('cost one call while all of them wait', async () => {
    const { context, calls } = shop({ pending: barcodes, rejected: [] });
    expect(await readApprovals(context, 'batch', barcodes)).toEqual([]);
    expect(calls).toHaveLength(1);
  });

  it('are told apart: approved with their content, rejected with the reason, waiting left out', async () => {
    const { context } = shop({ pending: ['B0'], rejected: ['B1'] });
    const results = await readApprovals(context, 'batch', barcodes);
    expect(results).toHaveLength(999);
    expect(results).toContainEqual({ remoteKey: 'B2', ok: true, remoteIds: { contentId: 'C-B2' } });
    expect(results.find(({ remoteKey }) => remoteKey === 'B1')).toMatchObject({ ok: false, issue: { code: 'IMAGE_REFUSED', message: 'Görsel yetersiz' } });
  });

  it('are read on from where a spent quota stopped them, and not again once known', async () => {
    const state = { pending: [], rejected: [], callsLeft: 11 };
    const { context, calls } = shop(state);
    await expect(readApprovals(context, 'batch', barcodes)).rejects.toMatchObject({ errorClass: 'RATE_LIMITED' });
    state.callsLeft = 100;
    expect(await readApprovals(context, 'batch', barcodes)).toHaveLength(1_000);
    expect(calls).toHaveLength(11 + 1 + 10);
    await readApprovals(context, 'batch', barcodes);
    expect(calls).toHaveLength(11 + 1 + 10 + 1);
  });
});
