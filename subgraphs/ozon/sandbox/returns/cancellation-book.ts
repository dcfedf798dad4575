import { z } from 'zod';
import { endpoint, int64, NOTHING, type Endpoint } from '../access/endpoint.js';
import { invalid, notFound } from '../access/errors.js';
import { iso, type Kernel } from '../kernel.js';
import { cancelPosting, isCancellable } from '../postings/cancel-endpoints.js';
import type { Desk } from '../postings/desk.js';
import type { Cancellation, Posting } from '../postings/posting.js';
import { firstOf } from '../products/selection.js';
import type { Shelf } from '../products/shelf.js';

export const CANCELLATION_STATES = ['ON_APPROVAL', 'APPROVED', 'REJECTED'] as const;
type State = (typeof CANCELLATION_STATES)[number];
const STATE_NAMES: Readonly<Record<State, string>> = { ON_APPROVAL: 'На рассмотрении', APPROVED: 'Подтверждена', REJECTED: 'Отклонена' };
const INITIATORS = ['OZON', 'SELLER', 'CLIENT', 'SYSTEM', 'DELIVERY'] as const;
const REASON_ID = 508;

/** A buyer of goods that the seller delivers asks to cancel the posting. */
export interface CancellationRequest {
  readonly id: number;
  readonly clientId: string;
  readonly postingNumber: string;
  readonly orderedAt: number;
  readonly integration: string;
  readonly reason: string;
  readonly message: string;
  readonly state: State;
  readonly comment: string;
  readonly createdAt: number;
  readonly decidedAt: number | null;
  readonly autoApproveAt: number;
}

export interface CancellationBook {
  /** Undefined for a posting that the seller does not deliver, that has come to its end, or that has an open request. */
  open(posting: Posting, wish: { reason: string; message: string }): CancellationRequest | undefined;
  set(id: number, state: State): CancellationRequest | undefined;
  readonly endpoints: readonly Endpoint[];
}

const listBody = z.looseObject({
  filters: z.looseObject({ cancellation_initiator: z.array(z.enum(INITIATORS)).default([]), posting_number: z.array(z.string()).default([]), state: z.enum(['ALL', ...CANCELLATION_STATES]).default('ALL') }).prefault({}),
  last_id: int64.default(0),
  limit: z.int().min(1).max(500),
  with: z.looseObject({ counter: z.boolean().default(false) }).prefault({}),
});
const moveBody = z.looseObject({ cancellation_id: int64, comment: z.string().default('') });
const ENDED: readonly Posting['status'][] = ['delivered', 'cancelled'];

