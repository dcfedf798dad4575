import { z } from 'zod';
import type { ActionOutcome, PackageAction } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';
import { APPLIED, outcomeOf, refused } from './action-outcome.js';
import { call, send, type HepsiburadaContext } from './client.js';
import { lineStatus } from './order-status.js';
import { readWireOrder } from './whole-orders.js';
import type { WireLine } from './wire-orders.js';

const packableSchema = z.looseObject({ lineItems: z.array(z.looseObject({ lineItemId: text })) });

/**
 * Accepting is packing: the open lines go into boxes, together where Hepsiburada allows them to share one. The order is
 * read first, and what is packed already stays so: a call whose answer was lost makes no second box.
 */
export async function acceptLines(context: HepsiburadaContext, action: PackageAction): Promise<ActionOutcome> {
  const order = await readWireOrder(context, action.remoteOrderId);
  const wanted = order?.items.filter((line) => action.lines.some(({ remoteLineId }) => remoteLineId === line.id)) ?? [];
  if (!order || wanted.length === 0) return refused(context, 'PACKAGE_NOT_FOUND', `Hepsiburada has no order ${action.remoteOrderId} with these lines`);
  const open = wanted.filter(isOpen);
  const lost = wanted.filter((line) => !isOpen(line) && line.packageNumber === null);
  if (open.length === 0) return lost.length === 0 ? APPLIED : refused(context, 'PACKAGE_CLOSED', `the lines are ${[...new Set(lost.map(({ status }) => status))].join(', ')}`);
  for (const box of await boxesOf(context, open)) {
    const outcome = await outcomeOf(context, pack(context, box));
    if (outcome.kind === 'REFUSED') return outcome;
  }
  return APPLIED;
}

/** Lines that are paid, not packed and not given up. */
export function isOpen(line: WireLine): boolean {
  return line.packageNumber === null && lineStatus(line.status, false) === 'CREATED';
}

async function boxesOf(context: HepsiburadaContext, lines: readonly WireLine[]): Promise<WireLine[][]> {
  const boxes: WireLine[][] = [];
  let rest = [...lines];
  while (rest[0] !== undefined) {
    const [first] = rest;
    const mayShare = rest.length === 1 ? new Set<string>() : await packableWith(context, first);
    const box = rest.filter((line) => line === first || mayShare.has(line.id));
    boxes.push(box);
    rest = rest.filter((line) => !box.includes(line));
  }
  return boxes;
}

async function packableWith(context: HepsiburadaContext, { id }: WireLine): Promise<ReadonlySet<string>> {
  const path = `/lineitems/merchantid/${context.store.remoteSellerId}/packageablewith/lineitemid/${encodeURIComponent(id)}`;
  const { lineItems } = await call(context, { group: 'oms', operation: 'orders.packable', method: 'GET', path }, packableSchema);
  return new Set(lineItems.map(({ lineItemId }) => lineItemId));
}

function pack(context: HepsiburadaContext, lines: readonly WireLine[]): Promise<void> {
  const json = { parcelQuantity: 1, lineItemRequests: lines.map(({ id, quantity }) => ({ id, quantity })) };
  return send(context, { group: 'oms', operation: 'orders.accept', method: 'POST', path: `/packages/merchantid/${context.store.remoteSellerId}`, json });
}
