import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openAlertOffice, type AlertOffice } from '../testing/alert-office.js';
import { ALERT_KINDS } from './domain/alert-rule.js';

const ALERTS = 'query ($filter: AlertFilter, $first: Int, $after: String) { alerts(filter: $filter, first: $first, after: $after) { nodes { id kind state resolution } pageInfo { hasNextPage endCursor } } }';
const SET_RULE = 'mutation ($input: AlertRuleSetInput!) { alertRuleSet(input: $input) { rule { id threshold endsAt severity isOn isDefault } userErrors { code field } } }';

interface Shown {
  readonly id: string;
  readonly kind: string;
}

// Nothing here is announced to anybody, so one office serves all.
let office: AlertOffice;
beforeAll(async () => {
  office = await openAlertOffice();
});
beforeEach(() => office.reset());
afterAll(() => office.close());

const alerts = async (filter: object = {}): Promise<readonly Shown[]> => {
  const { data, errors } = await office.ask(ALERTS, { filter });
  expect(errors).toBeUndefined();
  return (data as unknown as { alerts: { nodes: readonly Shown[] } }).alerts.nodes;
};
const openKinds = async () => (await alerts({ states: ['OPEN'] })).map(({ kind }) => kind);
const setRule = async (input: object) => (await office.ask(SET_RULE, { input })).data?.['alertRuleSet'] as unknown as { rule: object | null; userErrors: readonly object[] };
const change = (rule: string, input: object) => office.ask(`mutation ($input: AlertRuleInput!) { alertRule${rule}(input: $input) { rule { isOn isDefault } userErrors { code } } }`, { input });

describe('a rule', () => {
  it('stands at its default, can be set for one store, paused, resumed and reset', async () => {
    const { storeId } = office;
    office.quotaUse.percent = 95;
    await office.alerts.look();
    expect(await openKinds()).toEqual(['QUOTA_NEARLY_SPENT']);
    expect((await change('Pause', { kind: 'QUOTA_NEARLY_SPENT', storeId })).data).toMatchObject({ alertRulePause: { rule: { isOn: false, isDefault: false }, userErrors: [] } });
    await office.alerts.look();
    expect(await alerts()).toMatchObject([{ state: 'RESOLVED', resolution: 'RULE_CHANGED' }]);
    expect((await change('Reset', { kind: 'QUOTA_NEARLY_SPENT', storeId })).data).toMatchObject({ alertRuleReset: { rule: { isOn: true, isDefault: true } } });
    await office.alerts.look();
    expect(await openKinds()).toEqual(['QUOTA_NEARLY_SPENT']);
    const { data } = await office.ask('{ alertRules(first: 250) { nodes { kind isDefault store { id } sku } } }');
    expect((data as unknown as { alertRules: { nodes: readonly object[] } }).alertRules.nodes).toHaveLength(ALERT_KINDS.length);
  });

  it('about stock ends what is open of it when it is paused, and raises it again when resumed', async () => {
    await setRule({ kind: 'STOCK_LOW', threshold: 20 });
    await office.alerts.scan();
    await office.alerts.look();
    expect(await openKinds()).toHaveLength(3);
    await change('Pause', { kind: 'STOCK_LOW' });
    await office.alerts.look();
    expect(await openKinds()).toEqual([]);
    await change('Resume', { kind: 'STOCK_LOW' });
    await office.alerts.scan();
    expect(await openKinds()).toHaveLength(3);
  });

  it.each<[string, object, string, string]>([
    ['a store for stock', { kind: 'STOCK_LOW', storeId: 'sto_1', threshold: 5 }, 'INVALID_ALERT_RULE', 'storeId'],
    ['a SKU for a store’s pause', { kind: 'STORE_PAUSED', sku: 'SKU-0000' }, 'INVALID_ALERT_RULE', 'sku'],
    ['a threshold that is none', { kind: 'STORE_PAUSED', threshold: 5 }, 'INVALID_ALERT_RULE', 'threshold'],
    ['a threshold out of bounds', { kind: 'QUOTA_NEARLY_SPENT', threshold: 101 }, 'INVALID_ALERT_RULE', 'threshold'],
    ['a store that is not the seller’s', { kind: 'STORE_PAUSED', storeId: 'sto_other' }, 'UNKNOWN_STORE', 'storeId'],
    ['a SKU that is not there', { kind: 'STOCK_LOW', sku: 'NONE', threshold: 5 }, 'UNKNOWN_SKU', 'sku'],
  ])('is refused with %s', async (_what, input, code, part) => {
    expect(await setRule(input)).toEqual({ rule: null, userErrors: [{ code, field: ['input', part] }] });
  });

  it('changes once under an idempotency key, and not at all in a dry run', async () => {
    const input = { kind: 'QUOTA_NEARLY_SPENT', threshold: 50, idempotencyKey: 'k-1' };
    expect(await setRule({ ...input, dryRun: true })).toMatchObject({ rule: { threshold: 50 } });
    expect((await office.house.db.collection('alert_rules').countDocuments())).toBe(0);
    await setRule(input);
    await setRule({ kind: 'QUOTA_NEARLY_SPENT', threshold: 60 });
    expect(await setRule(input)).toMatchObject({ rule: { threshold: 60 }, userErrors: [] });
    expect(await setRule({ ...input, threshold: 70 })).toMatchObject({ rule: null, userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED' }] });
  });

  it('needs a scope, as alerts do', async () => {
    const bare = { ...office.principal, scopes: [] };
    expect((await office.ask(ALERTS, {}, bare)).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
    expect((await office.ask(SET_RULE, { input: { kind: 'STORE_PAUSED' } }, { ...bare, scopes: ['sync:read'] })).errors?.[0]?.extensions?.code).toBe('FORBIDDEN');
  });
});

describe('alerts', () => {
  it('are paged, newest first, each once', async () => {
    await setRule({ kind: 'STOCK_LOW', threshold: 20 });
    await office.alerts.scan();
    const seen: string[] = [];
    for (let after: string | null = null, isMore = true; isMore; ) {
      const page: { nodes: readonly Shown[]; pageInfo: { hasNextPage: boolean; endCursor: string } } = ((await office.ask(ALERTS, { first: 2, after })).data as unknown as { alerts: { nodes: readonly Shown[]; pageInfo: { hasNextPage: boolean; endCursor: string } } }).alerts;
      seen.push(...page.nodes.map(({ id }) => id));
      [after, isMore] = [page.pageInfo.endCursor, page.pageInfo.hasNextPage];
    }
    expect([seen.length, new Set(seen).size]).toEqual([3, 3]);
  });
});
