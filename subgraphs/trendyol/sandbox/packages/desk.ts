import type { Kernel } from '../kernel.js';
import { amountsOf } from './divide.js';
import type { PackageLine, PackageStatus, ShipmentPackage } from './package.js';

/** What the lists need to know without reading the package. */
export interface PackageIndexEntry {
  readonly shipmentPackageId: number;
  readonly at: number;
  readonly status: PackageStatus;
}

export interface Desk {
  byId(sellerId: number, shipmentPackageId: number): ShipmentPackage | undefined;
  byOrder(orderNumber: string): ShipmentPackage[];
  byTracking(sellerId: number, cargoTrackingNumber: string): ShipmentPackage | undefined;
  /** New package: announced to webhooks. */
  add(shipmentPackage: ShipmentPackage, requestId: number | null): void;
  /** A change that is no change of status. */
  change(shipmentPackage: ShipmentPackage, change: Partial<ShipmentPackage>): ShipmentPackage;
  /** A change of status: announced to webhooks. */
  move(shipmentPackage: ShipmentPackage, status: PackageStatus, options: { requestId: number | null; lines?: readonly PackageLine[]; change?: Partial<ShipmentPackage> }): ShipmentPackage;
  /** A package made from lines of another, with its own id, number and tracking. */
  spawn(origin: ShipmentPackage, lines: readonly PackageLine[], made: { createdBy: 'cancel' | 'split'; status: PackageStatus; requestId: number | null }): ShipmentPackage;
  nextIds(): Pick<ShipmentPackage, 'shipmentPackageId' | 'shipmentNumber' | 'cargoTrackingNumber' | 'cargoTrackingLink' | 'cargoSenderNumber'>;
  /** Within [from, to], newest or oldest first. */
  index(by: 'modified' | 'created', sellerId: number, window: { from: number; to: number; isNewestFirst: boolean; after?: [number, number] }): Iterable<PackageIndexEntry>;
  onStatus(listener: (shipmentPackage: ShipmentPackage) => void): void;
}

const FIRST = { shipmentPackageId: 9_900_000_001, shipmentNumber: 900_000_001 };
const LARGEST_ID = Number.MAX_SAFE_INTEGER;

export function createDesk({ state, clock, log }: Kernel): Desk {
  const packages = state.store<ShipmentPackage>('packages');
  const orders = state.store<number[]>('order-packages');
  const tracking = state.store<number>('tracking-packages');
  const modified = state.store<PackageIndexEntry>('packages-by-modified');
  const created = state.store<PackageIndexEntry>('packages-by-created');
  const listeners: ((shipmentPackage: ShipmentPackage) => void)[] = [];

  const save = (next: ShipmentPackage, former?: ShipmentPackage) => {
    const { supplierId, shipmentPackageId, status } = next;
    if (former) modified.remove([supplierId, former.lastModifiedDate, shipmentPackageId]);
    packages.put(shipmentPackageId, next);
    modified.put([supplierId, next.lastModifiedDate, shipmentPackageId], { shipmentPackageId, at: next.lastModifiedDate, status });
    created.put([supplierId, next.orderDate, shipmentPackageId], { shipmentPackageId, at: next.orderDate, status });
  };

  const record = (shipmentPackage: ShipmentPackage, old: string | null, requestId: number | null) =>
    log.recordEffect({ at: clock.now(), what: 'package', key: String(shipmentPackage.shipmentPackageId), old, new: shipmentPackage.status, requestId });

  const announce = (shipmentPackage: ShipmentPackage) => listeners.forEach((listener) => listener(shipmentPackage));

  const change: Desk['change'] = (former, changed) => {
    // Later than before even within one millisecond: readers order a package's states by this time.
    const next = { ...former, ...changed, lastModifiedDate: Math.max(clock.now(), former.lastModifiedDate + 1) };
    save(next, former);
    return next;
  };

  const nextIds: Desk['nextIds'] = () => {
    const shipmentNumber = state.next('shipment-number', FIRST.shipmentNumber);
    const cargoTrackingNumber = trackingNumber(shipmentNumber);
    return {
      shipmentPackageId: state.next('shipment-package', FIRST.shipmentPackageId),
      shipmentNumber,
      cargoTrackingNumber,
      cargoTrackingLink: `https://kargotakip.example.invalid/?code=${cargoTrackingNumber}`,
      cargoSenderNumber: `SN${cargoTrackingNumber}`,
    };
  };

  const add: Desk['add'] = (shipmentPackage, requestId) => {
    const { orderNumber, shipmentPackageId, cargoTrackingNumber } = shipmentPackage;
    save(shipmentPackage);
    orders.put(orderNumber, [...(orders.get(orderNumber) ?? []), shipmentPackageId]);
    tracking.put(cargoTrackingNumber, shipmentPackageId);
    record(shipmentPackage, null, requestId);
    announce(shipmentPackage);
  };

  const owned = (sellerId: number, shipmentPackageId: number) => {
    const found = packages.get(shipmentPackageId);
    return found?.supplierId === sellerId ? found : undefined;
  };

  return {
    byId: owned,
    byOrder: (orderNumber) => (orders.get(orderNumber) ?? []).map((id) => packages.get(id)).filter((one) => one !== undefined),
    byTracking: (sellerId, number) => owned(sellerId, tracking.get(number) ?? 0),
    add,
    change,
    move: (former, status, { requestId, lines = former.lines, change: extra = {} }) => {
      const moved = change(former, {
        ...extra,
        ...amountsOf(lines),
        lines: lines.map((line) => ({ ...line, orderLineItemStatusName: status })),
        status,
        shipmentPackageStatus: status,
        packageHistories: [...former.packageHistories, { createdDate: clock.now(), status }],
      });
      record(moved, former.status, requestId);
      announce(moved);
      return moved;
    },
    spawn: (origin, lines, { createdBy, status, requestId }) => {
      const spawned: ShipmentPackage = {
        ...origin,
        ...nextIds(),
        ...amountsOf(lines),
        lines: lines.map((line) => ({ ...line, orderLineItemStatusName: status })),
        status,
        shipmentPackageStatus: status,
        createdBy,
        originPackageIds: [origin.shipmentPackageId],
        lastModifiedDate: clock.now(),
        packageHistories: [...origin.packageHistories.slice(0, 1), { createdDate: clock.now(), status }],
      };
      add(spawned, requestId);
      return spawned;
    },
    nextIds,
    index: function* (by, sellerId, { from, to, isNewestFirst, after }) {
      const oldest = [sellerId, from];
      const newest = [sellerId, to, LARGEST_ID];
      const range = isNewestFirst ? { start: after ? [sellerId, ...after] : newest, end: oldest, reverse: true } : { start: oldest, end: newest };
      for (const { value } of (by === 'modified' ? modified : created).range(range)) {
        if (after && value.at === after[0] && value.shipmentPackageId === after[1]) continue;
        yield value;
      }
    },
    onStatus: (listener) => void listeners.push(listener),
  };
}

/** Every fifth is larger than JavaScript's safe integers, as the real ones may be. */
function trackingNumber(sequence: number): string {
  const digits = String(sequence).padStart(13, '0');
  return sequence % 5 === 0 ? `9726${digits}` : `726${digits}`;
}
