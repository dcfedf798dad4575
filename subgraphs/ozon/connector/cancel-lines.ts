import { z } from 'zod';
import type { ActionOutcome, CancelReason, PackageAction } from '../../sync/connector/contract.js';
import { call, type OzonContext } from './client.js';
import { APPLIED, orRefused, readPosting } from './posting-actions.js';

interface Reason {
  readonly cancel_reason_id: number;
  readonly cancel_reason_message: string;
}

/** Ozon's own reasons; what has none becomes "other", which wants a sentence for the buyer. */
const REASONS: Readonly<Record<CancelReason, Reason>> = {
  OUT_OF_STOCK: { cancel_reason_id: 352, cancel_reason_message: '' },
  DEFECTIVE: { cancel_reason_id: 400, cancel_reason_message: '' },
  WRONG_PRICE: { cancel_reason_id: 402, cancel_reason_message: 'Ошибка в цене товара' },
  FORCE_MAJEURE: { cancel_reason_id: 402, cancel_reason_message: 'Форс-мажор' },
  OTHER: { cancel_reason_id: 402, cancel_reason_message: 'Продавец не может выполнить заказ' },
};

/** The posting as a whole when all of it is named, else the named units of it. */
export async function cancelLines(context: OzonContext, action: PackageAction): Promise<ActionOutcome> {
  const reason = REASONS[(action.parameters['reason'] ?? 'OTHER') as CancelReason];
  return orRefused(context, action.remotePackageId, async () => {
    const posting = await readPosting(context, action.remotePackageId);
    if (posting.status === 'cancelled') return APPLIED;
    const asked = new Map(action.lines.map(({ remoteLineId, quantity }) => [remoteLineId, quantity]));
    const isWhole = posting.products.every(({ sku, quantity }) => (asked.get(sku) ?? 0) >= quantity);
    if (isWhole) await call(context, 'orders.cancel', { posting_number: posting.posting_number, ...reason }, z.unknown());
    else await call(context, 'orders.cancelProducts', { posting_number: posting.posting_number, items: action.lines.map(({ remoteLineId, quantity }) => ({ sku: Number(remoteLineId), quantity })), ...reason }, z.unknown());
    return APPLIED;
  });
}
