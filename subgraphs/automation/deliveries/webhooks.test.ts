import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openAlertOffice, type AlertOffice } from '../testing/alert-office.js';
import { isSignedBy, startWebhookReceiver } from '../testing/webhook-receiver.js';
import type { WebhookDelivery } from './domain/webhook-delivery.js';

const ENDPOINT = 'endpoint { id url kinds isActive disabledReason secretsInForce failingSince } secret userErrors { code field }';
const CREATE = `mutation ($input: WebhookEndpointCreateInput!) { webhookEndpointCreate(input: $input) { ${ENDPOINT} } }`;
const DELIVERIES = 'query ($filter: WebhookDeliveryFilter) { webhookDeliveries(filter: $filter) { nodes { id messageId kind state tries nextAttemptAt deliveredAt attempts { status trouble } body } } }';
const HOUR_MS = 3_600_000;

interface EndpointAnswer {
  readonly endpoint: { readonly id: string; readonly isActive: boolean; readonly disabledReason: string | null; readonly secretsInForce: number } | null;
  readonly secret: string | null;
  readonly userErrors: readonly { readonly code: string }[];
}
interface ShownDelivery {
  readonly id: string;
  readonly messageId: string;
  readonly state: string;
  readonly tries: number;
  readonly nextAttemptAt: string | null;
}

let office: AlertOffice;
beforeAll(async () => {
  office = await openAlertOffice({ goods: 1 });
});
beforeEach(() => office.reset());
afterAll(() => office.close());

const mutate = async (name: string, type: string, input: object, fields = ENDPOINT): Promise<EndpointAnswer> => {
  const { data, errors } = await office.ask(`mutation ($input: ${type}!) { ${name}(input: $input) { ${fields} } }`, { input });
  expect(errors).toBeUndefined();
  return data?.[name] as unknown as EndpointAnswer;
};
const create = async (input: object = {}): Promise<{ readonly id: string; readonly secret: string }> => {
  const { data } = await office.ask(CREATE, { input: { url: office.receiver.url, kinds: ['REPORT_READY'], ...input } });
  const { endpoint, secret } = data?.['webhookEndpointCreate'] as unknown as EndpointAnswer;
  return { id: endpoint!.id, secret: secret! };
};
const deliveries = async (filter: object = {}): Promise<readonly ShownDelivery[]> => (await office.ask(DELIVERIES, { filter })).data?.['webhookDeliveries']?.['nodes'] as unknown as readonly ShownDelivery[];
const deliver = (idempotencyId: string) => office.deliveries.port.deliver({ sellerId: office.principal.sellerId, kind: 'report.ready', body: { n: idempotencyId }, idempotencyId });
const send = () => office.deliveries.sendDue();
const endpoints = async () => (await office.ask('{ webhookEndpoints { nodes { isActive disabledReason } } }')).data?.['webhookEndpoints']?.['nodes'] as unknown as readonly object[];

