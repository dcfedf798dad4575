import type { ApiCall, Endpoint } from '../access/endpoint.js';
import { badRequest, notFound } from '../access/errors.js';
import type { Desk } from './desk.js';
import type { ShipmentPackage } from './package.js';
import { ALTERNATIVE_CARRIER, PACKAGE_PATH, requireMove, requirePackage } from './seller-actions.js';

const SIBLING_PATH = '/order/sellers/:sellerId/shipment-packages';
/** The guide and the OpenAPI disagree on the name: both are served. */
const DELIVER = ['manual-deliver', 'manual-invoice-delivery'];
const RETURN = ['manual-return'];

/** What the seller reports of packages it delivers itself, by package id or by tracking number. */
export function manualDeliveryEndpoints(desk: Desk): Endpoint[] {
  const endpoint = (path: string, find: (call: ApiCall) => ShipmentPackage, act: (one: ShipmentPackage, requestId: number) => void): Endpoint => ({
    method: 'PUT',
    path,
    quota: 'manual-delivery',
    style: 'order',
    handle: (call) => {
      const one = find(call);
      if (one.cargoProviderName !== ALTERNATIVE_CARRIER) throw badRequest('not.alternative.delivery', 'Only packages with alternative delivery can be changed by hand');
      act(one, call.requestId);
      return undefined;
    },
  });
  const both = (name: string, act: (one: ShipmentPackage, requestId: number) => void) => [
    endpoint(`${PACKAGE_PATH}/${name}`, (call) => requirePackage(desk, call), act),
    endpoint(`${SIBLING_PATH}/${name}-by-tracking-number/:cargoTrackingNumber`, (call) => requireTracked(desk, call), act),
  ];
  const deliver = (one: ShipmentPackage, requestId: number) => void desk.move(one, requireMove(one, 'Delivered'), { requestId });
  const takeBack = (one: ShipmentPackage, requestId: number) => {
    const undelivered = one.status === 'UnDelivered' ? one : desk.move(one, requireMove(one, 'UnDelivered'), { requestId });
    desk.move(undelivered, 'Returned', { requestId });
  };
  return [...DELIVER.flatMap((name) => both(name, deliver)), ...RETURN.flatMap((name) => both(name, takeBack))];
}

function requireTracked(desk: Desk, { sellerId, params }: ApiCall): ShipmentPackage {
  const one = desk.byTracking(sellerId, params['cargoTrackingNumber'] ?? '');
  if (!one) throw notFound('cargo.tracking.number.not.found', 'Tracking number not found');
  return one;
}
