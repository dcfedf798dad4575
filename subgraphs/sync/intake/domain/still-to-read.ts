import type { RemoteOrder } from '../../../orders/domain/order.js';

/** What a listing brought, and when the marketplace was asked for it, by the hub's clock. */
export interface Listed {
  readonly orders: readonly RemoteOrder[];
  readonly askedAt: Date;
}

/**
 * The orders of an entry that are to be read although a listing has brought them. An order need not be only where the marketplace itself dates the
 * change, every package that came is as new as that, and the listing was asked for after the hub had heard of it. Either is not enough: a
 * list may be older than the moment it is answered, and a clock of the marketplace's may be set back, or differ from another of its own.
 */
export function stillToRead({ orderIds, receivedAt, changedRevision }: { readonly orderIds: readonly string[]; readonly receivedAt: Date; readonly changedRevision?: number }, { orders, askedAt }: Listed): readonly string[] {
  if (changedRevision === undefined || receivedAt >= askedAt) return orderIds;
  return orderIds.filter((id) => {
    const packages = orders.filter(({ remoteOrderId }) => remoteOrderId === id).flatMap((order) => order.packages);
    return packages.length === 0 || packages.some(({ remoteRevision }) => remoteRevision < changedRevision);
  });
}
