import type { Kernel } from '../kernel.js';
import type { Posting, PostingStatus, Scheme } from './posting.js';

/** Told of every new posting and every change of status. */
export interface PostingNews {
  readonly posting: Posting;
  readonly before: Posting | null;
}

/** All postings, with their order. */
export interface Desk {
  byNumber(clientId: string, postingNumber: string): Posting | undefined;
  byOrder(clientId: string, orderNumber: string): Posting[];
  add(posting: Posting, requestId: number | null): void;
  /** Changes anything; a changed status is dated and announced. */
  change(posting: Posting, change: Partial<Posting>, requestId: number | null): Posting;
  move(posting: Posting, status: PostingStatus, substatus: string, requestId: number | null, change?: Partial<Posting>): Posting;
  /** Oldest first, by creation or by last change of status; `after` goes on behind a place. */
  index(by: 'created' | 'changed', clientId: string, isFbo: boolean, range: { from: number; to: number; isNewestFirst: boolean; after: readonly [number, string] | null }): Iterable<Posting>;
  nextNumber(clientId: string, orderNumber: string): string;
  onNews(listener: (news: PostingNews) => void): void;
}

const LAST_TEXT = '\u{10ffff}';

export function createDesk({ state, clock, log }: Kernel): Desk {
  const postings = state.store<Posting>('postings');
  const orders = state.store<readonly string[]>('orders');
  const created = state.store<string>('postings-created');
  const changed = state.store<string>('postings-changed');
  const listeners: ((news: PostingNews) => void)[] = [];

  const byNumber = (clientId: string, postingNumber: string) => postings.get([clientId, postingNumber]);
  const save = (posting: Posting, before: Posting | null) => {
    const { clientId, postingNumber, scheme, inProcessAt, changedAt } = posting;
    if (before) changed.remove([clientId, partOf(scheme), before.changedAt, postingNumber]);
    postings.put([clientId, postingNumber], posting);
    created.put([clientId, partOf(scheme), inProcessAt, postingNumber], postingNumber);
    changed.put([clientId, partOf(scheme), changedAt, postingNumber], postingNumber);
  };
  const announce = (posting: Posting, before: Posting | null, requestId: number | null) => {
    log.recordEffect({ at: clock.now(), what: 'posting', key: posting.postingNumber, old: before?.status ?? null, new: posting.status, requestId });
    listeners.forEach((listener) => listener({ posting, before }));
  };
  const change: Desk['change'] = (posting, changes, requestId) => {
    const isMove = changes.status !== undefined && changes.status !== posting.status;
    const next: Posting = { ...posting, ...changes, ...(changes.substatus === undefined ? {} : { previousSubstatus: posting.substatus }), ...(isMove ? { changedAt: Math.max(clock.now(), posting.changedAt + 1) } : {}) };
    save(next, posting);
    if (isMove) announce(next, posting, requestId);
    return next;
  };

  return {
    byNumber,
    byOrder: (clientId, orderNumber) => (orders.get([clientId, orderNumber]) ?? []).flatMap((number) => byNumber(clientId, number) ?? []),
    add: (posting, requestId) => {
      const { clientId, orderNumber, postingNumber } = posting;
      orders.put([clientId, orderNumber], [...(orders.get([clientId, orderNumber]) ?? []), postingNumber]);
      save(posting, null);
      announce(posting, null, requestId);
    },
    change,
    move: (posting, status, substatus, requestId, changes = {}) => change(posting, { ...changes, status, substatus }, requestId),
    index: function* (by, clientId, isFbo, { from, to, isNewestFirst, after }) {
      const part = isFbo ? 1 : 0;
      const oldest = after && !isNewestFirst ? [clientId, part, ...after] : [clientId, part, from];
      const newest = after && isNewestFirst ? [clientId, part, ...after] : [clientId, part, to, LAST_TEXT];
      const range = isNewestFirst ? { start: newest, end: oldest, reverse: true } : { start: oldest, end: newest };
      for (const { value } of (by === 'created' ? created : changed).range(range)) {
        if (value === after?.[1]) continue;
        const posting = byNumber(clientId, value);
        if (posting) yield posting;
      }
    },
    nextNumber: (clientId, orderNumber) => `${orderNumber}-${(orders.get([clientId, orderNumber]) ?? []).length + 1}`,
    onNews: (listener) => void listeners.push(listener),
  };
}

function partOf(scheme: Scheme): number {
  return scheme === 'FBO' ? 1 : 0;
}
