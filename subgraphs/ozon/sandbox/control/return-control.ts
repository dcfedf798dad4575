import { z } from 'zod';
import { ControlError, type Control } from '../../../../platform/sandbox/control.js';
import type { Sellers } from '../access/sellers.js';
import type { Desk } from '../postings/desk.js';
import type { Posting } from '../postings/posting.js';
import { CANCELLATION_STATES, type CancellationBook } from '../returns/cancellation-book.js';
import { RETURN_STATUSES, type ReturnBook } from '../returns/return-book.js';
import type { RfbsBook } from '../returns/rfbs-book.js';

export function installReturnControl(control: Control, { sellers, desk, returns, rfbsReturns, cancellations }: { sellers: Sellers; desk: Desk; returns: ReturnBook; rfbsReturns: RfbsBook; cancellations: CancellationBook }): void {
  const postingOf = ({ postingNumber = '' }: Readonly<Record<string, string>>): Posting | undefined => sellers.all().flatMap(({ clientId }) => desk.byNumber(clientId, postingNumber) ?? [])[0];
  control.route({
    method: 'POST',
    path: '/postings/:postingNumber/return',
    summary: 'The buyer sends goods of a posting back.',
    example: { offerId: 'SBX-1', quantity: 1, reason: 'Не подошёл размер' },
    body: z.strictObject({ offerId: z.string(), quantity: z.int().min(1), reason: z.string().default('Не подошёл размер'), type: z.enum(['ClientReturn', 'FullReturn', 'PartialReturn', 'Cancellation']).default('ClientReturn') }),
    handle: ({ params, body }) => {
      const posting = postingOf(params);
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
  control.route({
    method: 'POST',
    path: '/postings/:postingNumber/rfbs-return',
    summary: 'The buyer of goods that the seller delivers asks to give them back.',
    example: { offerId: 'SBX-1', comment: 'Мала', reason: 'Не подошёл размер', isDefect: false },
    body: z.strictObject({ offerId: z.string(), comment: z.string().default(''), reason: z.string().default('Не подошёл размер'), isDefect: z.boolean().default(false) }),
    handle: ({ params, body }) => {
      const posting = postingOf(params);
      const opened = posting && rfbsReturns.open(posting, body);
      if (!opened) throw new ControlError(404, 'no such rFBS posting, or not in it');
      return opened;
    },
  });
  control.route({
    method: 'PUT',
    path: '/rfbs-returns/:id',
    summary: 'Moves an rFBS request on.',
    example: { status: 'MovingToSeller' },
    body: z.strictObject({ status: z.enum(RETURN_STATUSES) }),
    handle: ({ params, body }) => {
      const changed = rfbsReturns.set(Number(params['id']), body.status);
      if (!changed) throw new ControlError(404, 'no such request');
      return changed;
    },
  });
  control.route({
    method: 'POST',
    path: '/postings/:postingNumber/cancellation-request',
    summary: 'The buyer of goods that the seller delivers asks to cancel.',
    example: { reason: 'Покупатель передумал', message: 'Заказал не тот размер' },
    body: z.strictObject({ reason: z.string().default('Покупатель передумал'), message: z.string().default('') }),
    handle: ({ params, body }) => {
      const posting = postingOf(params);
      const opened = posting && cancellations.open(posting, body);
      if (!opened) throw new ControlError(404, 'no such rFBS posting under way, or it has an open request');
      return opened;
    },
  });
  control.route({
    method: 'PUT',
    path: '/cancellation-requests/:id',
    summary: 'Decides on a wish to cancel, as the seller does in the cabinet.',
    example: { state: 'REJECTED' },
    body: z.strictObject({ state: z.enum(CANCELLATION_STATES) }),
    handle: ({ params, body }) => {
      const changed = cancellations.set(Number(params['id']), body.state);
      if (!changed) throw new ControlError(404, 'no such request');
      return changed;
    },
  });
}
