import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isEventGap } from '../../../platform/events/event.js';
import type { Sku } from '../../../platform/ids.js';
import type { StoredBulletin } from '../domain/bulletin.js';
import { openAlertOffice, type AlertOffice } from '../testing/alert-office.js';
import { isSignedBy } from '../testing/webhook-receiver.js';
import { ALERT_CHANGED } from './events.js';

const ALERTS = 'query ($filter: AlertFilter, $first: Int, $after: String) { alerts(filter: $filter, first: $first, after: $after) { nodes { id kind state severity sku subject value threshold resolution store { id } explanation { code cause language } } pageInfo { hasNextPage endCursor } } }';
const SET_RULE = 'mutation ($input: AlertRuleSetInput!) { alertRuleSet(input: $input) { rule { id threshold endsAt severity isOn isDefault } userErrors { code field } } }';
const CREATE = 'mutation ($input: WebhookEndpointCreateInput!) { webhookEndpointCreate(input: $input) { endpoint { id } secret userErrors { code } } }';

const DAY_MS = 86_400_000;

interface Shown {
  readonly id: string;
  readonly subject: string | null;
  readonly kind: string;
  readonly state: string;
  readonly value: number | null;
  readonly resolution: string | null;
  readonly explanation: { readonly code: string; readonly cause: string };
}

let office: AlertOffice;
let ending: AbortController;
beforeEach(async () => {
  ending = new AbortController();
  office = await openAlertOffice();
});
afterEach(async () => {
  ending.abort();
  await office.close();
});

const alerts = async (filter: object = {}, as = office.principal): Promise<readonly Shown[]> => {
  const { data, errors } = await office.ask(ALERTS, { filter }, as);
  expect(errors).toBeUndefined();
  return (data as unknown as { alerts: { nodes: readonly Shown[] } }).alerts.nodes;
};
const openKinds = async () => (await alerts({ states: ['OPEN'] })).map(({ kind }) => kind);
const setRule = async (input: object) => (await office.ask(SET_RULE, { input })).data?.['alertRuleSet'] as unknown as { rule: object | null; userErrors: readonly object[] };
const rightNow = async (onHand: number, sku = 'SKU-0000') => {
  await office.house.catalog.setStock({ sellerId: office.principal.sellerId, operationId: `opr_${sku}_${onHand}_${Math.random()}` as never, items: [{ sku: sku as Sku, onHand }] });
};

/** Every alert that is raised or resolved from now on, one by one. */
function followAlerts() {
  const items = office.house.events.subscribe({ sellerId: office.principal.sellerId, types: [ALERT_CHANGED], signal: ending.signal })[Symbol.asyncIterator]();
  return {
    async next(): Promise<Shown | undefined> {
      const step = await items.next();
      if (step.done === true || isEventGap(step.value)) throw new Error('events were missed');
      const { data } = step.value;
      return (await alerts()).find(({ id }) => id === data['alertId']);
    },
  };
}

