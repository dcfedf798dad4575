import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { isEventGap } from '../../../platform/events/event.js';
import type { ConflictId, StoreId } from '../../../platform/ids.js';
import { CONFLICT_CHANGED } from '../../catalog/events.js';
import type { ConflictRules } from '../../catalog/domain/conflict.js';
import { openAlertOffice, type AlertOffice } from '../testing/alert-office.js';

const ALERTS = 'query { alerts(filter: { kinds: [CONFLICT_OPEN] }) { nodes { state severity subject value resolution store { id } explanation { code } } } }';

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

const shown = async (as = office.principal) => ((await office.ask(ALERTS, {}, as)).data as unknown as { alerts: { nodes: readonly object[] } }).alerts.nodes;
const look = async () => {
  await office.alerts.look();
  return await shown();
};

/** Somebody changes what these cost in the marketplace's own panel, and the hub sees it. Gives the conflicts that come of it, in whatever state. */
async function changeThere(skus: readonly string[], rule: ConflictRules['price']): Promise<readonly ConflictId[]> {
  const { house, paper, principal, storeId } = office;
  await house.db.collection<{ _id: StoreId; rules: ConflictRules }>('conflict_rules').insertOne({ _id: storeId, rules: { price: rule, quantity: 'HUB_WINS' } });
  for (const sku of skus) paper.offers.set(sku, { price: { saleMinor: 9_000, listMinor: 9_000, currency: 'TRY' }, quantity: 10 });
  const news = house.events.subscribe({ sellerId: principal.sellerId, types: [CONFLICT_CHANGED], signal: ending.signal });
  house.sync.worker.start();
  await house.sync.runSync(principal, { storeId, kind: 'VERIFY' });
  const found = new Set<ConflictId>();
  for await (const item of news) {
    if (isEventGap(item)) throw new Error('events were missed');
    found.add(item.data['conflictId'] as ConflictId);
    if (found.size === skus.length) break;
  }
  return [...found];
}

describe('conflicts that wait for the seller', () => {
  it('have one alert for their store, for their seller alone, until the last is decided', async () => {
    const { house, principal, storeId } = office;
    const [first, ...others] = await changeThere(['SKU-0000', 'SKU-0001'], 'ASK');
    expect(await look()).toMatchObject([{ state: 'OPEN', severity: 'WARNING', subject: '', value: 2, store: { id: storeId }, explanation: { code: 'CONFLICT_OPEN' } }]);
    expect(await shown(office.stranger)).toEqual([]);
    await house.sync.resolveConflicts(principal, { conflictIds: [first!], decision: 'HUB' });
    expect(await look()).toMatchObject([{ state: 'OPEN' }]);
    await house.sync.resolveConflicts(principal, { conflictIds: others, decision: 'MARKETPLACE' });
    expect(await look()).toMatchObject([{ state: 'RESOLVED', resolution: 'CLEARED' }]);
  });

  it('are not those that the store’s rule decides', async () => {
    await changeThere(['SKU-0000'], 'MARKETPLACE_WINS');
    expect(await look()).toEqual([]);
  });
});
