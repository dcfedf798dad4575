import { randomBytes } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { MarketplaceRequest } from '../../../platform/http/contract.js';
import { createLaneStore } from '../store/lane-store.js';
import { startLaneSuite, type LaneSuite } from '../testing/lane-suite.js';
import { idleUntil } from './lane-step.js';
import { workLane } from './work-lane.js';

const LEASE_MS = 8_000;
const CHANGE: MarketplaceRequest = { operation: 'offers.push', method: 'POST', path: '/offers', quotaGroup: 'listings', safe: false };

describe('a turn of a worker that was frozen', () => {
  let suite: LaneSuite;
  beforeEach(async () => {
    suite = await startLaneSuite({ goods: 1, worker: false });
  });
  afterEach(() => suite.stop());

  it('lets a change leave as long as it holds the store, and none once another may have it', async () => {
    const { house, storeId, paper } = suite;
    const [store] = await house.stores.findStores([storeId]);
    let frozenMs = 0;
    const clock = { now: () => new Date(Date.now() + frozenMs) };
    const asked: (boolean | undefined)[] = [];
    const http = {
      async send({ mayLeave }: MarketplaceRequest) {
        asked.push(mayLeave?.());
        return { status: 200, headers: {}, body: Buffer.alloc(0), payloadId: 'pay_1' as never };
      },
    };
    const open = { store: store!, connector: paper.connector, context: { http, now: () => clock.now() } as never };
    await workLane(
      {
        access: { open: async () => open, openOwned: async () => open },
        stores: house.stores, lanes: createLaneStore(house.db), paces: { atOnce: (_store, most) => most }, queue: { wake: async () => undefined },
        steps: [{ name: 'frozen', run: async ({ context }) => {
          await context.http.send(CHANGE);
          frozenMs = LEASE_MS;
          await context.http.send(CHANGE);
          return idleUntil(null);
        } }],
        cameToRest: () => undefined, finishRun: async () => undefined, clock, logger: house.logger, owner: randomBytes(4).toString('hex'), leaseMs: LEASE_MS,
      },
      storeId,
      new AbortController().signal,
    );
    expect(asked).toEqual([true, false]);
  });
});
