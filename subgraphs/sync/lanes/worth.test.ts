import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { ConnectorError } from '../connector/contract.js';
import type { Lane } from '../domain/lane.js';
import { eventually, startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';

const A_MINUTE_MS = 60_000;

describe('a lane that is held for a spent quota', () => {
  let suite: LaneSuite;
  let first: string;
  let second: string;
  beforeEach(async () => {
    suite = await startLaneSuite({ goods: 4 });
    [first, second] = suite.skus as [string, string];
  });
  afterEach(() => suite.stop());

  /** Null until it has been worked for the first time. */
  const lane = () => suite.house.db.collection<Lane>('lanes').findOne({ _id: suite.storeId });
  const arrived = () => suite.paper.pushes.map((push) => push.map(({ remoteKey, price, quantity }) => [remoteKey, price?.saleMinor ?? null, quantity ?? null]));
  async function refusePrices(quotaGroup: string | null): Promise<void> {
    suite.paper.failPushes({ error: new ConnectorError({ errorClass: 'RATE_LIMITED', outcome: 'NOT_SENT', message: 'spent', retryAfterMs: A_MINUTE_MS, quotaGroup }) });
    await suite.setPrices('12.50', [second]);
    await eventually(lane, (now) => now?.heldFor?.errorClass === 'RATE_LIMITED' && now.owner === null);
  }

  it('still sends what is worth more than what the quota was spent for', async () => {
    await refusePrices('listings/minute');
    expect((await lane())?.heldFor).toEqual({ errorClass: 'RATE_LIMITED', quotaGroup: 'listings/minute', worth: 'PRICE' });
    await suite.setPrices('13.00', [suite.skus[2]!]);
    await suite.setStock(0, [first]);
    await suite.untilListing(first, ({ quantity }) => quantity.state === 'APPLIED' || quantity.state === 'VERIFIED');
    expect(arrived()).toEqual([[[second, 1_250, null]], [[first, null, 0]]]);
  });

  it('sends a price that undercuts a rival before others, once somebody has read what the rival asks', async () => {
    await suite.stop();
    suite = await startLaneSuite({ goods: 4, buybox: { read: async (_context, keys) => keys.map((remoteKey) => ({ remoteKey, rank: 2, priceMinor: 9_000, rivalMinor: 9_000, hasRivals: true })) } });
    [first, second] = suite.skus as [string, string];
    const { connector, context } = await suite.house.sync.access.openOwned(suite.house.principal.sellerId, suite.storeId);
    await connector.buybox!.read(context, [first]);
    await refusePrices('listings/minute');
    await suite.setPrices('95.00', [first]);
    const before = (await lane())?.workedAt?.getTime() ?? 0;
    await suite.house.sync.wakeLanes([suite.storeId]);
    await eventually(lane, (now) => (now?.workedAt?.getTime() ?? 0) > before && now?.owner === null);
    expect(arrived()).toEqual([[[second, 1_250, null]]]);
    await suite.setPrices('89.99', [first]);
    await suite.untilListing(first, ({ price }) => price.state === 'APPLIED' || price.state === 'VERIFIED');
    expect(arrived()).toEqual([[[second, 1_250, null]], [[first, 8_999, null]]]);
    expect((await suite.listing(first)).rival).toMatchObject({ priceMinor: 9_000, ownRank: 2, currency: 'TRY' });
  });

  it('sends nothing when it was the marketplace itself that asked for the wait', async () => {
    await refusePrices(null);
    await suite.setStock(0, [first]);
    const before = (await lane())?.workedAt?.getTime() ?? 0;
    await suite.house.sync.wakeLanes([suite.storeId]);
    await eventually(lane, (now) => (now?.workedAt?.getTime() ?? 0) > before && now?.owner === null);
    expect(suite.paper.pushes).toHaveLength(1);
    expect((await suite.listing(first)).quantity.state).toBe('QUEUED');
  });
});
