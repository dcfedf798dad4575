import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sampleOrder } from '../../orders/testing/sample-orders.js';
import { takeInWebhooks } from './take-in-webhooks.js';
import { openIntakeSuite, type IntakeSuite } from './testing/intake-suite.js';

describe('a webhook call', () => {
  let suite: IntakeSuite;

  beforeEach(async () => {
    suite = await openIntakeSuite();
  });
  afterEach(() => suite.close());

  const stored = async () => ({ inbox: await suite.db.collection('inbox').countDocuments(), payloads: await suite.db.collection('payloads').countDocuments() });

  it('is stored and archived byte for byte before it is answered, then wakes the intake', async () => {
    const body = suite.market.bodyOf(sampleOrder());
    const status = await suite.post(suite.storeIds.first, body);
    expect(status).toBe(200);
    const [entry] = await suite.deps.inbox.waiting(suite.storeIds.first, 10);
    expect(entry?.body.toString()).toBe(body);
    const payload = await suite.archive.getPayload({ sellerId: suite.sellerId, id: entry!.payloadId!, revealPersonal: true });
    expect(payload?.requestBody?.content?.toString()).toBe(body);
    expect(suite.wakes).toEqual([`inbox/${suite.storeIds.first}`]);
  });

  it('leaves no secret in the ledger', async () => {
    await suite.post(suite.storeIds.first, suite.market.bodyOf(sampleOrder()));
    for (const name of ['inbox', 'payloads']) expect(JSON.stringify(await suite.db.collection(name).find().toArray())).not.toContain(suite.secret);
  });

  it('counts once however often it is repeated, and is answered each time', async () => {
    const body = suite.market.bodyOf(sampleOrder());
    const answers = await Promise.all(Array.from({ length: 5 }, () => suite.post(suite.storeIds.first, body)));
    expect(answers).toEqual([200, 200, 200, 200, 200]);
    expect((await stored()).inbox).toBe(1);
  });

  it('is refused with 401 and stored nowhere when its secret is wrong', async () => {
    const forged = await suite.post(suite.storeIds.first, suite.market.bodyOf(sampleOrder()), { secret: 'a-webhook-secret-of-other-length' });
    expect(forged).toBe(401);
    expect(await stored()).toEqual({ inbox: 0, payloads: 0 });
  });

  it.each([
    ['a store that is not here', 'sto_000000000000000000000000', 'ty'],
    ['another marketplace', 'first', 'n11'],
    ['a store whose marketplace has no webhooks', 'n11', 'n11'],
  ])('is refused with 404 for %s', async (_what, storeId, marketplace) => {
    const id = (suite.storeIds as Record<string, string>)[storeId] ?? storeId;
    expect(await suite.post(id, '{}', { marketplace })).toBe(404);
    expect(await stored()).toEqual({ inbox: 0, payloads: 0 });
  });

  it('is taken under the full name of its marketplace too', async () => {
    expect(await suite.post(suite.storeIds.first, '{}', { marketplace: 'trendyol' })).toBe(200);
  });

  it('is refused with 413 past 10 MB', async () => {
    const answer = await suite.post(suite.storeIds.first, Buffer.alloc(10 * 1024 * 1024 + 1, 32));
    expect(answer).toBe(413);
    expect(await stored()).toEqual({ inbox: 0, payloads: 0 });
  });

  it.each([
    ['not JSON', 'nonsense', 'application/json'],
    ['empty', '', 'application/json'],
    ['of a type nobody expects', '<xml/>', 'text/xml'],
  ])('that is authentic but %s is kept, set aside and listed', async (_what, body, type) => {
    expect(await suite.post(suite.storeIds.first, body, { type })).toBe(200);
    await takeInWebhooks(suite.deps, suite.storeIds.first, new AbortController().signal);
    const { items } = await suite.deps.inbox.quarantinedPage({ sellerId: suite.sellerId, page: {} });
    expect(items.map(({ node }) => node.state)).toMatchObject([{ kind: 'QUARANTINED', code: 'UNMAPPABLE', message: 'the body is not a list of orders' }]);
    expect(await suite.db.collection('inbox').findOne({ quarantined: true })).toHaveProperty('body');
  });

  it('is known by a secret that has just been changed', async () => {
    await suite.post(suite.storeIds.first, '{}');
    await suite.stores.recordWebhook({ storeId: suite.storeIds.first, kind: 'ACTIVE', remoteId: 'hook-1', secret: 'the-next-secret' });
    expect(await suite.post(suite.storeIds.first, '{"a":1}', { secret: 'the-next-secret' })).toBe(200);
  });
});
