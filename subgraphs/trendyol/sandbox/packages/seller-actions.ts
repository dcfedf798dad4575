import { z } from 'zod';
import type { ApiCall, Endpoint } from '../access/endpoint.js';
import { badRequest, notFound } from '../access/errors.js';
import type { QuotaGroup } from '../access/quotas.js';
import { cargoProviderByCode } from '../reference/cargo-providers.js';
import { withdrawLines, type Withdrawal } from './withdraw-lines.js';
import type { Desk } from './desk.js';
import { isWhole, selectionProblem } from './divide.js';
import type { LineSelection, ShipmentPackage } from './package.js';
import { canMove, isOpen } from './transitions.js';

export const PACKAGE_PATH = '/order/sellers/:sellerId/shipment-packages/:packageId';
/** Shown as the carrier of packages that the seller delivers. */
export const ALTERNATIVE_CARRIER = 'Alternatif Teslimat';
const DAY_MS = 86_400_000;
const UNSUPPLIED_REASONS: Readonly<Record<number, string>> = {
  500: 'Stok tükendi',
  501: 'Kusurlu/Defolu/Bozuk Ürün',
  502: 'Hatalı Fiyat',
  504: 'Entegrasyon Hatası',
  505: 'Toplu Alım',
  506: 'Mücbir Sebep',
};

const lineSelection = z.looseObject({ lineId: z.number(), quantity: z.int().min(1) });
const statusBody = z.looseObject({ lines: z.array(lineSelection).min(1), params: z.record(z.string(), z.unknown()).default({}), status: z.string() });
const unsuppliedBody = z.looseObject({ lines: z.array(lineSelection).min(1), reasonId: z.number() });
const cargoBody = z.looseObject({ cargoProvider: z.string() });
const boxBody = z.looseObject({ deci: z.number().positive().optional(), boxQuantity: z.int().min(1).optional() });
const warehouseBody = z.looseObject({ warehouseId: z.number() });
const extendBody = z.looseObject({ extendedDayCount: z.int().min(1).max(3) });
const trackingBody = z.looseObject({ trackingNumber: z.string().min(1) });
const laborBody = z.array(z.looseObject({ orderLineId: z.number(), laborCostPerItem: z.number().min(0) })).min(1);
const alternativeBody = z.looseObject({
  isPhoneNumber: z.boolean(),
  trackingInfo: z.string().min(1),
  params: z.record(z.string(), z.unknown()).default({}),
  boxQuantity: z.int().min(1).optional(),
  deci: z.number().positive().optional(),
});

