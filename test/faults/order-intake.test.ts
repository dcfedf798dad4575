import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { generateProducts } from '../../hub/demo/generate-products.js';
import { eventually } from '../support/graphql-client.js';
import { startRunningHub, type RunningHub } from '../support/running-hub.js';
import { sandboxControl, type SandboxControl } from '../support/sandbox-control.js';
import { DEMO_SEED } from './price-wave.js';

const PRODUCTS = 20;
const SELLER = 2738001;
const WAVE = 30;
const ON_HAND = 200;
const WITHIN_MS = 120_000;

interface OrderView {
  readonly remoteOrderId: string;
  readonly packages: readonly { readonly lines: readonly { readonly quantity: number }[] }[];
}

describe('orders that come in while the worker is killed', () => {
  const goods = generateProducts({ seed: DEMO_SEED, products: PRODUCTS, variantsAtLeast: PRODUCTS * 4 })
    .filter((product, index) => index % 2 === 0 && product.kind !== 'Pijama Takımı')
    .flatMap((product) => product.variants)
    .slice(0, 6);
  const placed = new Map<string, number>();
  const sold = new Map<string, number>();
  let hub: RunningHub;
  let trendyol: SandboxControl;

  beforeAll(async () => {
    hub = await startRunningHub({ products: PRODUCTS, readyWithinMs: 180_000, env: { HUB_DEMO_MARKETPLACES: 'trendyol,n11', HUB_DEMO_BUYERS: '0' } });
    trendyol = sandboxControl(hub.sandboxes.trendyol);
    const { stockSet } = await hub.client.data<{ stockSet: { userErrors: readonly unknown[] } }>('mutation ($input: StockSetInput!) { stockSet(input: $input) { userErrors { code } } }', {
      input: { items: goods.map(({ sku }) => ({ sku, onHand: ON_HAND })) },
    });
    expect(stockSet.userErrors).toEqual([]);
    for (const { barcode } of goods) await eventually(() => quantityOf(barcode), (quantity) => quantity === ON_HAND, WITHIN_MS);
  }, 300_000);
  afterAll(() => hub.stop(), 60_000);

  const quantityOf = async (barcode: string | null) => (await trendyol.get<{ listings: readonly { quantity?: number }[] }>(`/listings?sellerId=${SELLER}&barcode=${barcode ?? ''}`)).listings[0]?.quantity;
  const recorded = async () => (await hub.client.data<{ orders: { nodes: readonly OrderView[] } }>('{ orders(first: 250) { nodes { remoteOrderId packages { lines { quantity } } } } }')).orders.nodes;
  const reservedOf = async (sku: string) => (await hub.client.data<{ variant: { stock: { onHand: number; reserved: number } } }>('query ($sku: String!) { variant(sku: $sku) { stock { onHand reserved } } }', { sku })).variant.stock;

  async function buyerWave(): Promise<void> {
    for (let index = 0; index < WAVE; index += 1) {
      const { sku, barcode } = goods[index % goods.length]!;
      const quantity = 1 + (index % 3);
      const { orderNumber } = (await trendyol.post('/orders', { sellerId: SELLER, lines: [{ barcode, quantity }] })) as { orderNumber: string };
      placed.set(orderNumber, quantity);
      sold.set(sku, (sold.get(sku) ?? 0) + quantity);
    }
  }

  async function killWorker(): Promise<void> {
    // The file is empty for a moment while a new worker is started, and 0 would name the processes of this test.
    const pid = await eventually(() => hub.pidOf('worker'), (found) => found > 0, WITHIN_MS);
    process.kill(pid, 'SIGKILL');
    await eventually(() => hub.pidOf('worker'), (next) => next > 0 && next !== pid, WITHIN_MS);
  }

  it('are each recorded once, and hold their stock once', async () => {
    for (let wave = 0; wave < 2; wave += 1) {
      const buying = buyerWave();
      await eventually(recorded, (orders) => orders.length > wave * WAVE, WITHIN_MS);
      await killWorker();
      await buying;
    }
    await buyerWave();

    const orders = await eventually(recorded, (found) => found.length >= placed.size, WITHIN_MS);
    expect(orders.map(({ remoteOrderId }) => remoteOrderId).toSorted()).toEqual([...placed.keys()].toSorted());
    expect(orders.map(({ remoteOrderId, packages }) => [remoteOrderId, packages.map(({ lines }) => lines.map(({ quantity }) => quantity))]).toSorted()).toEqual([...placed].map(([id, quantity]) => [id, [[quantity]]]).toSorted());
    for (const { sku } of goods) expect(await eventually(() => reservedOf(sku), ({ reserved }) => reserved >= (sold.get(sku) ?? 0), WITHIN_MS)).toEqual({ onHand: ON_HAND, reserved: sold.get(sku) });
    const { quarantine } = await hub.client.data<{ quarantine: { nodes: readonly unknown[] } }>('{ quarantine { nodes { code reason } } }');
    expect(quarantine.nodes).toEqual([]);
  }, 600_000);
});
