import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sampleOrder } from '../../orders/testing/sample-orders.js';
import { ConnectorError } from '../connector/contract.js';
import { takeInNews } from './take-in-news.js';
import { PING, tokenOf } from './testing/paper-market.js';
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
    await takeInNews(suite.deps, suite.storeIds.first, new AbortController().signal);
    const { items } = await suite.deps.inbox.quarantinedPage({ sellerId: suite.sellerId, page: {} });
    expect(items.map(({ node }) => node.state)).toMatchObject([{ kind: 'QUARANTINED', code: 'UNMAPPABLE', message: 'the body is not a list of orders' }]);
    expect(await suite.db.collection('inbox').findOne({ quarantined: true })).toHaveProperty('body');
  });

  it('is known by a secret that has just been changed', async () => {
    await suite.post(suite.storeIds.first, '{}');
    await suite.stores.recordWebhook({ storeId: suite.storeIds.first, kind: 'ACTIVE', remoteId: 'hook-1', secret: 'the-next-secret' });
    expect(await suite.post(suite.storeIds.first, '{"a":1}', { secret: 'the-next-secret' })).toBe(200);
  });

  describe('at an address below the store\'s own', () => {
    it('is kept with method and path, and read by them', async () => {
      expect((await suite.call(suite.storeIds.first, '{}', { method: 'PUT', path: '/orders/T-1/cancel?again=1' })).status).toBe(200);
      const [entry] = await suite.deps.inbox.waiting(suite.storeIds.first, 10);
      expect(entry?.call).toEqual({ method: 'PUT', path: '/orders/T-1/cancel?again=1' });
      await takeInNews(suite.deps, suite.storeIds.first, new AbortController().signal);
      expect(await suite.db.collection('inbox').findOne({})).toMatchObject({ reading: true, orderIds: ['T-1'] });
      expect(await suite.db.collection('payloads').findOne({})).toMatchObject({ method: 'PUT', url: `http://127.0.0.1:4000/webhooks/ty/${suite.storeIds.first}/orders/T-1/cancel?again=1` });
    });

    it('is other news than the same body elsewhere, and the same when it is repeated', async () => {
      for (const path of ['/orders/T-1/cancel', '/orders/T-2/cancel', '/orders/T-1/cancel']) await suite.call(suite.storeIds.first, '{}', { method: 'PUT', path });
      await suite.call(suite.storeIds.first, '{}', { path: '/orders/T-1/cancel' });
      expect((await stored()).inbox).toBe(3);
    });

    it.each([
      ['the secret', (secret: string) => secret],
      ['what was made from the secret', tokenOf],
    ])('may show %s there, which is kept and logged nowhere', async (_what, shownOf) => {
      const shown = shownOf(suite.secret);
      const forged = await suite.call(suite.storeIds.first, suite.market.bodyOf(sampleOrder()), { secret: 'none', path: `/${shown}x` });
      expect(forged.status).toBe(401);
      const { status, text } = await suite.call(suite.storeIds.first, 'nonsense', { secret: 'none', path: `/${shown}` });
      const refused = await suite.call(suite.storeIds.first, null, { method: 'DELETE', secret: 'none', path: `/${shown}` });
      expect([status, refused.status, refused.headers.get('allow')]).toEqual([200, 405, 'GET, POST, PUT']);
      await takeInNews(suite.deps, suite.storeIds.first, new AbortController().signal);
      const ledger = await Promise.all(['inbox', 'payloads'].map((name) => suite.db.collection(name).find().toArray()));
      expect(suite.logged.length).toBeGreaterThan(0);
      for (const written of [JSON.stringify(ledger), suite.logged.join(), text, forged.text, refused.text]) expect(written).not.toContain(shown);
      expect(await suite.db.collection('inbox').findOne({})).toMatchObject({ call: { path: '/[redacted]' } });
    });
  });

  describe('that only asks who listens', () => {
    const proofFor = (path: string) => createHash('sha256').update(`${path}${suite.secret}http://127.0.0.1:4000/webhooks/ty/${suite.storeIds.first}`).digest('hex');

    it('is answered at once and stored nowhere', async () => {
      const { status, text, headers } = await suite.call(suite.storeIds.first, null, { method: 'GET', path: '?challenge=abc', secret: 'none' });
      expect([status, headers.get('content-type'), JSON.parse(text)]).toEqual([200, 'application/json; charset=utf-8', { proof: proofFor('?challenge=abc') }]);
      const ping = await suite.call(suite.storeIds.first, PING);
      expect([ping.status, ping.text]).toEqual([200, '{"pong":true}']);
      expect(await stored()).toEqual({ inbox: 0, payloads: 0 });
      expect(suite.wakes).toEqual([]);
    });

    it('is answered with the secret of now, not of a moment ago', async () => {
      await suite.post(suite.storeIds.first, '{}');
      await suite.stores.recordWebhook({ storeId: suite.storeIds.first, kind: 'ACTIVE', remoteId: 'hook-1', secret: 'the-next-secret' });
      const { text } = await suite.call(suite.storeIds.first, null, { method: 'GET', path: '?challenge=abc' });
      expect(JSON.parse(text)).not.toEqual({ proof: proofFor('?challenge=abc') });
    });

    it('says nothing of a guessed secret that a forged call does not say', async () => {
      const [ping, news] = await Promise.all([suite.call(suite.storeIds.first, PING, { secret: 'guessed' }), suite.call(suite.storeIds.first, '{}', { secret: 'guessed' })]);
      expect([ping.status, ping.text]).toEqual([401, news.text]);
    });

    it('is refused with 404 for another marketplace or store', async () => {
      for (const [storeId, marketplace] of [[suite.storeIds.first, 'n11'], ['sto_000000000000000000000000', 'ty'], [suite.storeIds.n11, 'n11']] as const) {
        expect((await suite.call(storeId, null, { method: 'GET', path: '?challenge=abc', marketplace })).status).toBe(404);
      }
    });
  });

  it('hears what the marketplace wants to hear, each time', async () => {
    suite.market.wantReply({ status: 200, body: { result: true } });
    const answers = [await suite.call(suite.storeIds.first, '{}'), await suite.call(suite.storeIds.first, '{}')];
    expect(answers.map(({ text }) => text)).toEqual(['{"result":true}', '{"result":true}']);
    suite.market.wantReply({ status: 204, body: null });
    const { status, text } = await suite.call(suite.storeIds.first, '{}');
    expect([status, text]).toEqual([204, '']);
  });

  it('is to be repeated when it cannot be found out who makes it', async () => {
    suite.market.failChecks(new ConnectorError({ errorClass: 'NETWORK', outcome: 'NOT_SENT', message: 'the key could not be fetched' }));
    expect((await suite.call(suite.storeIds.first, '{}')).status).toBe(503);
    expect(await stored()).toEqual({ inbox: 0, payloads: 0 });
    suite.market.failChecks(null);
    expect(await suite.post(suite.storeIds.first, '{}')).toBe(200);
  });

  it('without the secret is asked for it', async () => {
    const { headers } = await suite.call(suite.storeIds.first, '{}', { secret: 'none' });
    expect(headers.get('www-authenticate')).toBe('Basic realm="webhooks"');
  });
});