describe('a message', () => {
  it('is durable for each endpoint that wants its kind, once, however often it is told', async () => {
    await create();
    await create({ kinds: ['ALERT_RAISED'] });
    const told = await Promise.all(Array.from({ length: 20 }, () => deliver('r-1')));
    expect(new Set(told.map(({ messageId, endpoints: count }) => `${messageId} ${count}`)).size).toBe(1);
    expect(await deliveries()).toMatchObject([{ kind: 'REPORT_READY', state: 'PENDING', tries: 0 }]);
  });

  it('arrives signed under the headers of Standard Webhooks, and is known as the same by its id', async () => {
    const { secret } = await create();
    const { messageId } = await deliver('r-1');
    await send();
    await deliver('r-1');
    await send();
    const [call, ...more] = office.receiver.calls;
    expect(more).toEqual([]);
    expect(call?.headers).toMatchObject({ 'webhook-id': messageId, 'content-type': 'application/json' });
    expect(JSON.parse(call!.text)).toMatchObject({ type: 'report.ready', data: { n: 'r-1' } });
    expect(isSignedBy(call!, secret, new Date())).toBe(true);
    expect(isSignedBy({ ...call!, text: `${call!.text} ` }, secret, new Date())).toBe(false);
    expect(await deliveries()).toMatchObject([{ state: 'DELIVERED', tries: 1, nextAttemptAt: null, attempts: [{ status: 204, trouble: null }] }]);
  });

  it('is sent once when several workers look at the same time', async () => {
    await create();
    for (let n = 0; n < 30; n++) await deliver(`r-${n}`);
    const others = [office.openAnother(), office.openAnother()];
    await Promise.all([office.automation, ...others].map((one) => one.deliveries!.sendDue()));
    const ids = office.receiver.calls.map(({ headers }) => headers['webhook-id']);
    expect([ids.length, new Set(ids).size]).toEqual([30, 30]);
    await Promise.all(others.map((other) => other.close()));
  });

  it('is sent again by another worker when the one that had it died', async () => {
    await create();
    await deliver('r-1');
    const collection = office.house.db.collection<WebhookDelivery>('webhook_deliveries');
    await collection.updateMany({}, { $set: { leaseId: 'dead', leaseUntil: new Date(Date.now() + 60_000) }, $inc: { tries: 1 } });
    await send();
    expect(office.receiver.calls).toEqual([]);
    office.putForward(61_000);
    await send();
    expect(await deliveries()).toMatchObject([{ state: 'DELIVERED', tries: 2 }]);
  });

  it('is tried again later under the same id and the same text after trouble', async () => {
    await create();
    office.receiver.answerWith({ status: 500 }, { status: 302, headers: { location: 'http://127.0.0.1:1/' } });
    await deliver('r-1');
    await send();
    expect(await deliveries()).toMatchObject([{ state: 'PENDING', tries: 1, attempts: [{ status: 500, trouble: 'STATUS' }] }]);
    await send();
    expect(office.receiver.calls).toHaveLength(1);
    for (let n = 0; n < 2; n++) {
      office.putForward(61_000);
      await send();
    }
    const [first, second, third] = office.receiver.calls;
    expect([second, third].map((call) => [call?.headers['webhook-id'], call?.text])).toEqual([[first?.headers['webhook-id'], first?.text], [first?.headers['webhook-id'], first?.text]]);
    expect(await deliveries()).toMatchObject([{ state: 'DELIVERED', tries: 3 }]);
  });

  it('waits as long as the endpoint asks, as all others to it do', async () => {
    await create();
    office.receiver.answerWith({ status: 503, headers: { 'retry-after': '3600' } });
    await deliver('r-1');
    await send();
    await deliver('r-2');
    office.putForward(3_500_000);
    await send();
    expect(office.receiver.calls).toHaveLength(1);
    office.putForward(200_000);
    await send();
    expect((await deliveries()).map(({ state }) => state)).toEqual(['DELIVERED', 'DELIVERED']);
  });

  it('for one endpoint does not wait for another that hangs', async () => {
    const hanging = await startWebhookReceiver();
    hanging.answerWith(...Array.from({ length: 4 }, () => 'HANG' as const));
    const { id } = await create({ url: hanging.url });
    await create({ kinds: ['ALERT_RAISED'] });
    for (let n = 0; n < 4; n++) await deliver(`r-${n}`);
    const slow = send();
    await hanging.whenCalled(2);
    await office.deliveries.port.deliver({ sellerId: office.principal.sellerId, kind: 'alert.raised', body: {}, idempotencyId: 'a-1' });
    const quick = send();
    await office.receiver.whenCalled(1);
    expect(await deliveries({ endpointIds: [id] })).toMatchObject(Array.from({ length: 4 }, () => ({ state: 'PENDING', attempts: [] })));
    await hanging.close();
    await Promise.all([slow, quick]);
  });
});