describe('stock that falls under the threshold', () => {
  it('raises one alert, is told signed to the seller’s program, and resolves by itself once it rises', async () => {
    const { secret } = (await office.ask(CREATE, { input: { url: office.receiver.url, kinds: ['ALERT_RAISED', 'ALERT_RESOLVED'] } })).data?.['webhookEndpointCreate'] as unknown as { secret: string };
    expect(await setRule({ kind: 'STOCK_LOW', sku: 'SKU-0000', threshold: 5 })).toMatchObject({ rule: { threshold: 5, endsAt: 6, isOn: true }, userErrors: [] });
    const follower = followAlerts();
    await rightNow(4);
    const raised = await follower.next();
    expect(raised).toMatchObject({ kind: 'STOCK_LOW', state: 'OPEN', sku: 'SKU-0000', value: 4, threshold: 5 });
    await rightNow(3);
    await office.alerts.heard();
    expect(await alerts()).toHaveLength(1);
    await office.tellAll();
    await rightNow(5);
    await office.alerts.heard();
    expect(await openKinds()).toEqual(['STOCK_LOW']);
    await rightNow(6);
    expect(await follower.next()).toMatchObject({ id: raised?.id, state: 'RESOLVED', resolution: 'CLEARED' });
    await office.tellAll();
    const bodies = office.receiver.calls.map(({ text }) => JSON.parse(text) as { type: string; data: object });
    expect(bodies).toEqual([
      { type: 'alert.raised', timestamp: expect.any(String), data: expect.objectContaining({ id: raised?.id, kind: 'STOCK_LOW', state: 'OPEN', sku: 'SKU-0000', value: 4, words: { en: expect.anything(), tr: expect.anything(), ru: expect.anything() } }) },
      { type: 'alert.resolved', timestamp: expect.any(String), data: expect.objectContaining({ id: raised?.id, state: 'RESOLVED' }) },
    ]);
    for (const call of office.receiver.calls) expect(isSignedBy(call, secret, office.clock.now())).toBe(true);
  });

  it('raises one alert however many processes look at once', async () => {
    await setRule({ kind: 'STOCK_LOW', threshold: 20 });
    await office.alerts.scan();
    await office.alerts.heard();
    const others = Array.from({ length: 4 }, () => office.openAnother());
    await office.house.db.collection('alerts').deleteMany({});
    await office.house.db.collection('alert_turns').deleteMany({});
    await Promise.all([office.automation, ...others].flatMap(({ alerts: parts }) => [parts!.scan(), parts!.look()]));
    expect((await alerts({ states: ['OPEN'] })).map(({ kind }) => kind)).toEqual(['STOCK_LOW', 'STOCK_LOW', 'STOCK_LOW']);
    await Promise.all(others.map((other) => other.close()));
  });

  it('is found by the scan when nobody heard of it, in the whole catalogue', async () => {
    await setRule({ kind: 'STOCK_LOW', threshold: 5 });
    await office.alerts.scan();
    expect(await alerts()).toEqual([]);
    await office.house.db.collection('variants').updateOne({ sku: 'SKU-0001' }, { $set: { 'stock.onHand': 1 } });
    await office.alerts.scan();
    expect(await alerts()).toEqual([]);
    office.putForward(11 * 60_000);
    await office.alerts.scan();
    expect(await alerts()).toMatchObject([{ kind: 'STOCK_LOW', subject: 'SKU-0001', value: 1 }]);
  });

  it('raises nothing until the seller wants it, and nothing of other sellers', async () => {
    await rightNow(0);
    await office.alerts.heard();
    await office.alerts.scan();
    expect(await alerts()).toEqual([]);
    await setRule({ kind: 'STOCK_LOW', threshold: 5 });
    await office.alerts.scan();
    expect(await alerts()).toHaveLength(1);
    expect(await alerts({}, office.stranger)).toEqual([]);
  });
});

