import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { startRunningHub, type RunningHub } from '../support/running-hub.js';
import { sandboxControl } from '../support/sandbox-control.js';
import { startPriceWave } from './price-wave.js';

const PRODUCTS = 200;

describe('the worker killed in the middle of 1,000 price changes', () => {
  let hub: RunningHub;
  beforeAll(async () => {
    hub = await startRunningHub({ products: PRODUCTS, readyWithinMs: 120_000 });
  }, 130_000);
  afterAll(() => hub.stop(), 60_000);

  it('sends none again whose first outcome was unknown without looking it up', async () => {
    const trendyol = sandboxControl(hub.sandboxes.trendyol);
    // Answers come late, so the worker dies while it waits for the answer to a send that the marketplace will carry out.
    await trendyol.put('/settings', { latencyMs: 1_500 });
    const wave = await startPriceWave(hub, { products: PRODUCTS, skus: 1_000, priceLira: 888 });
    await wave.untilUnderWay();
    process.kill(await hub.pidOf('worker'), 'SIGKILL');
    await trendyol.put('/settings', { latencyMs: 20 });

    const { counts, total, superseded } = await wave.untilDone(120_000);
    expect(counts.applied + counts.verified + superseded).toBe(total);
    const effects = (await trendyol.effects('price')).filter((effect) => (effect.new as { salePrice?: number }).salePrice === wave.priceLira);
    expect(effects.length).toBeGreaterThan(0);
    expect(new Set(effects.map(({ key }) => key)).size).toBe(effects.length);
    expect((await trendyol.requests('approved/inventory-and-price')).length).toBeGreaterThan(0);
  }, 150_000);
});
