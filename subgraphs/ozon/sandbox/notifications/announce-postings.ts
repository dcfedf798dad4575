import { iso, type Kernel } from '../kernel.js';
import type { PostingNews } from '../postings/desk.js';
import type { Posting } from '../postings/posting.js';
import type { PushDelivery } from './delivery.js';

/** Words of the push model for a status; they are those of the substatus. */
export function announcePosting({ clock }: Pick<Kernel, 'clock'>, delivery: PushDelivery, { posting, before }: PostingNews): void {
  const { clientId, postingNumber, scheme, warehouseId } = posting;
  if (scheme === 'FBO') return;
  const where = { posting_number: postingNumber, warehouse_id: warehouseId };
  const changed = { changed_state_date: iso(clock.now()) };
  if (before === null) delivery.announce(clientId, 'TYPE_NEW_POSTING', { ...where, products: productsOf(posting), in_process_at: iso(posting.inProcessAt) });
  else if (posting.status === 'cancelled') delivery.announce(clientId, 'TYPE_POSTING_CANCELLED', { ...where, ...changed, products: productsOf(posting), old_state: pushState(before), new_state: 'posting_canceled', reason: { id: posting.cancellation?.reasonId ?? 0, message: posting.cancellation?.reason ?? '' } });
  else delivery.announce(clientId, 'TYPE_STATE_CHANGED', { ...where, ...changed, new_state: pushState(posting) });
}

function pushState({ status, substatus }: Posting): string {
  return status === 'awaiting_deliver' ? 'posting_transferring_to_delivery' : substatus;
}

function productsOf({ products }: Posting): object[] {
  return products.map(({ sku, quantity }) => ({ sku, quantity }));
}