describe('a store', () => {
  it('that is paused is an alert until it is resumed, in the caller’s language', async () => {
    const { house, storeId, principal } = office;
    const follower = followAlerts();
    await house.stores.pauseStore({ sellerId: principal.sellerId, storeId, code: 'AUTHENTICATION', message: 'refused' });
    expect(await follower.next()).toMatchObject({ kind: 'STORE_PAUSED', severity: 'CRITICAL', store: { id: storeId } });
    const { data } = await office.ask(ALERTS, {}, principal, 'tr');
    expect(data).toMatchObject({ alerts: { nodes: [{ explanation: { code: 'STORE_PAUSED', language: 'tr', cause: expect.stringContaining('Mağaza') } }] } });
    await house.stores.resumeStore({ sellerId: principal.sellerId, storeId });
    expect(await follower.next()).toMatchObject({ state: 'RESOLVED' });
  });

  it('is followed live from where the caller left off', async () => {
    const { house, storeId, principal } = office;
    const { sellerId } = principal;
    const raised = house.events.subscribe({ sellerId, types: [ALERT_CHANGED], signal: ending.signal })[Symbol.asyncIterator]();
    await house.stores.pauseStore({ sellerId, storeId, code: 'AUTHENTICATION', message: 'refused' });
    const step = await raised.next();
    if (step.done === true) throw new Error('the events ended');
    await house.stores.resumeStore({ sellerId, storeId });
    const query = 'subscription ($after: String) { alertChanged(after: $after, kinds: [STORE_PAUSED]) { gap { reason } alert { kind state store { id } } } }';
    const live = office.subgraph.subscribe({ query, variables: { after: step.value.cursor }, principal, correlationId: 'c-1', signal: ending.signal })[Symbol.asyncIterator]();
    expect((await live.next()).value).toMatchObject({ data: { alertChanged: { gap: null, alert: { kind: 'STORE_PAUSED', state: 'RESOLVED', store: { id: storeId } } } } });
    ending.abort();
  });

  it('with warnings, a silent webhook or one that is off has an alert of each, which ends with it', async () => {
    const { house, storeId } = office;
    const { db } = house;
    await db.collection('pollMarks').updateOne({ _id: storeId }, { $set: { webhooksMissed: true, sellerId: office.principal.sellerId } }, { upsert: true });
    await db.collection('stores').updateOne({ _id: storeId }, { $set: { webhook: { kind: 'ACTIVE', remoteId: null, secretSealed: '', checkedAt: new Date() } } });
    await house.stores.recordWarnings({ storeId, warnings: [{ code: 'AUTHENTICATION', message: 'the key ends', dueAt: new Date('2031-01-01T00:00:00Z') }, { code: 'VALIDATION', message: 'goods lie elsewhere', dueAt: null }] });
    await office.alerts.look();
    expect((await openKinds()).toSorted()).toEqual(['KEY_EXPIRING', 'STORE_WARNING', 'WEBHOOK_SILENT']);
    await db.collection('pollMarks').updateOne({ _id: storeId }, { $set: { webhooksMissed: false } });
    await db.collection('stores').updateOne({ _id: storeId }, { $set: { 'webhook.kind': 'PASSIVE' } });
    await house.stores.recordWarnings({ storeId, warnings: [] });
    // A look that an event began before may have read what was; the next one finds what is.
    await office.alerts.heard();
    await office.alerts.look();
    expect(await openKinds()).toEqual(['WEBHOOK_OFF']);
  });

  it('whose quota is nearly spent has one alert until there is enough again, not at every step around the edge', async () => {
    for (const percent of [89, 90, 88, 92, 81]) {
      office.quotaUse.percent = percent;
      await office.alerts.look();
    }
    expect(await alerts()).toMatchObject([{ kind: 'QUOTA_NEARLY_SPENT', state: 'OPEN', subject: 'day', value: 90, threshold: 90 }]);
    office.quotaUse.percent = 80;
    await office.alerts.look();
    expect(await alerts()).toMatchObject([{ state: 'RESOLVED' }]);
  });
});

describe('a rate that prices are converted with', () => {
  const rates = async () => (await alerts({ kinds: ['RATE_STALE'] })).map(({ subject, state, value }) => ({ subject, state, value }));

  it('has an alert while none is known and when it has grown old, and none is raised for a rate that no price needs', async () => {
    const { house, principal } = office;
    const euroStore = await house.connectStore({ marketplace: 'EBAY', baseUrl: 'http://127.0.0.1:1', remoteSellerId: 'euro', credentials: {}, currency: 'EUR' });
    await office.alerts.look();
    expect(await rates()).toEqual([]);
    await house.sync.publishListings(principal, { storeId: euroStore, items: [{ sku: 'SKU-0000', mapping: { categoryId: '411', attributes: [], vatRatePercent: 20 } }] });
    await office.alerts.look();
    expect(await rates()).toEqual([{ subject: 'TRY/EUR', state: 'OPEN', value: null }]);
    const bulletin: StoredBulletin = { _id: 'TCMB:today', bank: 'TCMB', base: 'TRY', date: '2026-11-20', inForceFrom: office.clock.now(), number: null, quotes: { EUR: { unit: 1, value: '50' } }, fetchedAt: office.clock.now() };
    await house.db.collection<StoredBulletin>('exchange_rates').insertOne(bulletin);
    await office.alerts.look();
    expect(await rates()).toEqual([{ subject: 'TRY/EUR', state: 'RESOLVED', value: null }]);
    office.putForward(4 * DAY_MS + 1_000);
    await office.alerts.look();
    expect((await rates())[0]).toMatchObject({ subject: 'TRY/EUR', state: 'OPEN', value: expect.closeTo(345_601, -2) });
  });
});
