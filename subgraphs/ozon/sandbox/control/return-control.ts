import { z } from 'zod';
import { ControlError, type Control } from '../../../../platform/sandbox/control.js';
import type { Sellers } from '../access/sellers.js';
import type { Desk } from '../postings/desk.js';
import { RETURN_STATUSES, type ReturnBook } from '../returns/return-book.js';

export function installReturnControl(control: Control, { sellers, desk, returns }: { sellers: Sellers; desk: Desk; returns: ReturnBook }): void {
  control.route({
    method: 'POST',
    path: '/postings/:postingNumber/return',
    summary: 'The buyer sends goods of a posting back.',
    example: { offerId: 'SBX-1', quantity: 1, reason: 'Не подошёл размер' },
    body: z.strictObject({ offerId: z.string(), quantity: z.int().min(1), reason: z.string().default('Не подошёл размер'), type: z.enum(['ClientReturn', 'FullReturn', 'PartialReturn', 'Cancellation']).default('ClientReturn') }),
    handle: ({ params, body }) => {
      const posting = sellers.all().flatMap(({ clientId }) => desk.byNumber(clientId, params['postingNumber'] ?? '') ?? [])[0];
      const opened = posting && returns.open(posting, body);
      if (!opened) throw new ControlError(404, 'no such posting, or not in it');
      return opened;
    },
  });
  control.route({
    method: 'PUT',
    path: '/returns/:id',
    summary: 'Moves a return on.',
    example: { status: 'ReceivedBySeller' },
    body: z.strictObject({ status: z.enum(RETURN_STATUSES) }),
    handle: ({ params, body }) => {
      const changed = returns.set(Number(params['id']), body.status);
      if (!changed) throw new ControlError(404, 'no such return');
      return changed;
    },
  });
}
