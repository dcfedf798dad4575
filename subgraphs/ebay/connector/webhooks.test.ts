import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { WebhookCall } from '../../sync/connector/contract.js';
import { startListener, type Listener } from '../testing/listener.js';
import { SELLER, startSandbox, type RunningSandbox } from '../testing/running-sandbox.js';
import { send } from './client.js';
import { orders } from './orders.js';
import { pathOf } from './verification.js';
import { webhooks } from './webhooks.js';

const SECRET = 'a-secret-of-this-store';
let sandbox: RunningSandbox;
let listener: Listener;

beforeEach(async () => {
  sandbox = await startSandbox();
  listener = await startListener(SECRET);
  await sandbox.control('POST', '/products', { seller: SELLER.username, items: [{ sku: 'KUPA-1' }] });
});
afterEach(async () => {
  await listener.close();
  await sandbox.stop();
});

const ensure = () => webhooks.ensure!(sandbox.context, { url: listener.url, secret: SECRET });
const order = (buyer: object = {}) => sandbox.control<{ orderId: string; buyer: string }>('POST', '/orders', { seller: SELLER.username, lines: [{ sku: 'KUPA-1', quantity: 1 }], buyer });
const isAuthentic = (call: WebhookCall) => webhooks.isAuthentic(call, SECRET, async () => sandbox.context);
const ask = async (path: string) => (await send(sandbox.context, { endpoint: 'notification', operation: 'test', method: 'GET', path: `/commerce/notification/v1/${path}`, identity: 'APPLICATION' })).json;
const destinations = async () => ((await ask('destination')) as { destinations: { destinationId: string; name: string; deliveryConfig: { endpoint: string } }[] }).destinations;
/** Whose address is told of closed accounts. */
async function dutyHeardAt(): Promise<string | undefined> {
  const { subscriptions } = (await ask('subscription')) as { subscriptions: { topicId: string; destinationId: string }[] };
  const duty = subscriptions.find(({ topicId }) => topicId === 'MARKETPLACE_ACCOUNT_DELETION');
  const endpoint = (await destinations()).find(({ destinationId }) => destinationId === duty?.destinationId)?.deliveryConfig.endpoint;
  return endpoint === undefined ? undefined : new URL(endpoint).origin;
}
const topicOf = ({ body }: WebhookCall) => (JSON.parse(body.toString('utf8')) as { metadata: { topic: string } }).metadata.topic;
const keyReads = async () => (await sandbox.control<{ requests: unknown[] }>('GET', '/requests?path=public_key')).requests.length;

