import { gunzipSync, gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { MarketplaceHttp, ReceiptOutcome } from '../../sync/connector/contract.js';
import type { AmazonContext } from './credentials.js';
import { pollListingsFeed, submitListingsFeed, type FeedMessage } from './listings-feed.js';
import { openShop, SELLER, type Shop } from './testing/shop.js';

interface ReportedIssue {
  readonly sku?: string;
  readonly messageId?: number;
}

describe('the report of a listings feed', () => {
  let shop: Shop;
  beforeAll(async () => {
    shop = await openShop();
    await shop.control('POST', '/listings', { sellerId: SELLER.sellerId, items: [{ sku: 'FED-1', quantity: 5, price: 100 }, { sku: 'FED-3', quantity: 5, price: 100 }] });
  });
  afterAll(async () => shop.stop());

  const messages = ['FED-1', 'FED-GONE', 'FED-3'].map((sku): FeedMessage => ({ sku, operationType: 'PATCH', productType: 'PRODUCT', patches: [{ op: 'merge', path: '/attributes/fulfillment_availability', value: [{ fulfillment_channel_code: 'DEFAULT', quantity: 4, marketplace_id: 'A33AVAJ2PDY3EV' }] }] }));

  /** What the report says of each issue is changed on its way here. */
  function reporting(change: (issue: ReportedIssue) => ReportedIssue): AmazonContext {
    const { http } = shop.context;
    const send: MarketplaceHttp['send'] = async (request) => {
      const answer = await http.send(request);
      if (request.operation !== 'feeds.download') return answer;
      const report = JSON.parse(gunzipSync(answer.body).toString('utf8')) as { issues: ReportedIssue[] };
      return { ...answer, body: gzipSync(JSON.stringify({ ...report, issues: report.issues.map(change) })) };
    };
    return shop.contextWith({ http: { send } });
  }
  async function reportTo(context: AmazonContext, { forgets = false } = {}): Promise<ReceiptOutcome> {
    const feedId = await submitListingsFeed(context, messages, 'offers.pushFeed');
    await shop.advance(5_000);
    return pollListingsFeed(forgets ? { ...context, cache: shop.contextWith({}).cache } : context, feedId);
  }
  const refused = expect.objectContaining({ remoteKey: 'FED-GONE', ok: false, issue: expect.objectContaining({ code: 'LISTING_NOT_FOUND' }) });
  const applied = ['FED-1', 'FED-3'].map((remoteKey) => expect.objectContaining({ remoteKey, ok: true }));

  it.each<[string, (issue: ReportedIssue) => ReportedIssue]>([
    ['the SKU of its message', (issue) => issue],
    ['the number of its message alone', ({ sku: _sku, ...issue }) => issue],
    ['the number of its message beside an empty SKU', (issue) => ({ ...issue, sku: '' })],
  ])('marks an item as refused by %s, and the others as applied', async (_, change) => {
    expect(await reportTo(reporting(change))).toEqual({ kind: 'SETTLED', results: [refused, ...applied] });
  });

  it.each<[string, (issue: ReportedIssue) => ReportedIssue, boolean]>([
    ['no message is named', ({ sku: _sku, messageId: _id, ...issue }) => issue, false],
    ['a message is named that the feed has not', ({ sku: _sku, ...issue }) => ({ ...issue, messageId: 4 }), false],
    ['it is forgotten whose the messages are', ({ sku: _sku, ...issue }) => issue, true],
  ])('leaves an item to be read back where %s', async (_, change, forgets) => {
    expect(await reportTo(reporting(change), { forgets })).toEqual({ kind: 'SETTLED', results: applied });
  });
});
