import { z } from 'zod';
import { ControlError } from '../../../../platform/sandbox/control.js';
import { drawsFrom } from '../../../../platform/seeded-draws.js';
import { buyerNumber } from '../buyers.js';
import { cancelRow, returnRow } from '../domain/claim.js';
import { packageRow, type PackageStatus, type ShipmentPackage } from '../domain/shipment-package.js';
import { ofSeller, type Market } from '../market.js';
import type { N11Sandbox } from '../n11-sandbox.js';
import { requestCancel } from '../operations/decide-cancels.js';
import { requestReturn } from '../operations/decide-returns.js';
import { cancelPieces, deliverPackage, shipPackage } from '../operations/move-packages.js';
import { placeOrder } from '../operations/place-order.js';
import type { SplitOutcome } from '../operations/split-packages.js';
import { sellerOfCall } from './seller-control.js';

const orderBody = z.strictObject({
  sellerId: z.int().optional(),
  lines: z
    .array(z.strictObject({ stockCode: z.string(), quantity: z.int().min(1).default(1), sellerDiscount: z.number().min(0).default(0), mallDiscount: z.number().min(0).default(0) }))
    .min(1),
  buyer: z.strictObject({ fullName: z.string(), email: z.string(), gsm: z.string(), address: z.string(), city: z.string(), district: z.string() }).partial().optional(),
});
const pieces = z.strictObject({
  packageId: z.string().optional(),
  lines: z.array(z.strictObject({ orderLineId: z.int(), quantity: z.int().min(1) })).min(1).optional(),
  reasonType: z.string().default('Beden uymadı'),
  reasonDescription: z.string().default('Vazgeçtim'),
});
type Pieces = z.infer<typeof pieces>;

export function installOrderControl(sandbox: N11Sandbox): void {
  const { kit, market } = sandbox;
  const onOrder = (path: string, summary: string, act: (packages: ShipmentPackage[], body: Pieces) => unknown): void =>
    kit.control.route({
      method: 'POST',
      path: `/orders/:orderNumber/${path}`,
      summary,
      example: { packageId: '300000000000001', lines: [{ orderLineId: 500000001, quantity: 1 }] },
      body: pieces,
      handle: ({ body, params }) => sandbox.during(null, () => act(packagesOfOrder(market, params['orderNumber'] ?? '', body.packageId), body)),
    });

  kit.control.route({
    method: 'POST',
    path: '/orders',
    summary: 'A buyer buys: the quantity falls and a Created package appears. 409 when a listing is not on sale or too small. Discounts are lira of the whole line.',
    example: { sellerId: 2000001, lines: [{ stockCode: 'ELB-1-M', quantity: 1, sellerDiscount: 0 }] },
    body: orderBody,
    handle: ({ body }) => sandbox.during(null, () => order(market, body)),
  });
  kit.control.route({
    method: 'GET',
    path: '/orders',
    summary: 'All packages of a shop, as shipmentPackages shows them, without windows.',
    example: '?sellerId=2000001',
    query: z.strictObject({ sellerId: z.coerce.number().optional() }),
    handle: ({ query }) => ({ packages: ofSeller(market.packages, sellerOfCall(market, query.sellerId).sellerId).map(packageRow) }),
  });
  onOrder('cancel', 'The buyer cancels before shipping, all or the named pieces; they go back on sale.', (packages, { lines }) =>
    moveAll(packages, ['Created', 'Picking'], (pkg) => cancelPieces(market, pkg, { to: 'Cancelled', parts: partsIn(pkg, lines) })),
  );
  onOrder('ship', 'The carrier takes what is in Picking.', (packages) => moveAll(packages, ['Picking'], (pkg) => shipPackage(market, pkg)));
  onOrder('deliver', 'The carrier delivers what is Shipped.', (packages) => moveAll(packages, ['Shipped'], (pkg) => deliverPackage(market, pkg)));
  onOrder('return', 'The buyer asks to give delivered pieces back.', (packages, body) => {
    const claims = inStatus(packages, ['Delivered']).flatMap((pkg) => requestReturn(market, pkg, { ...body, lines: partsIn(pkg, body.lines) ?? wholeOf(pkg) }));
    return { returns: claims.map(returnRow) };
  });
  onOrder('cancel-request', 'The buyer asks the seller to cancel pieces; the seller decides.', (packages, body) => {
    const claims = inStatus(packages, ['Created', 'Picking']).flatMap((pkg) => requestCancel(market, pkg, { ...body, parts: partsIn(pkg, body.lines) ?? wholeOf(pkg) }));
    return { cancels: claims.map(cancelRow) };
  });
}

function order(market: Market, body: z.infer<typeof orderBody>): object {
  const seller = sellerOfCall(market, body.sellerId);
  const lines = body.lines.map(({ stockCode, quantity, sellerDiscount, mallDiscount }) => ({
    stockCode,
    quantity,
    sellerDiscountMinor: Math.round(sellerDiscount * 100),
    mallDiscountMinor: Math.round(mallDiscount * 100),
  }));
  const given = Object.fromEntries(Object.entries(body.buyer ?? {}).filter(([, value]) => value !== undefined));
  const buyer = { ...buyerNumber(market, drawsFrom(market.next('customer'))), ...given };
  const placed = placeOrder(market, { seller, lines, buyer });
  if ('problem' in placed) throw new ControlError(409, placed.problem);
  return packageRow(placed);
}

function packagesOfOrder(market: Market, orderNumber: string, packageId: string | undefined): ShipmentPackage[] {
  const found = [...market.packages.range()].map(({ value }) => value).filter((pkg) => pkg.orderNumber === orderNumber && (packageId === undefined || pkg.id === packageId));
  if (found.length === 0) throw new ControlError(404, 'no such order or package');
  return found;
}

function moveAll(packages: readonly ShipmentPackage[], from: readonly PackageStatus[], act: (pkg: ShipmentPackage) => SplitOutcome): { packages: object[] } {
  const moved = inStatus(packages, from).flatMap((pkg) => {
    const outcome = act(pkg);
    if ('problem' in outcome) throw new ControlError(409, outcome.problem);
    return outcome.children.map(packageRow);
  });
  return { packages: moved };
}

function inStatus(packages: readonly ShipmentPackage[], statuses: readonly PackageStatus[]): ShipmentPackage[] {
  const fitting = packages.filter((pkg) => statuses.includes(pkg.status));
  if (fitting.length === 0) throw new ControlError(409, `the order has no package in ${statuses.join(' or ')}, only ${packages.map((pkg) => pkg.status).join(', ')}`);
  return fitting;
}

/** The named pieces that are in this package; undefined when none were named at all. */
function partsIn(pkg: ShipmentPackage, lines: Pieces['lines']): { orderLineId: number; quantity: number }[] | undefined {
  return lines?.filter((part) => pkg.lines.some((line) => line.orderLineId === part.orderLineId));
}

function wholeOf(pkg: ShipmentPackage): { orderLineId: number; quantity: number }[] {
  return pkg.lines.map(({ orderLineId, quantity }) => ({ orderLineId, quantity }));
}
