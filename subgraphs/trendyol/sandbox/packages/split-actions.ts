import { z } from 'zod';
import type { Endpoint } from '../access/endpoint.js';
import { badRequest } from '../access/errors.js';
import type { Kernel } from '../kernel.js';
import type { Desk } from './desk.js';
import { divideLines, selectionProblem } from './divide.js';
import type { LineSelection, PackageLine, ShipmentPackage } from './package.js';
import { PACKAGE_PATH, readBody, requireOpen, requirePackage } from './seller-actions.js';
import { isOpen } from './transitions.js';

/** The quantities that each new package takes; what no group takes stays together in one more. */
type Groups = LineSelection[][];

interface PendingSplit {
  readonly sellerId: number;
  readonly packageId: number;
  readonly groups: Groups;
  readonly requestId: number;
}

const amount = z.union([z.int().min(1), z.array(z.int().min(1)).min(1)]).transform((value) => (typeof value === 'number' ? value : value.reduce((sum, one) => sum + one, 0)));
const splitBody = z.looseObject({ orderLineIds: z.array(z.number()).min(1) });
const multiBody = z.looseObject({ splitGroups: z.array(splitBody).min(1) });
const quantityBody = z.looseObject({ quantitySplit: z.array(z.looseObject({ orderLineId: z.number(), quantities: z.array(z.int().min(1)).min(1) })).min(1) });
const packagesBody = z.looseObject({ splitPackages: z.array(z.looseObject({ packageDetails: z.array(z.looseObject({ orderLineId: z.number(), quantities: amount })).min(1) })).min(1) });

/** The four ways to divide a package. Answered at once, done after `batchDelayMs`: the parent turns `UnPacked`. */
export function splitEndpoints({ clock, settings }: Kernel, desk: Desk): Endpoint[] {
  clock.on('split', (split: PendingSplit) => applySplit(desk, split));

  const split = <B>(path: string, body: z.ZodType<B>, toGroups: (body: B, lines: readonly PackageLine[]) => Groups): Endpoint => ({
    method: 'POST',
    path: PACKAGE_PATH + path,
    quota: 'package-change',
    style: 'order',
    handle: (call) => {
      const parent = requirePackage(desk, call);
      requireOpen(parent);
      const groups = toGroups(readBody(body, call.body), parent.lines);
      requireDivision(parent, groups);
      clock.after(settings().batchDelayMs, 'split', { sellerId: call.sellerId, packageId: parent.shipmentPackageId, groups, requestId: call.requestId } satisfies PendingSplit);
      return undefined;
    },
  });

  return [
    split('/split', splitBody, ({ orderLineIds }, lines) => [wholeLines(lines, orderLineIds)]),
    split('/multi-split', multiBody, ({ splitGroups }, lines) => splitGroups.map(({ orderLineIds }) => wholeLines(lines, orderLineIds))),
    split('/quantity-split', quantityBody, ({ quantitySplit }) =>
      quantitySplit.flatMap(({ orderLineId, quantities }) => quantities.map((quantity) => [{ lineId: orderLineId, quantity }])),
    ),
    split('/split-packages', packagesBody, ({ splitPackages }) =>
      splitPackages.map(({ packageDetails }) => packageDetails.map(({ orderLineId, quantities }) => ({ lineId: orderLineId, quantity: quantities }))),
    ),
  ];
}

function wholeLines(lines: readonly PackageLine[], lineIds: readonly number[]): LineSelection[] {
  return lineIds.map((lineId) => ({ lineId, quantity: lines.find((line) => line.lineId === lineId)?.quantity ?? 1 }));
}

function requireDivision({ lines }: ShipmentPackage, groups: Groups): void {
  const problem = selectionProblem(lines, groups.flat());
  if (problem !== undefined) throw badRequest('invalid.lines', problem);
  const isDivided = groups.length > 1 || divideLines(lines, groups.flat()).rest.length > 0;
  if (!isDivided) throw badRequest('invalid.split', 'A split must leave at least two packages');
}

function applySplit(desk: Desk, { sellerId, packageId, groups, requestId }: PendingSplit): void {
  const parent = desk.byId(sellerId, packageId);
  if (!parent || !isOpen(parent.status)) return;
  const { status } = parent;
  desk.move(parent, 'UnPacked', { requestId });
  let remaining: readonly PackageLine[] = parent.lines;
  for (const group of groups) {
    const { taken, rest } = divideLines(remaining, group);
    desk.spawn(parent, taken, { createdBy: 'split', status, requestId });
    remaining = rest;
  }
  if (remaining.length > 0) desk.spawn(parent, remaining, { createdBy: 'split', status, requestId });
}