/** Buyers' wishes to cancel; who does not answer agrees. */
export function createCancellationBook(kernel: Kernel, { desk, shelf }: { desk: Desk; shelf: Shelf }): CancellationBook {
  const { state, clock, log, settings } = kernel;
  const stored = state.store<CancellationRequest>('cancellation-requests');
  const required = (clientId: string, id: number): CancellationRequest => {
    const found = stored.get(id);
    if (found?.clientId !== clientId) throw notFound('cancellation is not found');
    if (found.state !== 'ON_APPROVAL') throw invalid('CANCELLATION_IS_NOT_ON_APPROVAL');
    return found;
  };
  const decide = (before: CancellationRequest, change: Pick<CancellationRequest, 'state' | 'comment'>, requestId: number | null): CancellationRequest => {
    const next = { ...before, ...change, decidedAt: change.state === 'ON_APPROVAL' ? null : clock.now() };
    stored.put(next.id, next);
    log.recordEffect({ at: clock.now(), what: 'cancellation-request', key: String(next.id), old: before.state, new: next.state, requestId });
    if (next.state === 'APPROVED') endPosting(kernel, { desk, shelf }, next, requestId);
    return next;
  };
  const isOpenFor = (postingNumber: string): boolean => [...stored.range({})].some(({ value }) => value.postingNumber === postingNumber && value.state === 'ON_APPROVAL');
  clock.on('approve-cancellation', ({ id }: { id: number }) => {
    const found = stored.get(id);
    if (found?.state === 'ON_APPROVAL') decide(found, { state: 'APPROVED', comment: '' }, null);
  });

  return {
    open: ({ clientId, postingNumber, scheme, status, inProcessAt }, wish) => {
      if (scheme !== 'RFBS' || ENDED.includes(status) || isOpenFor(postingNumber)) return undefined;
      const id = state.next('cancellation-request', 7_000_001);
      const waitMs = settings().cancellationAnswerMs;
      const opened: CancellationRequest = { id, clientId, postingNumber, orderedAt: inProcessAt, integration: 'non_integrated', ...wish, state: 'ON_APPROVAL', comment: '', createdAt: clock.now(), decidedAt: null, autoApproveAt: clock.now() + waitMs };
      stored.put(id, opened);
      clock.after(waitMs, 'approve-cancellation', { id });
      return opened;
    },
    set: (id, to) => {
      const found = stored.get(id);
      return found && decide(found, { state: to, comment: '' }, null);
    },
    endpoints: [
      endpoint({
        path: '/v2/conditional-cancellation/list',
        body: listBody,
        handle: ({ clientId, body: { filters, last_id, limit, with: more } }) => {
          const own = function* (from: number): Iterable<CancellationRequest> {
            for (const { value: one } of stored.range({ start: from })) if (one.clientId === clientId) yield one;
          };
          const wanted = function* (): Iterable<CancellationRequest> {
            const { cancellation_initiator: initiators, posting_number: numbers, state: wish } = filters;
            for (const one of own(last_id + 1)) if ((wish === 'ALL' || one.state === wish) && (numbers.length === 0 || numbers.includes(one.postingNumber)) && (initiators.length === 0 || initiators.includes('CLIENT'))) yield one;
          };
          const { page } = firstOf(wanted(), limit);
          return { result: page.map(view), last_id: page.at(-1)?.id ?? 0, counter: more.counter ? [...own(0)].filter((one) => one.state === 'ON_APPROVAL').length : 0 };
        },
      }),
      endpoint({
        path: '/v2/conditional-cancellation/approve',
        body: moveBody,
        handle: ({ clientId, body, requestId }) => {
          decide(required(clientId, body.cancellation_id), { state: 'APPROVED', comment: body.comment }, requestId);
          return NOTHING;
        },
      }),
      endpoint({
        path: '/v2/conditional-cancellation/reject',
        body: moveBody,
        handle: ({ clientId, body, requestId }) => {
          const found = required(clientId, body.cancellation_id);
          if (body.comment.trim() === '') throw invalid('comment is required');
          decide(found, { state: 'REJECTED', comment: body.comment }, requestId);
          return NOTHING;
        },
      }),
    ],
  };
}

/** Cancelled as the buyer's wish, also on its way; what was cancelled or delivered meanwhile stays so. */
function endPosting(kernel: Kernel, { desk, shelf }: { desk: Desk; shelf: Shelf }, { clientId, postingNumber, reason }: CancellationRequest, requestId: number | null): void {
  const posting = desk.byNumber(clientId, postingNumber);
  if (!posting || ENDED.includes(posting.status)) return;
  const cancellation: Cancellation = { reasonId: REASON_ID, reason, type: 'client' };
  if (isCancellable(posting)) cancelPosting({ kernel, desk, shelf }, posting, cancellation, requestId);
  else desk.move(posting, 'cancelled', 'posting_canceled', requestId, { cancellation });
}

function view({ id, postingNumber, orderedAt, integration, reason, message, state, comment, createdAt, decidedAt, autoApproveAt }: CancellationRequest): object {
  return {
    cancellation_id: id,
    posting_number: postingNumber,
    cancellation_initiator: 'CLIENT',
    cancellation_reason: { id: REASON_ID, name: reason },
    cancellation_reason_message: message,
    cancelled_at: iso(createdAt),
    order_date: iso(orderedAt),
    tpl_integration_type: integration,
    state: { id: CANCELLATION_STATES.indexOf(state) + 1, name: STATE_NAMES[state], state },
    approve_comment: comment,
    approve_date: decidedAt === null ? null : iso(decidedAt),
    auto_approve_date: iso(autoApproveAt),
    source_id: id,
  };
}
