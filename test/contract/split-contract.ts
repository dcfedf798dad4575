import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { capabilitiesOf, type RemoteOrder, type SplitAction } from '../../subgraphs/sync/connector/contract.js';
import { requireCapability } from '../../subgraphs/sync/connector/require-capability.js';
import type { Bench } from './connector-contract.js';

const SHOWS_WITHIN_MS = 10_000;
/** Not more often: sandboxes count reads against the quotas of their marketplaces. */
const LOOK_EVERY_MS = 750;

export function describeSplits<C>(get: () => Bench<C>): void {
  describe('splitting packages', () => {
    it('is among the capabilities', () => {
      expect(capabilitiesOf(get().connector as never)).toContain('splits');
    });

    it('puts a whole line into a package of its own, keeps the rest together, and does it once', async () => {
      const bench = get();
      const order = await placeSplittable(bench, 111);
      const lines = [{ line: 0, quantity: 2 }];
      const after = await split(bench, order, lines);
      expect(unitsByPackage(after)).toEqual([[2], [3]]);
      const parent = after.packages.find((one) => one.remotePackageId === order.packages[0]?.remotePackageId);
      expect(after.remoteOrderId).toBe(order.remoteOrderId);
      // The parent is gone, or dead, or goes on with nothing but the rest.
      const isRest = parent?.lines.every(({ quantity }) => quantity === 3);
      expect([parent === undefined, parent?.status === 'SPLIT', isRest]).toContain(true);
      const again = await requireCapability(bench.connector, 'splits').split(bench.context, actionOn(order, lines));
      expect(again).toMatchObject({ kind: 'REFUSED', issue: { message: expect.stringMatching(/\S/) } });
      expect(unitsByPackage(await read(bench, order.remoteOrderId))).toEqual([[2], [3]]);
    });

    it('puts some units of several lines into one package', async () => {
      const bench = get();
      const order = await placeSplittable(bench, 113);
      const after = await split(bench, order, [{ line: 0, quantity: 1 }, { line: 1, quantity: 1 }]);
      expect(unitsByPackage(after)).toEqual([[1, 1], [1, 2]]);
    });
  });
}

/** Two lines, of two and three units, accepted where that does not end the time for splits. */
async function placeSplittable<C>(bench: Bench<C>, firstKey: number): Promise<RemoteOrder> {
  const [first = '', second = ''] = bench.sandbox.keys.slice(firstKey, firstKey + 2);
  const order = await read(bench, await bench.sandbox.placeOrder([{ remoteKey: first, quantity: 2 }, { remoteKey: second, quantity: 3 }]));
  if (bench.sandbox.splitsBeforeAccept !== true) await bench.connector.orders.accept(bench.context, actionOn(order, [{ line: 0, quantity: 2 }, { line: 1, quantity: 3 }]));
  // Where accepting is packing, the package is another one now.
  return read(bench, order.remoteOrderId);
}

type Leaving = readonly { readonly line: number; readonly quantity: number }[];

/** Resolves with the order once it shows the parts. */
async function split<C>(bench: Bench<C>, order: RemoteOrder, leaving: Leaving): Promise<RemoteOrder> {
  const outcome = await requireCapability(bench.connector, 'splits').split(bench.context, actionOn(order, leaving));
  if (outcome.kind === 'REFUSED') throw new Error(`the split was refused: ${outcome.issue.message}`);
  const until = Date.now() + SHOWS_WITHIN_MS;
  while (Date.now() < until) {
    if (outcome.kind === 'TAKEN') await pause(LOOK_EVERY_MS);
    const after = await read(bench, order.remoteOrderId);
    if (openPackages(after).length > 1) return after;
    if (outcome.kind === 'APPLIED') throw new Error('the split was said to be applied, and the order does not show it');
  }
  throw new Error(`the split did not show within ${SHOWS_WITHIN_MS} ms`);
}

function actionOn(order: RemoteOrder, leaving: Leaving): SplitAction {
  const [one] = order.packages;
  if (!one) throw new Error(`order ${order.remoteOrderId} has no package`);
  // Marketplaces list the lines in an order of their own: the smaller line comes first here.
  const lines = one.lines.toSorted((a, b) => a.quantity - b.quantity);
  const goes = (index: number): number => leaving.find(({ line }) => line === index)?.quantity ?? 0;
  const units = (count: (quantity: number, index: number) => number) => lines.map(({ remoteLineId, quantity }, index) => ({ remoteLineId, quantity: count(quantity, index) })).filter(({ quantity }) => quantity > 0);
  return {
    remoteOrderId: order.remoteOrderId,
    remotePackageId: one.remotePackageId,
    packageStatus: one.status,
    lines: units((_, index) => goes(index)),
    rest: units((quantity, index) => quantity - goes(index)),
    parameters: {},
  };
}

async function read<C>({ connector, context }: Bench<C>, number: string): Promise<RemoteOrder> {
  const order = await connector.orders.byNumber(context, number);
  if (!order) throw new Error(`order ${number} cannot be read`);
  return order;
}

function openPackages(order: RemoteOrder): RemoteOrder['packages'] {
  return order.packages.filter(({ status }) => status !== 'SPLIT');
}

/** Smallest package first. */
function unitsByPackage(order: RemoteOrder): number[][] {
  return openPackages(order)
    .map(({ lines }) => lines.map(({ quantity }) => quantity).sort())
    .sort((a, b) => sum(a) - sum(b));
}

function sum(quantities: readonly number[]): number {
  return quantities.reduce((total, one) => total + one, 0);
}
