import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { graphqlClient, eventually, type GraphQLClient } from '../support/graphql-client.js';
import { openShops } from './campaign/open-shops.js';
import { shopsOn } from './campaign/shops/index.js';
import type { Shop } from './campaign/shops/shop.js';
import { setStage, type Stage } from './campaign/stage.js';

const GOODS = ['NEWS-1', 'NEWS-2', 'NEWS-3'].map((sku) => ({ sku, onHand: 10_000 }));
const KILLS = 2;
/** Confirmed before the process is killed, and again after it. */
const CONFIRMED = 15;
const BETWEEN_BUYERS_MS = 50;
const WITHIN_MS = 180_000;

describe('orders told three times each to the process that answers webhooks, which is killed over them', () => {
  const placed = new Set<string>();
  let stage: Stage;
  let client: GraphQLClient;
  let shop: Shop;

  beforeAll(async () => {
    stage = await setStage({ marketplaces: ['trendyol'], seed: 20_261_124 });
    client = graphqlClient({ url: stage.url, key: stage.key });
    const shops = shopsOn(stage.marketplaces, (name) => stage.control(name), 0);
    shop = shops[0]!;
    await openShops(stage, client, { shops, goods: GOODS, isOnSaleIn: () => true });
    // Polls would bring what a webhook lost.
    await stage.control('trendyol').post('/faults', { kind: 'status', status: 503, match: { method: 'GET', path: '/orders' } });
    stage.post.setDelivery({ copies: 3, delayMs: 200, isForged: false });
  }, 300_000);
  afterAll(async () => {
    await client.close();
    await stage.stop();
  }, 60_000);

  async function keepBuying(isOver: () => boolean): Promise<void> {
    for (let count = 0; !isOver(); count += 1) {
      placed.add((await shop.buy(GOODS[count % GOODS.length]!.sku, 1)) ?? 'sold out');
      await pause(BETWEEN_BUYERS_MS);
    }
  }

  const confirmed = (): readonly string[] => {
    const letters = stage.post.confirmed().map((body) => body.toString());
    return [...placed].filter((orderNumber) => letters.some((letter) => letter.includes(orderNumber)));
  };
  const recorded = async (): Promise<string[]> => (await stage.ledger.db.collection<{ remoteOrderId: string }>('orders').find({}, { projection: { remoteOrderId: 1 } }).toArray()).map(({ remoteOrderId }) => remoteOrderId);

  it('are each recorded once where any of the three was answered with success', async () => {
    let isOver = false;
    const buying = keepBuying(() => isOver);
    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = confirmed().length;
      await eventually(async () => confirmed().length, (count) => count >= before + CONFIRMED, WITHIN_MS);
      await stage.serving.kill();
      await stage.serving.restart();
    }
    const before = confirmed().length;
    await eventually(async () => confirmed().length, (count) => count >= before + CONFIRMED, WITHIN_MS);
    isOver = true;
    await buying;

    const promised = confirmed();
    const orders = await eventually(recorded, (found) => promised.every((orderNumber) => found.includes(orderNumber)), WITHIN_MS);
    expect(orders.length).toBe(new Set(orders).size);
  }, 600_000);
});
