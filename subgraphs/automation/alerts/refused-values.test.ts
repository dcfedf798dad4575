import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { ListingIssue } from '../../sync/connector/contract.js';
import { openAlertOffice, type AlertOffice } from '../testing/alert-office.js';
import { isSignedBy } from '../testing/webhook-receiver.js';

const ALERTS = 'query { alerts(filter: { kinds: [VALUES_REFUSED] }) { nodes { state severity subject value resolution store { id } explanation { code language } } } }';
const CREATE = 'mutation ($input: WebhookEndpointCreateInput!) { webhookEndpointCreate(input: $input) { secret } }';
const SET_RULE = 'mutation ($input: AlertRuleSetInput!) { alertRuleSet(input: $input) { userErrors { code } } }';
const PAUSE_RULE = 'mutation ($input: AlertRuleInput!) { alertRulePause(input: $input) { userErrors { code } } }';
const [FIRST, SECOND, THIRD] = ['SKU-0000', 'SKU-0001', 'SKU-0002'] as const;

interface Shown {
  readonly subject: string;
  readonly state: string;
}

let office: AlertOffice;
beforeEach(async () => {
  office = await openAlertOffice();
  office.house.sync.worker.start();
});
afterEach(() => office.close());

const no = (code: ListingIssue['code']): ListingIssue => ({ code, message: 'no', retryable: false, at: new Date() });
const refuse = (skus: readonly string[], code: ListingIssue['code']) => skus.forEach((sku) => office.paper.refuse(sku, no(code)));
const setPrices = async (lira: string, skus?: readonly string[]) => await office.done(await office.setPrices(lira, skus));
const shown = async (as = office.principal) => ((await office.ask(ALERTS, {}, as)).data as unknown as { alerts: { nodes: readonly Shown[] } }).alerts.nodes.toSorted((a, b) => a.subject.localeCompare(b.subject));
const look = async () => {
  await office.alerts.look();
  return await shown();
};

describe('values that a marketplace refuses', () => {
  it('have one alert for each store and cause, with how many listings it has, for their seller alone', async () => {
    refuse([FIRST, SECOND], 'MARKETPLACE_REFUSED');
    refuse([THIRD], 'PRICE_REFUSED');
    expect(await look()).toEqual([]);
    await setPrices('120.00');
    const store = { id: office.storeId };
    expect(await look()).toMatchObject([
      { state: 'OPEN', severity: 'WARNING', subject: 'MARKETPLACE_REFUSED', value: 2, store, explanation: { code: 'VALUES_REFUSED', language: 'en' } },
      { state: 'OPEN', subject: 'PRICE_REFUSED', value: 1, store },
    ]);
    await setPrices('121.00', [FIRST]);
    expect(await look()).toHaveLength(2);
    expect(await shown(office.stranger)).toEqual([]);
  });

  it('are told of signed, and told over once another value is applied', async () => {
    const { secret } = (await office.ask(CREATE, { input: { url: office.receiver.url, kinds: ['ALERT_RAISED', 'ALERT_RESOLVED'] } })).data?.['webhookEndpointCreate'] as unknown as { secret: string };
    refuse([FIRST], 'MARKETPLACE_REFUSED');
    await setPrices('120.00', [FIRST]);
    await look();
    office.paper.allow(FIRST);
    await setPrices('119.00', [FIRST]);
    expect(await look()).toMatchObject([{ state: 'RESOLVED', resolution: 'CLEARED' }]);
    await office.tellAll();
    const about = { kind: 'VALUES_REFUSED', storeId: office.storeId, subject: 'MARKETPLACE_REFUSED', value: 1 };
    const bodies = office.receiver.calls.map(({ text }) => JSON.parse(text) as { type: string });
    expect(bodies.toSorted((a, b) => a.type.localeCompare(b.type))).toMatchObject([{ type: 'alert.raised', data: { ...about, state: 'OPEN' } }, { type: 'alert.resolved', data: { ...about, state: 'RESOLVED' } }]);
    for (const call of office.receiver.calls) expect(isSignedBy(call, secret, office.clock.now())).toBe(true);
  });

  it('are as serious as the seller says, and no alert when the seller does not want any', async () => {
    refuse([FIRST], 'MARKETPLACE_REFUSED');
    await office.ask(SET_RULE, { input: { kind: 'VALUES_REFUSED', storeId: office.storeId, severity: 'CRITICAL' } });
    await setPrices('120.00', [FIRST]);
    expect(await look()).toMatchObject([{ state: 'OPEN', severity: 'CRITICAL' }]);
    await office.ask(PAUSE_RULE, { input: { kind: 'VALUES_REFUSED' } });
    expect(await look()).toMatchObject([{ state: 'RESOLVED', resolution: 'RULE_CHANGED' }]);
  });
});
