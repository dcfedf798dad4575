import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { trouble } from '../../sync/testing/paper-marketplace.js';
import { openAlertOffice, type AlertOffice } from '../testing/alert-office.js';

const ALERTS = 'query { alerts(filter: { kinds: [PROPAGATION_SLOW] }) { nodes { state threshold store { id } } } }';
const SLO_MS = 300_000;
const SKU = 'SKU-0000';

let office: AlertOffice;
beforeEach(async () => {
  office = await openAlertOffice();
});
afterEach(() => office.close());

const look = async () => {
  await office.alerts.look();
  return ((await office.ask(ALERTS)).data as unknown as { alerts: { nodes: readonly object[] } }).alerts.nodes;
};
const raised = () => [{ state: 'OPEN', threshold: 300, store: { id: office.storeId } }];

describe('a price that is not on the marketplace in time has an alert', () => {
  it('while the marketplace goes on failing, until it has taken it', async () => {
    const { paper, house } = office;
    let isDown = true;
    paper.poison(SKU, () => {
      if (isDown) throw trouble('SERVER', 'NOT_SENT', 2_000);
      return null;
    });
    const operation = await office.setPrices('120.00', [SKU]);
    house.sync.worker.start();
    // What failed waits for its next turn: never for longer than a moment, however long the marketplace has been down.
    await office.untilListing(SKU, ({ price }) => price.sends >= 2 && price.sent === null && price.notBefore !== null);
    expect(await look()).toEqual([]);
    office.putForward(SLO_MS);
    expect(await look()).toMatchObject(raised());
    isDown = false;
    await office.done(operation);
    expect(await look()).toMatchObject([{ state: 'RESOLVED' }]);
  });

  it('while its receipt does not come, until it does', async () => {
    const { paper, house } = office;
    let isSilent = true;
    paper.answerReceipts(() => (isSilent ? { kind: 'PENDING', pollAfterMs: 50, settled: [] } : null));
    const operation = await office.setPrices('120.00', [SKU]);
    house.sync.worker.start();
    await office.untilListing(SKU, ({ price }) => price.state === 'ACCEPTED');
    expect(await look()).toEqual([]);
    office.putForward(SLO_MS);
    expect(await look()).toMatchObject(raised());
    isSilent = false;
    await office.done(operation);
    expect(await look()).toMatchObject([{ state: 'RESOLVED' }]);
  });

  it('that ends when the marketplace refuses it, which is told otherwise', async () => {
    const { paper, house } = office;
    paper.refuse(SKU, { code: 'MARKETPLACE_REFUSED', message: 'no', retryable: false, at: new Date() });
    const operation = await office.setPrices('120.00', [SKU]);
    office.putForward(SLO_MS);
    expect(await look()).toMatchObject(raised());
    house.sync.worker.start();
    await office.done(operation);
    expect(await look()).toMatchObject([{ state: 'RESOLVED' }]);
  });
});
