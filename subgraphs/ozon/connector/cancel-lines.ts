import { z } from 'zod';
import { cancelReasonOf, exactly, type ActionOutcome, type CancelReason, type CancelReasonTold, type PackageAction } from '../../sync/connector/contract.js';
import { text } from '../../sync/connector/wire-values.js';
import { call, doneSchema, type OzonContext } from './client.js';
import { APPLIED, orRefused, readPosting } from './posting-actions.js';

/** It names the posting. */
const cancelledSchema = z.looseObject({ result: text });

interface Reason {
  readonly cancel_reason_id: number;
  readonly cancel_reason_message: string;
}

/** Ozon's own reasons; what has none becomes "other", which wants a sentence and says it in that. */
const REASONS: Readonly<Record<CancelReason, Reason>> = {
  OUT_OF_STOCK: { cancel_reason_id: 352, cancel_reason_message: '' },
  DEFECTIVE: { cancel_reason_id: 400, cancel_reason_message: '' },
  WRONG_PRICE: { cancel_reason_id: 402, cancel_reason_message: 'Ошибка в цене товара' },
  BUYER_ASKED: { cancel_reason_id: 402, cancel_reason_message: 'Отмена по просьбе покупателя' },
  ADDRESS: { cancel_reason_id: 402, cancel_reason_message: 'Невозможно доставить по указанному адресу' },
  FORCE_MAJEURE: { cancel_reason_id: 402, cancel_reason_message: 'Форс-мажор' },
  OTHER: { cancel_reason_id: 402, cancel_reason_message: 'Продавец не может выполнить заказ' },
};

export const cancelReasons = Object.fromEntries(Object.entries(REASONS).map(([reason, { cancel_reason_id }]) => [reason, exactly(String(cancel_reason_id))])) as Record<CancelReason, CancelReasonTold>;

/** The posting as a whole when all of it is named, else the named units of it. */
export async function cancelLines(context: OzonContext, action: PackageAction): Promise<ActionOutcome> {
  const reason = REASONS[cancelReasonOf(action)];
  return orRefused(context, action.remotePackageId, async () => {
    const posting = await readPosting(context, action.remotePackageId);
    if (posting.status === 'cancelled') return APPLIED;
    const asked = new Map(action.lines.map(({ remoteLineId, quantity }) => [remoteLineId, quantity]));
    const isWhole = posting.products.every(({ sku, quantity }) => (asked.get(sku) ?? 0) >= quantity);
    if (isWhole) await call(context, 'orders.cancel', { posting_number: posting.posting_number, ...reason }, doneSchema);
    else await call(context, 'orders.cancelProducts', { posting_number: posting.posting_number, items: action.lines.map(({ remoteLineId, quantity }) => ({ sku: Number(remoteLineId), quantity })), ...reason }, cancelledSchema);
    return APPLIED;
  });
}
