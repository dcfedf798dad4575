import { z } from 'zod';
import { ControlError } from '../../../../platform/sandbox/control.js';
import { acceptOrder, inventBuyer } from '../buyers.js';
import { CLAIM_STATUSES, claimRow } from '../domain/claim.js';
import { wholeOrder, type Order, type Package } from '../domain/order.js';
import { trackingView } from '../domain/package-view.js';
import type { HepsiburadaSandbox } from '../hepsiburada-sandbox.js';
import { ofSeller, type Market } from '../market.js';
import { cancelLine } from '../operations/cancel-line.js';
import { unpack } from '../operations/divide-package.js';
import { movePackage, type Movement } from '../operations/move-package.js';
import { moveClaim, openClaim } from '../operations/open-claim.js';
import { packLines, packableWith } from '../operations/pack-lines.js';
import { changeAddress, payOrder } from '../operations/place-order.js';
import { findOrder } from '../orders-store.js';
import { sellerOfCall } from './seller-control.js';

const orderBody = z.strictObject({
  merchantId: z.guid().optional(),
  isPaid: z.boolean().default(true),
  lines: z.array(z.strictObject({ merchantSku: z.string(), quantity: z.int().min(1).default(1), merchantDiscountMinor: z.int().min(0).optional(), hbDiscountMinor: z.int().min(0).optional() })).min(1),
});
const ofOrder = z.strictObject({ merchantId: z.guid().optional(), lineId: z.string().optional(), by: z.enum(['Customer', 'Hepsiburada']).default('Customer'), address: z.string().optional() });
const claimBody = z.strictObject({ merchantId: z.guid().optional(), lineItemId: z.string(), quantity: z.int().min(1).default(1), reason: z.string().default('PoorQuality'), claimType: z.string().optional(), explanation: z.string().optional(), status: z.enum(CLAIM_STATUSES).optional() });

export function installOrderControl(sandbox: HepsiburadaSandbox): void {
  const { kit, market } = sandbox;
  kit.control.route({
    method: 'POST',
    path: '/orders',
    summary: 'A buyer buys; 409 when something is not on sale or short. Lowers stock and calls the webhook.',
    example: { lines: [{ merchantSku: 'TSR-0001-KRM-M', quantity: 1 }], isPaid: true },
    body: orderBody,
    handle: ({ body }) =>
      sandbox.during(null, () => {
        const seller = sellerOfCall(market, body.merchantId);
        const placed = acceptOrder(sandbox, { seller, lines: body.lines, buyer: inventBuyer(market), isPaid: body.isPaid });
        if ('problem' in placed) throw new ControlError(409, placed.problem);
        return orderView(market, placed);
      }),
  });
  const route = (path: string, summary: string, act: (order: Order, body: z.infer<typeof ofOrder>) => void): void =>
    kit.control.route({
      method: 'POST',
      path: `/orders/:orderNumber/${path}`,
      summary,
      example: {},
      body: ofOrder,
      handle: ({ body, params }) =>
        sandbox.during(null, () => {
          act(orderOfCall(market, body.merchantId, params['orderNumber']), body);
          return orderView(market, orderOfCall(market, body.merchantId, params['orderNumber']));
        }),
    });
  kit.control.route({ method: 'GET', path: '/orders/:orderNumber', summary: 'The order and all its packages.', handle: ({ params }) => orderView(market, orderOfCall(market, undefined, params['orderNumber'])) });
  route('pay', 'The payment comes in.', (order) => void payOrder(market, sellerOfCall(market, order.merchantId), order));
  route('pack', 'Hepsiburada packs what is open.', (order) => {
    const parts = packableWith(order).map(({ lineId, quantity }) => ({ lineId, quantity }));
    orThrow(packLines(market, sellerOfCall(market, order.merchantId), { parts }, { isTold: true }));
  });
  route('unpack', 'Somebody takes the open boxes apart.', (order) => packagesOf(market, order).filter(({ status }) => status === 'Open').forEach((pkg) => orThrow(unpack(market, pkg, { isTold: true }))));
  route('cancel', 'The buyer, or Hepsiburada, gives a line up; all of them without lineId.', (order, { lineId, by }) => {
    for (const line of order.lines.filter((one) => lineId === undefined || one.lineId === lineId)) orThrow(cancelLine(market, order.merchantId, line.lineId, { by, isTold: true }));
  });
  route('address', 'The buyer changes the address.', (order, { address }) => void changeAddress(market, order, address ?? 'Yeni Mah. 2'));
  const steps: readonly (readonly [string, Movement, string])[] = [
    ['ship', 'InTransit', 'The carrier takes the boxes.'],
    ['deliver', 'Delivered', 'The boxes arrive.'],
    ['undeliver', 'UnDelivered', 'The boxes could not be handed over.'],
  ];
  for (const [path, to, summary] of steps) route(path, summary, (order) => moveAll(market, order, to));
  installClaimControl(sandbox);
}

