import { describe, expect, it } from '@jest/globals';
import type { PackageAction, RemoteOrder } from '../../subgraphs/sync/connector/contract.js';
import type { Bench } from './connector-contract.js';

const MINUTE_MS = 60_000;

export function describeOrders<C>(get: () => Bench<C>): void {
  describe('reading orders', () => {
    it('finds every order placed since a moment, without a hole between pages', async () => {
      const bench = get();
      const since = new Date(Date.now() - MINUTE_MS);
      const placed: string[] = [];
      for (const remoteKey of bench.sandbox.keys.slice(80, 92)) placed.push(await bench.sandbox.placeOrder([{ remoteKey, quantity: 1 }]));
      const found = await changedSince(bench, since);
      expect(found.map(({ remoteOrderId }) => remoteOrderId)).toEqual(expect.arrayContaining(placed));
    });

    it('reads one order by its number, with its lines as they were ordered', async () => {
      const bench = get();
      const [first = '', second = ''] = bench.sandbox.keys.slice(92, 94);
      const number = await bench.sandbox.placeOrder([{ remoteKey: first, quantity: 2 }, { remoteKey: second, quantity: 1 }]);
      const order = await bench.connector.orders.byNumber(bench.context, number);
      const lines = order?.packages.flatMap((one) => one.lines.map(({ remoteKey, quantity }) => ({ remoteKey, quantity }))) ?? [];
      expect(order).toMatchObject({ remoteOrderId: number, currency: bench.sandbox.currency });
      expect(lines).toEqual(expect.arrayContaining([{ remoteKey: first, quantity: 2 }, { remoteKey: second, quantity: 1 }]));
      expect(lines).toHaveLength(2);
    });

    it('answers null for an order number that does not exist', async () => {
      const { connector, context } = get();
      await expect(connector.orders.byNumber(context, '100000000000')).resolves.toBeNull();
    });

    it('gives a changed package a higher revision', async () => {
      const bench = get();
      const before = await placeOne(bench, bench.sandbox.keys[94] ?? '');
      await bench.connector.orders.accept(bench.context, actionOn(before));
      const after = await bench.connector.orders.byNumber(bench.context, before.remoteOrderId);
      expect(after?.packages[0]?.remoteRevision).toBeGreaterThan(before.packages[0]?.remoteRevision ?? Infinity);
    });
  });

  describe('acting on orders', () => {
    it('moves an accepted package from CREATED to ACCEPTED', async () => {
      const bench = get();
      const order = await placeOne(bench, bench.sandbox.keys[95] ?? '');
      expect(order.packages[0]?.status).toBe('CREATED');
      await expect(bench.connector.orders.accept(bench.context, actionOn(order))).resolves.toEqual({ kind: 'APPLIED' });
      const after = await bench.connector.orders.byNumber(bench.context, order.remoteOrderId);
      expect(after?.packages[0]?.status).toBe('ACCEPTED');
    });

    it('is told by the marketplace when a package does not exist, with its reason', async () => {
      const bench = get();
      const action: PackageAction = { remoteOrderId: '100000000000', remotePackageId: '1', packageStatus: 'CREATED', lines: [{ remoteLineId: '1', quantity: 1 }], parameters: {} };
      await expect(bench.connector.orders.accept(bench.context, action)).resolves.toMatchObject({ kind: 'REFUSED', issue: { message: expect.stringMatching(/\S/) } });
    });

    it('either cancels lines so that the marketplace shows it, or says why it cannot', async () => {
      const bench = get();
      const order = await placeOne(bench, bench.sandbox.keys[96] ?? '');
      await bench.connector.orders.accept(bench.context, actionOn(order));
      const accepted = (await bench.connector.orders.byNumber(bench.context, order.remoteOrderId)) ?? order;
      const outcome = await bench.connector.orders.cancelLines(bench.context, { ...actionOn(accepted), parameters: { reason: 'OUT_OF_STOCK' } });
      const after = await bench.connector.orders.byNumber(bench.context, order.remoteOrderId);
      const isGone = after?.packages.every(({ status }) => status === 'CANCELLED' || status === 'UNSUPPLIED');
      if (outcome.kind === 'APPLIED') expect(isGone).toBe(true);
      else expect([outcome.issue.message.length > 0, isGone]).toEqual([true, false]);
    });
  });
}

async function placeOne<C>(bench: Bench<C>, remoteKey: string): Promise<RemoteOrder> {
  const number = await bench.sandbox.placeOrder([{ remoteKey, quantity: 2 }]);
  const order = await bench.connector.orders.byNumber(bench.context, number);
  if (!order) throw new Error(`order ${number} was placed but cannot be read`);
  return order;
}

function actionOn(order: RemoteOrder): PackageAction {
  const [one] = order.packages;
  if (!one) throw new Error(`order ${order.remoteOrderId} has no package`);
  return { remoteOrderId: order.remoteOrderId, remotePackageId: one.remotePackageId, packageStatus: one.status, lines: one.lines.map(({ remoteLineId, quantity }) => ({ remoteLineId, quantity })), parameters: {} };
}

async function changedSince<C>({ connector, context }: Bench<C>, since: Date): Promise<RemoteOrder[]> {
  const all: RemoteOrder[] = [];
  for (let cursor: string | null = null, isFirst = true; isFirst || cursor !== null; isFirst = false) {
    const page: Awaited<ReturnType<typeof connector.orders.changedSince>> = await connector.orders.changedSince(context, since, cursor);
    all.push(...page.items);
    cursor = page.next;
  }
  return all;
}
