import type { ReturnStatus } from './return-book.js';

export const GROUPS = ['New', 'Delivering', 'Checkout', 'Arbitration', 'Approved', 'Rejected'] as const;
export type ReturnGroup = (typeof GROUPS)[number];

export interface RfbsAction {
  readonly id: number;
  readonly name: string;
  readonly to: ReturnStatus;
}

/** Ozon tells that -1 and -10 want a comment and a reason, and 1020 an amount; the other numbers, and where each leads, are this sandbox's own. */
const ACTION = {
  approve: { id: 1010, name: 'Одобрить возврат', to: 'MovingToSeller' },
  compensate: { id: 1020, name: 'Компенсировать часть стоимости', to: 'ReturnCompensated' },
  refund: { id: 1030, name: 'Вернуть деньги', to: 'ReturnMoneyApproved' },
  receive: { id: 1040, name: 'Товар получен', to: 'ArrivedAtReturnPlace' },
  reject: { id: -1, name: 'Отклонить заявку', to: 'Rejected' },
  rejectAfterCheck: { id: -10, name: 'Отказать после проверки', to: 'DisputeOpened' },
} as const satisfies Record<string, RfbsAction>;

export const COMPENSATE_ID: number = ACTION.compensate.id;
export const REJECT_IDS: readonly number[] = [ACTION.reject.id, ACTION.rejectAfterCheck.id];

export const REJECTION_REASONS = [
  { id: 10, name: 'Истёк срок возврата', hint: '', is_comment_required: true },
  { id: 20, name: 'Товар был в употреблении', hint: 'Приложите фото', is_comment_required: true },
];

const OFFERED: Readonly<Partial<Record<ReturnStatus, readonly RfbsAction[]>>> = {
  OnSellerApproval: [ACTION.approve, ACTION.compensate, ACTION.refund, ACTION.reject],
  MovingToSeller: [ACTION.receive],
  ArrivedAtReturnPlace: [ACTION.refund, ACTION.compensate, ACTION.rejectAfterCheck],
};

const GROUP_OF: Readonly<Partial<Record<ReturnStatus, ReturnGroup>>> = {
  OnSellerApproval: 'New',
  OnSellerClarification: 'New',
  MovingToSeller: 'Delivering',
  ArrivedAtReturnPlace: 'Checkout',
  ReceivedBySeller: 'Checkout',
  DisputeOpened: 'Arbitration',
  Rejected: 'Rejected',
  Cancelled: 'Rejected',
};

export function actionsIn(status: ReturnStatus): readonly RfbsAction[] {
  return OFFERED[status] ?? [];
}

export function groupOf(status: ReturnStatus): ReturnGroup {
  return GROUP_OF[status] ?? 'Approved';
}