/** What a seller may do with one package. Success is 200 without a body. */
export function sellerActionEndpoints(desk: Desk, withdrawal: Withdrawal): Endpoint[] {
  const action = <B>(path: string, quota: QuotaGroup, body: z.ZodType<B>, handle: (one: ShipmentPackage, body: B, requestId: number) => void): Endpoint => ({
    method: 'PUT',
    path: PACKAGE_PATH + path,
    quota,
    style: 'order',
    handle: (call) => {
      handle(requirePackage(desk, call), readBody(body, call.body), call.requestId);
      return undefined;
    },
  });

  return [
    action('', 'package-status', statusBody, (one, { lines, params, status }, requestId) => {
      if (status !== 'Picking' && status !== 'Invoiced') throw badRequest('invalid.status', 'Only Picking and Invoiced can be set');
      requireMove(one, status);
      requireSelection(one, lines);
      if (!isWhole(one.lines, lines)) throw badRequest('invalid.lines', 'All lines of the package must be sent with their full quantity');
      const invoiceNumber = params['invoiceNumber'];
      if (status === 'Invoiced' && (typeof invoiceNumber !== 'string' || invoiceNumber === '')) throw badRequest('invalid.invoiceNumber', 'params.invoiceNumber is required for Invoiced');
      desk.move(one, status, { requestId, change: status === 'Invoiced' ? { invoiceNumber: String(invoiceNumber), invoiceStatus: 'Invoiced' } : {} });
    }),
    action('/items/unsupplied', 'package-change', unsuppliedBody, (one, { lines, reasonId }, requestId) => {
      const reason = UNSUPPLIED_REASONS[reasonId];
      if (reason === undefined) throw badRequest('invalid.reasonId', `Unknown reasonId: ${reasonId}`);
      requireMove(one, 'UnSupplied');
      requireSelection(one, lines);
      withdrawLines(withdrawal, one, { selection: lines, status: 'UnSupplied', by: 'seller', reason, reasonCode: reasonId, requestId });
    }),
    action('/cargo-providers', 'package-change', cargoBody, (one, { cargoProvider }) => {
      requireOpen(one);
      const provider = cargoProviderByCode(cargoProvider);
      if (!provider) throw badRequest('invalid.cargoProvider', `Unknown cargoProvider: ${cargoProvider}`);
      const { cargoTrackingNumber, cargoTrackingLink, cargoSenderNumber } = desk.nextIds();
      desk.change(one, { cargoProviderName: provider.name, cargoTrackingNumber, cargoTrackingLink, cargoSenderNumber });
    }),
    action('/box-info', 'package-change', boxBody, (one, { deci, boxQuantity }) => {
      requireOpen(one);
      if (deci === undefined && boxQuantity === undefined) throw badRequest('invalid.request', 'deci or boxQuantity is required');
      desk.change(one, { cargoDeci: deci ?? one.cargoDeci });
    }),
    action('/warehouse', 'package-status', warehouseBody, (one, { warehouseId }) => {
      requireOpen(one);
      desk.change(one, { warehouseId });
    }),
    action('/extended-agreed-delivery-date', 'package-change', extendBody, (one, { extendedDayCount }) => {
      requireOpen(one);
      desk.change(one, { agreedDeliveryDate: one.agreedDeliveryDate + extendedDayCount * DAY_MS });
    }),
    action('/labor-costs', 'package-change', laborBody, (one, costs) => {
      const unknown = costs.find(({ orderLineId }) => !one.lines.some(({ lineId }) => lineId === orderLineId));
      if (unknown) throw badRequest('invalid.orderLineId', `line ${unknown.orderLineId} is not in this package`);
      const costOf = (id: number) => costs.find(({ orderLineId }) => orderLineId === id)?.laborCostPerItem;
      desk.change(one, { lines: one.lines.map((line) => ({ ...line, laborCost: costOf(line.lineId) ?? line.laborCost ?? 0 })) });
    }),
    action('/delivered-by-service', 'package-change', z.unknown(), (one) => {
      requireMove(one, 'Delivered');
      desk.move(one, 'Delivered', { requestId: null, change: { deliveredByService: true } });
    }),
    action('/update-tracking-number', 'package-status', trackingBody, (one) => {
      if (!isOpen(one.status)) throw badRequest('shipment.not.updatable', 'Shipment Update Edilebilir Bir Durumda Değil.');
      throw badRequest('deprecated', 'Kargo takip numarası bildirimi kullanımdan kaldırılmıştır.');
    }),
    action('/alternative-delivery', 'package-status', alternativeBody, (one, { trackingInfo, isPhoneNumber, deci }, requestId) => {
      requireMove(one, 'Shipped');
      desk.move(one, 'Shipped', { requestId, change: { cargoTrackingLink: isPhoneNumber ? '' : trackingInfo, cargoProviderName: ALTERNATIVE_CARRIER, cargoDeci: deci ?? one.cargoDeci } });
    }),
  ];
}

export function requirePackage(desk: Desk, { sellerId, params }: ApiCall): ShipmentPackage {
  const found = desk.byId(sellerId, Number(params['packageId']));
  if (!found) throw notFound('shipment.package.not.found', 'Shipment package not found');
  return found;
}

export function readBody<B>(schema: z.ZodType<B>, body: unknown): B {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw badRequest('invalid.request', parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`).join('; '));
  return parsed.data;
}

export function requireOpen({ status }: ShipmentPackage): void {
  if (!isOpen(status)) throw badRequest('shipment.not.updatable', 'Shipment Update Edilebilir Bir Durumda Değil.');
}

export function requireSelection({ lines }: ShipmentPackage, selection: readonly LineSelection[]): void {
  const problem = selectionProblem(lines, selection);
  if (problem !== undefined) throw badRequest('invalid.lines', problem);
}

export function requireMove<S extends ShipmentPackage['status']>({ status }: ShipmentPackage, to: S): S {
  if (!canMove(status, to)) throw badRequest('invalid.status.transition', `Paket ${status} statüsünden ${to} statüsüne geçirilemez.`);
  return to;
}
