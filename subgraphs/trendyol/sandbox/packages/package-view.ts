import type { Page } from '../access/query.js';
import type { ShipmentPackage } from './package.js';

/** A package as it leaves the sandbox. */
export function packageView(shipmentPackage: ShipmentPackage, orderDateOffsetMs: number): ShipmentPackage {
  return orderDateOffsetMs === 0 ? shipmentPackage : { ...shipmentPackage, orderDate: shipmentPackage.orderDate + orderDateOffsetMs };
}

/** The envelope of the list, with one package: what a webhook carries. */
export function singlePackagePage(shipmentPackage: ShipmentPackage, orderDateOffsetMs: number): Page<ShipmentPackage> {
  return { totalElements: 1, totalPages: 1, page: 0, size: 1, content: [packageView(shipmentPackage, orderDateOffsetMs)] };
}
