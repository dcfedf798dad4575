import type { PackageStatus } from './package.js';

const NEXT: Readonly<Record<PackageStatus, readonly PackageStatus[]>> = {
  Awaiting: ['Created', 'Cancelled'],
  Verified: ['Created', 'Cancelled'],
  Created: ['Picking', 'Shipped', 'Cancelled', 'UnSupplied', 'UnPacked'],
  Picking: ['Invoiced', 'Shipped', 'Cancelled', 'UnSupplied', 'UnPacked'],
  Invoiced: ['Shipped', 'Cancelled', 'UnSupplied', 'UnPacked'],
  Shipped: ['AtCollectionPoint', 'Delivered', 'UnDelivered'],
  AtCollectionPoint: ['Delivered', 'UnDelivered'],
  UnDelivered: ['Delivered', 'Returned'],
  Delivered: [],
  Returned: [],
  Cancelled: [],
  UnSupplied: [],
  UnPacked: [],
};

export function canMove(from: PackageStatus, to: PackageStatus): boolean {
  return NEXT[from].includes(to);
}

/** Still to be shipped by the seller. */
export function isOpen(status: PackageStatus): boolean {
  return status === 'Created' || status === 'Picking' || status === 'Invoiced';
}

/** `AtCollectionPoint` as webhooks spell it: `AT_COLLECTION_POINT`; the `Un…` words are not divided. */
export function webhookSpelling(status: PackageStatus): string {
  if (status.startsWith('Un')) return status.toUpperCase();
  return status.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toUpperCase();
}
