import { z } from 'zod';
import { ControlError, type Control } from '../../../../platform/sandbox/control.js';
import type { ClaimBook } from '../claims/claim-book.js';
import { CLAIM_ITEM_STATUSES, claimView, CUSTOMER_REASONS } from '../claims/claim.js';
import type { Kernel } from '../kernel.js';
import type { Desk } from '../packages/desk.js';

const returnBody = z.strictObject({
  lines: z.array(z.strictObject({ barcode: z.string(), quantity: z.int().min(1) })).optional(),
  reasonCode: z.string().default('ABANDON'),
  customerNote: z.string().default(''),
  status: z.enum(['Created', 'WaitingInAction']).default('WaitingInAction'),
});
const statusBody = z.strictObject({ sellerId: z.number(), status: z.enum(CLAIM_ITEM_STATUSES), claimItemIds: z.array(z.string()).optional() });

export function installClaimControl(control: Control, { state }: Kernel, desk: Desk, book: ClaimBook): void {
  control.route({
    method: 'POST',
    path: '/orders/:orderNumber/return',
    summary: 'The customer returns delivered goods: a claim that waits for the seller, or with status Created is still on its way.',
    example: { lines: [{ barcode: 'SBX-1', quantity: 1 }], reasonCode: 'SMALL_SIZE' },
    body: returnBody,
    handle: ({ params, body }) => {
      const delivered = desk.byOrder(params['orderNumber'] ?? '').find(({ status }) => status === 'Delivered');
      const reason = CUSTOMER_REASONS.find(({ code }) => code === body.reasonCode);
      if (!delivered) throw new ControlError(409, 'no delivered package in this order');
      if (!reason) throw new ControlError(400, `reasonCode must be one of ${CUSTOMER_REASONS.map(({ code }) => code).join(', ')}`);
      const wanted = body.lines ?? delivered.lines;
      const selection = wanted.flatMap(({ barcode, quantity }) => {
        const line = delivered.lines.find((one) => one.barcode === barcode && one.quantity >= quantity);
        return line ? [{ lineId: line.lineId, quantity }] : [];
      });
      if (selection.length < wanted.length) throw new ControlError(409, 'the package does not hold these lines');
      return state.transaction(() => claimView(book.open(delivered, selection, { reason, customerNote: body.customerNote, status: body.status, requestId: null })));
    },
  });
  control.route({
    method: 'POST',
    path: '/claims/:claimId/status',
    summary: 'Moves items of a claim, as Trendyol or the carrier would; all items without claimItemIds.',
    example: { sellerId: 2738001, status: 'Rejected' },
    body: statusBody,
    handle: ({ params, body }) => {
      const claim = book.byId(body.sellerId, params['claimId'] ?? '');
      if (!claim) throw new ControlError(404, 'no such claim');
      const all = claim.items.flatMap(({ claimItems }) => claimItems.map(({ id }) => id));
      return state.transaction(() => claimView(book.move(claim, body.claimItemIds ?? all, body.status, { by: 'SYSTEM', requestId: null })));
    },
  });
}
