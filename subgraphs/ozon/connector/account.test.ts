import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { API_KEY, CLIENT_ID } from '../sandbox/testing/running-sandbox.js';
import { readKeyState } from './account.js';
import { createOzonConnector } from './index.js';
import { webhooks } from './notifications.js';
import { contextOver } from './testing/contexts.js';
import { openSandbox, type OpenSandbox } from './testing/open-sandbox.js';

const DAY_MS = 86_400_000;
const webhook = { url: 'http://127.0.0.1:1/webhooks/oz/sto_1', secret: 'a-long-secret' };

describe("a shop's key", () => {
  let sandbox: OpenSandbox;
  beforeAll(async () => {
    sandbox = await openSandbox();
  });
  afterAll(() => sandbox.stop());
  const setKey = (change: object) => sandbox.control('POST', '/sellers', { clientId: CLIENT_ID, apiKey: API_KEY, ...change });

  it('is warned of a month ahead of its end, and not before', async () => {
    const context = contextOver({ http: sandbox.http });
    await setKey({ keyExpiresAt: Date.now() + 60 * DAY_MS - 3_600_000 });
    expect(await readKeyState(context)).toMatchObject({ daysLeft: 59, warning: null, roles: ['Admin'] });
    await setKey({ keyExpiresAt: Date.now() + 20 * DAY_MS - 3_600_000 });
    expect(await readKeyState(context)).toMatchObject({ daysLeft: 19, warning: expect.stringMatching(/ends on \d{4}-\d\d-\d\d/) });
    const { expiresAt } = await readKeyState(context);
    expect(await createOzonConnector().foreseeTrouble!(context)).toEqual([{ code: 'KEY_ENDS_SOON', message: expect.stringMatching(/make a new one/), dueAt: expiresAt }]);
    await setKey({});
    expect(await readKeyState(context)).toMatchObject({ expiresAt: null, daysLeft: null, warning: null });
    expect(await createOzonConnector().foreseeTrouble!(context)).toEqual([]);
  });

  it.each([['has expired', { keyExpiresAt: 1_000 }], ['was revoked', { isRevoked: true }]])('that %s is refused as AUTHENTICATION', async (_name, change) => {
    await setKey(change);
    await expect(createOzonConnector().checkAccount(contextOver({ http: sandbox.http }))).rejects.toMatchObject({ errorClass: 'AUTHENTICATION' });
    await setKey({});
  });

  it('without the role for notifications costs the notifications, not the store', async () => {
    await setKey({ deniedPaths: ['/v1/notification/list'] });
    await expect(webhooks.ensure!(contextOver({ http: sandbox.http }), webhook)).rejects.toMatchObject({ errorClass: 'VALIDATION', remoteCode: 'ROLE_MISSING' });
    await setKey({});
  });

  it('has a notification that was switched off switched on again', async () => {
    const context = contextOver({ http: sandbox.http });
    const { remoteId } = await webhooks.ensure!(context, webhook);
    await sandbox.post('/v1/notification/enable', { id: Number(remoteId), enabled: false });
    expect(await webhooks.ensure!(context, webhook)).toEqual({ remoteId, wasOff: true });
    expect(await webhooks.ensure!(context, webhook)).toEqual({ remoteId, wasOff: false });
  });
});

describe("Ozon's notifications", () => {
  const call = (body: object, path = `/${webhook.secret}`) => ({ method: 'POST', path, headers: {}, body: Buffer.from(JSON.stringify(body)) });

  it('are answered a ping with name, version and time, to who knows the address', () => {
    const ping = { message_type: 'TYPE_PING', time: '2026-11-22T10:00:00Z' };
    expect(webhooks.handshake!(call(ping), webhook)).toEqual({ status: 200, body: { name: expect.any(String), version: expect.any(String), time: expect.any(String) } });
    expect(webhooks.handshake!(call(ping, '/another-secret'), webhook)).toBeNull();
    expect(webhooks.handshake!(call({ message_type: 'TYPE_NEW_POSTING' }), webhook)).toBeNull();
  });

  it('are answered with the result Ozon looks for', () => {
    expect(webhooks.reply).toEqual({ status: 200, body: { result: true } });
  });

  it.each<[string, object, object]>([
    ['a new posting', { message_type: 'TYPE_NEW_POSTING', posting_number: '70000001-0001-1' }, { changedOrderIds: ['70000001-0001'], pollNow: false }],
    ["a posting of Ozon's warehouse", { message_type: 'TYPE_FBO_POSTING_NEW', uuid: 'u', posting_number: '70000001-0001-12' }, { changedOrderIds: ['70000001-0001'], pollNow: false }],
    ['a kind about orders that is new', { message_type: 'TYPE_ORDER_STATE_CHANGED', uuid: 'u' }, { changedOrderIds: [], pollNow: true }],
    ['a chat message', { message_type: 'TYPE_NEW_MESSAGE', chat_id: 'c' }, { changedOrderIds: [], pollNow: false }],
  ])('say of %s what to read', (_name, body, expected) => {
    expect(webhooks.parse(call(body), 'RUB')).toEqual({ orders: [], ...expected });
  });
});