function installClaimControl(sandbox: HepsiburadaSandbox): void {
  const { kit, market } = sandbox;
  kit.control.route({
    method: 'POST',
    path: '/claims',
    summary: 'A buyer wants to give a delivered line back.',
    example: { lineItemId: '00000001-0005-4000-8000-000000000001', quantity: 1, reason: 'PoorQuality' },
    body: claimBody,
    handle: ({ body }) =>
      sandbox.during(null, () => {
        const opened = openClaim(market, sellerOfCall(market, body.merchantId).merchantId, body);
        if ('problem' in opened) throw new ControlError(409, opened.problem);
        return claimRow(opened);
      }),
  });
  kit.control.route({
    method: 'POST',
    path: '/claims/:number/status',
    summary: "Hepsiburada's own word on a claim.",
    example: { status: 'Refunded' },
    body: z.strictObject({ merchantId: z.guid().optional(), status: z.enum(CLAIM_STATUSES) }),
    handle: ({ body, params }) => {
      const claim = market.claims.get([sellerOfCall(market, body.merchantId).merchantId, Number(params['number'])]);
      if (!claim) throw new ControlError(404, 'no such claim');
      return claimRow(sandbox.during(null, () => moveClaim(market, claim, body.status)));
    },
  });
}

function moveAll(market: Market, order: Order, to: Movement): void {
  const from: Readonly<Record<Movement, readonly string[]>> = { InTransit: ['Open'], Delivered: ['InTransit', 'UnDelivered'], UnDelivered: ['InTransit'] };
  const boxes = packagesOf(market, order).filter(({ status }) => from[to].includes(status));
  if (boxes.length === 0) throw new ControlError(409, `the order has no package that could be ${to}`);
  for (const pkg of boxes) {
    const facts = to === 'InTransit' ? { trackingInfoCode: `TRK${pkg.packageNumber}`, trackingInfoUrl: `https://track.example.invalid/TRK${pkg.packageNumber}` } : { undeliveredReason: 'Adreste bulunamadı' };
    orThrow(movePackage(market, pkg, to, { atMs: market.nowMs(), ...facts, isTold: true }));
  }
}

function packagesOf(market: Market, order: Order): Package[] {
  return ofSeller(market.packages, order.merchantId).filter(({ orderNumber }) => orderNumber === order.orderNumber);
}

function orderOfCall(market: Market, merchantId: string | undefined, orderNumber: string | undefined): Order {
  const sellers = merchantId === undefined ? [...market.sellers.range()].map(({ value }) => value) : [sellerOfCall(market, merchantId)];
  const found = sellers.map((seller) => findOrder(market, seller.merchantId, Number(orderNumber))).find((order) => order !== undefined);
  if (!found) throw new ControlError(404, 'no such order');
  return found;
}

function orderView(market: Market, order: Order): object {
  return { ...wholeOrder(order), packages: packagesOf(market, order).map(trackingView) };
}

function orThrow(outcome: object): void {
  if ('problem' in outcome) throw new ControlError(409, String(outcome.problem));
}