describe('notices of eBay', () => {
  it('are asked for at an address that first meets the challenge', async () => {
    expect(await ensure()).toMatchObject({ wasOff: true });
    expect(listener.challenges).toHaveLength(1);
    expect(await ensure()).toMatchObject({ wasOff: false });
    expect(listener.challenges).toHaveLength(1);
  });

  it('are not asked for at an address that nobody answers', async () => {
    const elsewhere = webhooks.ensure!(sandbox.context, { url: 'https://hub.example.invalid/webhooks/eb/x', secret: SECRET });
    await expect(elsewhere).rejects.toMatchObject({ errorClass: 'VALIDATION', remoteCode: '195020' });
  });

  it('are refused by eBay while nobody says whom to write to, and say so', async () => {
    const { alertEmail: _, ...credentials } = sandbox.context.store.credentials;
    const context = { ...sandbox.context, store: { ...sandbox.context.store, credentials } };
    await expect(webhooks.ensure!(context, { url: listener.url, secret: SECRET })).rejects.toMatchObject({ errorClass: 'VALIDATION', remoteCode: '195003' });
  });

  it('name the order that was paid', async () => {
    await ensure();
    const { orderId } = await order();
    const call = await listener.notice();
    expect(await isAuthentic(call)).toBe(true);
    expect(webhooks.parse(call, 'EUR')).toEqual({ orders: [], changedOrderIds: [orderId], pollNow: true });
  });

  it('tell of returns and of wishes to cancel, beside their order', async () => {
    await ensure();
    const { orderId } = await order();
    const paid = await listener.notice();
    const about = (topic: string) => webhooks.parse({ ...paid, body: Buffer.from(paid.body.toString('utf8').replace('"ORDER_CONFIRMATION"', `"${topic}"`)) }, 'EUR');
    for (const topic of ['ORDER_RETURN_ACTIVITY', 'ORDER_CANCELLATION_ACTIVITY', 'ITEM_COMMITMENT_CANCELLATION_ACTIVITY']) expect(about(topic)).toEqual({ orders: [], changedOrderIds: [orderId], pollNow: true, returnsChanged: true });
  });

  it('of a consent that has ended are believed without it, and have the store found out at once', async () => {
    await ensure();
    await sandbox.control('POST', `/sellers/${SELLER.username}/revoke`);
    const call = await listener.notice((one) => topicOf(one) === 'AUTHORIZATION_REVOCATION');
    expect(await isAuthentic(call)).toBe(true);
    expect(webhooks.parse(call, 'EUR')).toEqual({ orders: [], changedOrderIds: [], pollNow: true });
    await expect(orders.changedSince(sandbox.context, new Date(), null)).rejects.toMatchObject({ errorClass: 'AUTHENTICATION', outcome: 'REFUSED', remoteCode: 'invalid_grant' });
  });

  it('are known by their signature over the exact bytes', async () => {
    await ensure();
    await order();
    const call = await listener.notice();
    const changed = Buffer.from(call.body.toString('utf8').replace('"publishAttemptCount":1', '"publishAttemptCount":2'));
    expect(changed.equals(call.body)).toBe(false);
    expect(await isAuthentic({ ...call, body: changed })).toBe(false);
    expect(await isAuthentic({ ...call, path: '' })).toBe(false);
    expect(await isAuthentic({ ...call, headers: { ...call.headers, 'x-ebay-signature': 'bm8=' } })).toBe(false);
  });

  it('cost one look at the public key, and one more for a new key', async () => {
    await ensure();
    await order();
    const first = await listener.notice();
    expect([await isAuthentic(first), await isAuthentic(first)]).toEqual([true, true]);
    expect(await keyReads()).toBe(1);
    await sandbox.control('POST', '/notification-key/rotate');
    await order();
    const second = await listener.notice((call) => call.headers['x-ebay-signature']?.slice(0, 60) !== first.headers['x-ebay-signature']?.slice(0, 60));
    expect(await isAuthentic(second)).toBe(true);
    expect(await keyReads()).toBe(2);
  });

  it('are refused when eBay knows no such key', async () => {
    await ensure();
    await order();
    const call = await listener.notice();
    const forged = Buffer.from(JSON.stringify({ alg: 'ecdsa', kid: 'no-such-key', signature: 'bm8=', digest: 'SHA1' })).toString('base64');
    expect(await isAuthentic({ ...call, headers: { 'x-ebay-signature': forged } })).toBe(false);
  });

  it('of a closed account name the buyer whose data must go, by each of the names eBay has', async () => {
    await ensure();
    const { orderId } = await order({ username: 'ornek_alici', userId: 'exUser1' });
    await sandbox.control('POST', '/account-deletions', { username: 'ornek_alici' });
    const call = await listener.notice((one) => topicOf(one) === 'MARKETPLACE_ACCOUNT_DELETION');
    expect(await isAuthentic(call)).toBe(true);
    expect(webhooks.parse(call, 'EUR')).toEqual({ orders: [], changedOrderIds: [], pollNow: false, erasedBuyers: ['ornek_alici', 'exUser1', expect.any(String)] });
    expect(orderId).toMatch(/^\d\d-\d{5}-\d{5}$/);
  });

  it('of a closed account come again until somebody takes them', async () => {
    await ensure();
    listener.answer(500);
    await sandbox.control('POST', '/account-deletions', { username: 'nobody' });
    const closed = () => listener.notices.filter((one) => topicOf(one) === 'MARKETPLACE_ACCOUNT_DELETION').length;
    await listener.notice();
    for (let hour = 0; hour < 5; hour += 1) await sandbox.control('POST', '/clock', { advanceMs: 3_600_000 });
    expect(closed()).toBeGreaterThan(3);
  });

  it('of closed accounts go to one store of a keyset, and to another once that one no longer listens', async () => {
    await ensure();
    const sister = await startListener('a-secret-of-its-sister');
    try {
      const ensureSister = () => webhooks.ensure!(sandbox.context, { url: sister.url, secret: 'a-secret-of-its-sister' });
      await ensureSister();
      expect(await dutyHeardAt()).toBe(listener.url);
      const { destinationId, ...destination } = (await destinations()).find(({ deliveryConfig }) => deliveryConfig.endpoint.startsWith(listener.url))!;
      await send(sandbox.context, { endpoint: 'notification', operation: 'test', method: 'PUT', path: `/commerce/notification/v1/destination/${destinationId}`, identity: 'APPLICATION', body: { ...destination, status: 'DISABLED' } });
      await ensureSister();
      expect(await dutyHeardAt()).toBe(sister.url);
    } finally {
      await sister.close();
    }
  });

  it('that tell nothing of interest change nothing', () => {
    const body = Buffer.from(JSON.stringify({ metadata: { topic: 'FEEDBACK_RECEIVED' }, notification: { data: {} } }));
    expect(webhooks.parse({ method: 'POST', path: pathOf(SECRET), body }, 'EUR')).toEqual({ orders: [], changedOrderIds: [], pollNow: false });
  });

  it('are ended together with their destination', async () => {
    const { remoteId } = await ensure();
    await webhooks.remove!(sandbox.context, remoteId);
    await webhooks.remove!(sandbox.context, remoteId);
    expect(await ensure()).toMatchObject({ wasOff: true });
  });
});