describe('an endpoint', () => {
  it('that fails for a day is switched off, an alert is raised, and what it missed can be sent again', async () => {
    const { id } = await create();
    await create({ url: `${office.receiver.url}/other`, kinds: ['ALERT_RAISED'] });
    office.receiver.answerWith(...Array.from({ length: 60 }, () => ({ status: 500 })));
    await deliver('r-1');
    for (let n = 0; n < 60 && (await deliveries({ states: ['PENDING'], kinds: ['REPORT_READY'] })).length > 0; n++) {
      await send();
      office.putForward(2 * HOUR_MS);
    }
    expect(await deliveries({ kinds: ['REPORT_READY'] })).toMatchObject([{ state: 'FAILED', nextAttemptAt: null }]);
    expect(await endpoints()).toContainEqual({ isActive: false, disabledReason: 'FAILING' });
    await office.alerts.look();
    const alerts = async (state: string): Promise<unknown> => (await office.ask(`{ alerts(filter: { states: [${state}] }) { nodes { kind subject } } }`)).data?.['alerts']?.['nodes'];
    expect(await alerts('OPEN')).toEqual([{ kind: 'ENDPOINT_OFF', subject: id }]);
    expect(await deliver('r-2')).toMatchObject({ endpoints: 0 });
    office.receiver.calls.length = 0;
    const [failed] = await deliveries({ endpointIds: [id] });
    expect(await mutate('webhookRedeliver', 'WebhookRedeliverInput', { id: failed?.id }, 'userErrors { code }')).toEqual({ userErrors: [{ code: 'WEBHOOK_ENDPOINT_DISABLED' }] });
    expect(await mutate('webhookEndpointSet', 'WebhookEndpointSetInput', { id, isActive: true })).toMatchObject({ endpoint: { isActive: true, disabledReason: null } });
    await office.alerts.look();
    expect(await alerts('OPEN')).toEqual([]);
  });

  it('that answers 410 is switched off at once', async () => {
    await create();
    office.receiver.answerWith({ status: 410 });
    await deliver('r-1');
    await send();
    expect(await endpoints()).toEqual([{ isActive: false, disabledReason: 'GONE' }]);
  });

  it('shows its secret once, and keeps it sealed', async () => {
    const input = { url: office.receiver.url, kinds: ['REPORT_READY'], idempotencyKey: 'k-1' };
    const first = await mutate('webhookEndpointCreate', 'WebhookEndpointCreateInput', input);
    const again = await mutate('webhookEndpointCreate', 'WebhookEndpointCreateInput', input);
    expect([again.endpoint?.id, again.secret]).toEqual([first.endpoint?.id, null]);
    expect(first.secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(JSON.stringify(await office.house.db.collection('webhook_endpoints').find().toArray())).not.toContain(first.secret!.slice(6));
    expect((await mutate('webhookEndpointCreate', 'WebhookEndpointCreateInput', { ...input, kinds: ['ALERT_RAISED'] })).userErrors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED' }]);
  });

  it('is signed for with both secrets while the overlap of a rotation lasts, then with the new one alone', async () => {
    const { id, secret } = await create();
    const rotated = await mutate('webhookEndpointRotateSecret', 'WebhookEndpointRotateSecretInput', { id, overlapHours: 1 });
    expect(rotated.endpoint?.secretsInForce).toBe(2);
    await deliver('r-1');
    await send();
    office.putForward(HOUR_MS + 1_000);
    await deliver('r-2');
    await send();
    const signedBy = (call: (typeof office.receiver.calls)[number]) => [secret, rotated.secret!].map((one) => isSignedBy(call, one, office.clock.now()) || isSignedBy(call, one, new Date()));
    expect(office.receiver.calls.map(signedBy)).toEqual([[true, true], [false, true]]);
  });

  it('is pinged on request, once under a key', async () => {
    const { id } = await create();
    for (let n = 0; n < 2; n++) await mutate('webhookPing', 'WebhookEndpointInput', { id, idempotencyKey: 'p-1' }, 'delivery { kind } userErrors { code }');
    await send();
    expect(office.receiver.calls.map(({ text }) => (JSON.parse(text) as { type: string }).type)).toEqual(['webhook.ping']);
  });

  it('is sent a message again on request, with the id it had', async () => {
    await create();
    const { messageId } = await deliver('r-1');
    await send();
    const [done] = await deliveries();
    for (let n = 0; n < 2; n++) await mutate('webhookRedeliver', 'WebhookRedeliverInput', { id: done?.id, idempotencyKey: 'again' }, 'userErrors { code }');
    await send();
    expect(office.receiver.calls.map(({ headers }) => headers['webhook-id'])).toEqual([messageId, messageId]);
  });

  it('is sent nothing more once it was removed', async () => {
    const { id } = await create();
    await deliver('r-1');
    await mutate('webhookEndpointRemove', 'WebhookEndpointInput', { id });
    await send();
    expect(office.receiver.calls).toEqual([]);
    expect(await deliveries()).toMatchObject([{ state: 'FAILED', attempts: [{ trouble: 'ENDPOINT_DISABLED' }] }]);
    expect((await mutate('webhookEndpointRemove', 'WebhookEndpointInput', { id })).userErrors).toMatchObject([{ code: 'UNKNOWN_WEBHOOK_ENDPOINT' }]);
  });

  it.each(['http://example.com/hub', 'ftp://example.com', 'no address', 'https://user:pass@example.com/', 'https://example.com/#part', 'https://10.0.0.1/', 'https://169.254.169.254/latest', 'https://[fd00::1]/', 'https://0xa9fea9fe/'])('cannot be at %s', async (url) => {
    expect(await mutate('webhookEndpointCreate', 'WebhookEndpointCreateInput', { url, kinds: ['REPORT_READY'] })).toMatchObject({ endpoint: null, secret: null, userErrors: [{ code: 'INVALID_WEBHOOK_URL', field: ['input', 'url'] }] });
  });

  it('belongs to its seller, who may have ten', async () => {
    const { id } = await create();
    for (let n = 1; n < 10; n++) await create();
    expect((await mutate('webhookEndpointCreate', 'WebhookEndpointCreateInput', { url: office.receiver.url, kinds: ['REPORT_READY'] })).userErrors).toMatchObject([{ code: 'TOO_MANY_WEBHOOK_ENDPOINTS' }]);
    const { data } = await office.ask('mutation ($input: WebhookEndpointInput!) { webhookPing(input: $input) { userErrors { code } } }', { input: { id } }, office.stranger);
    expect(data).toEqual({ webhookPing: { userErrors: [{ code: 'UNKNOWN_WEBHOOK_ENDPOINT' }] } });
    expect((await office.ask('{ webhookEndpoints { nodes { id } } }', {}, { ...office.principal, scopes: [] })).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });
});
