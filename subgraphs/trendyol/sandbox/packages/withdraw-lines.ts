import type { Kernel } from '../kernel.js';
import type { Shelf } from '../listings/shelf.js';
import type { Desk } from './desk.js';
import { divideLines } from './divide.js';
import type { LineSelection, PackageLine, ShipmentPackage } from './package.js';

export interface Withdrawal {
  readonly kernel: Kernel;
  readonly shelf: Shelf;
  readonly desk: Desk;
}

export interface WithdrawnLines {
  readonly selection: readonly LineSelection[];
  readonly status: 'Cancelled' | 'UnSupplied';
  readonly by: 'customer' | 'seller';
  readonly reason: string;
  readonly reasonCode: number;
  readonly requestId: number | null;
}

/** The package dies with the selected quantities; what remains reappears in a new package, in `Created`. */
export function withdrawLines({ kernel, shelf, desk }: Withdrawal, former: ShipmentPackage, withdrawn: WithdrawnLines): void {
  const { status, by, reason, reasonCode, requestId } = withdrawn;
  const { taken, rest } = divideLines(former.lines, withdrawn.selection);
  const lines = taken.map((line) => ({ ...line, cancelledBy: by, cancelReason: reason, cancelReasonCode: reasonCode }));
  desk.move(former, status, { requestId, lines });
  if (rest.length > 0) desk.spawn(former, rest, { createdBy: 'cancel', status: former.status === 'Awaiting' ? 'Awaiting' : 'Created', requestId });
  if (kernel.settings().restockOnCancel) taken.forEach((line) => restock(kernel, shelf, line));
}

function restock({ clock, log }: Kernel, shelf: Shelf, { sellerId, barcode, quantity }: PackageLine): void {
  const offer = shelf.offer(sellerId, barcode);
  if (!offer) return;
  shelf.putOffer(sellerId, barcode, { ...offer, quantity: offer.quantity + quantity, stockChangedAt: clock.now() });
  log.recordEffect({ at: clock.now(), what: 'stock', key: `${sellerId}/${barcode}`, old: offer.quantity, new: offer.quantity + quantity, requestId: null });
}
