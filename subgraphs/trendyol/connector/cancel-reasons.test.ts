import { describe, expect, it } from '@jest/globals';
import { CANCEL_REASONS, type PackageAction } from '../../sync/connector/contract.js';
import { orders } from './orders.js';
import { scriptedContext } from './testing/scripted-context.js';

const action: PackageAction = { remoteOrderId: '1', remotePackageId: '9900000001', packageStatus: 'CREATED', lines: [{ remoteLineId: '5', quantity: 1 }], parameters: {} };

describe('lines given up on Trendyol', () => {
  it("name Trendyol's reason, what the buyer wants or wrote its force majeure, and say so", async () => {
    const { context, requests } = scriptedContext(() => ({ body: {} }));
    for (const reason of [...CANCEL_REASONS, 'of an earlier version']) await orders.cancelLines(context, { ...action, parameters: { reason } });
    const sent = requests.map(({ body }) => (JSON.parse(String(body)) as { reasonId: number }).reasonId);
    expect(sent).toEqual([500, 501, 502, 506, 506, 506, 504, 504]);
    expect(CANCEL_REASONS.filter((reason) => !orders.cancelReasons[reason].isExact)).toEqual(['BUYER_ASKED', 'ADDRESS', 'OTHER']);
  });
});
