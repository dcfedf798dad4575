import { createHash } from 'node:crypto';
import { EventEmitter, once } from 'node:events';
import { z } from 'zod';
import { sameText } from '../../../../platform/same-text.js';
import type { OrderStatus, RemoteOrder, RemotePackage } from '../../../orders/domain/order.js';
import { ConnectorError, type ActionOutcome, type Connector, type FollowUp, type MarketplaceNews, type NotificationPort, type PackageAction, type SplitAction, type SplitOutcome, type TakenOutcome, type WebhookCall, type WebhookPort, type WebhookReply } from '../../connector/contract.js';

/** What happens to the next call instead of, or after, its work. */
export type Mishap = 'ANSWER_LOST' | 'LOST_ON_THE_WAY' | 'REFUSED_CONNECTION' | 'REFUSED' | 'WRONG_CREDENTIALS';

/** A marketplace kept in memory behind the connector contract: what tests of the intake buy from. */
export interface PaperMarket {
  readonly connector: Connector;
  /** Every call that reached the connector, such as `accept P1`. */
  readonly calls: string[];
  /** Resolves with the next call of this name. */
  nextCall(name: string): Promise<void>;
  put(order: RemoteOrder): void;
  /** The order that the marketplace fails to show by its number, until it is another. */
  hide(id: string | null): void;
  /** A row that `changedSince` cannot read, until it is taken away with null. */
  garble(text: string | null): void;
  /** What the next calls of this name meet, one each. */
  next(call: string, ...mishaps: Mishap[]): void;
  /** Does the splits taken so far, as marketplaces do some time after they took them. */
  doSplits(): void;
  /** From now on a cancel is taken and done by and by; `followUp` says what became of it, PENDING until told otherwise. */
  takeCancels(): void;
  /** Does the cancels taken so far. */
  doCancels(): void;
  /** What the next questions after something taken are answered with. */
  sayOfTaken(answer: FollowUp): void;
  /** The marketplace stops calling, as some do after failures. */
  switchWebhookOff(): void;
  readonly webhook: () => { url: string; secret: string } | null;
  /** The body of a webhook for these orders. */
  bodyOf(...orders: readonly RemoteOrder[]): string;
  /** The body of news that tell less than an order. */
  newsOf(news: { readonly changed?: readonly string[]; readonly revision?: number; readonly pollNow?: boolean; readonly returned?: boolean; readonly erased?: readonly string[] }): string;
  /** What checking who calls meets, until null. */
  failChecks(error: Error | null): void;
  /** From now on it puts notifications into a queue; what was not acknowledged is received again. Or it only could, and the store has none. */
  useQueue(o?: { readonly isSetUp?: boolean; readonly isFor?: NotificationPort<unknown>['isFor'] }): void;
  /** Puts a notification into the queue. */
  notify(body: string): void;
  /** What the queue still holds. */
  readonly queued: () => readonly string[];
  /** From now on it takes webhooks by hand only. */
  takeWebhooksByHand(): void;
  /** What the marketplace wants to hear of news. */
  wantReply(reply: WebhookReply): void;
}

const PAGE = 2;
export const PING = '{"type":"PING"}';

export function createPaperMarket(o: { marketplace?: 'TRENDYOL' | 'N11'; now: () => Date }): PaperMarket {
  const orders = new Map<string, RemoteOrder>();
  const calls: string[] = [];
  const called = new EventEmitter();
  const mishaps = new Map<string, Mishap[]>();
  const taken: SplitAction[] = [];
  const cancels: PackageAction[] = [];
  let followUp: FollowUp = { kind: 'PENDING' };
  let hidden: string | null = null;
  let garbled: string | null = null;
  const queue = new Map<string, string>();
  let notified = 0;
  let checkError: Error | null = null;
  let hook: { url: string; secret: string; isOn: boolean } | null = null;

  async function answer<T>(call: string, argument: string, work: () => T): Promise<T> {
    calls.push(`${call} ${argument}`);
    called.emit(call);
    const mishap = mishaps.get(call)?.shift();
    if (mishap !== undefined && mishap !== 'ANSWER_LOST') throw errorOf(mishap);
    const result = work();
    if (mishap === 'ANSWER_LOST') throw errorOf(mishap);
    return result;
  }

  const act = (call: string, to: OrderStatus) => (_context: unknown, action: PackageAction): Promise<ActionOutcome> =>
    answer(call, action.remotePackageId, () => {
      move(action, to);
      return { kind: 'APPLIED' };
    });
  const move = (action: PackageAction, to: OrderStatus): void => {
    const order = orders.get(action.remoteOrderId);
    if (order) orders.set(action.remoteOrderId, { ...order, packages: order.packages.map((one) => (one.remotePackageId === action.remotePackageId ? moved(one, to) : one)) });
  };

  const webhooks: WebhookPort<unknown> = {
    ensure: (_context: unknown, wanted: { url: string; secret: string }) =>
      answer('ensure', wanted.url, () => {
        const wasOff = hook?.isOn !== true;
        // As marketplaces do, one that is there keeps the secret it was made with.
        hook = { url: wanted.url, secret: hook?.secret ?? wanted.secret, isOn: true };
        return { remoteId: 'hook-1', wasOff };
      }),
    remove: (_context: unknown, id: string) => answer('remove', id, () => void (hook = null)),
    // A GET asks for proof of the secret; a POST of a ping asks whether anyone listens.
    handshake: ({ method, path, body }: WebhookCall, { url, secret }: { url: string; secret: string }) => {
      if (method === 'GET') return { status: 200, body: { proof: createHash('sha256').update(`${path}${secret}${url}`).digest('hex') } };
      return body.toString() === PING ? { status: 200, body: { pong: true } } : null;
    },
    derivedSecrets: (secret) => [tokenOf(secret)],
    isAuthentic: ({ headers, path }: WebhookCall, secret: string) => {
      if (checkError !== null) throw checkError;
      return sameText(headers['x-api-key'] ?? '', secret) || [secret, tokenOf(secret)].some((proof) => sameText(path.split('/').at(-1) ?? '', proof));
    },
    parse: ({ path, body }: Pick<WebhookCall, 'path' | 'body'>) => parse(path, body),
  };

  const notifications: NotificationPort<unknown> = {
    ensure: () => answer('ensureQueue', '', () => undefined),
    receive: () => answer('receive', '', () => [...queue].slice(0, 10).map(([receipt, body]) => ({ receipt, body: Buffer.from(body) }))),
    acknowledge: (_context, receipts) => answer('acknowledge', receipts.join(' '), () => receipts.forEach((receipt) => queue.delete(receipt))),
    parse: (body) => parse('', body),
  };

  const ordersTakingCancels = {
    cancelLines: (_context: unknown, action: PackageAction): Promise<TakenOutcome> =>
      answer('cancelLines', action.remotePackageId, () => ({ kind: 'TAKEN', receipt: `receipt-${cancels.push(action)}` })),
    followUp: (_context: unknown, receipt: string) => answer('followUp', receipt, () => followUp),
  };

  const connector: { notifications?: NotificationPort<unknown>; readonly orders: object } & Record<string, unknown> = {
    marketplace: o.marketplace ?? 'TRENDYOL',
    displayName: 'Paper market',
    credentials: z.unknown(),
    defaultBaseUrl: 'http://paper.invalid',
    limits: { offersPerPush: 10, pushSpacingMs: 0, contentPerPush: 10, offersPerRead: 10, settleMs: 30_000, orderPollMs: { withWebhooks: 120_000, withoutWebhooks: 20_000 } },
    orders: {
      changedSince: (_context: unknown, since: Date, cursor: string | null) =>
        answer('changedSince', `${since.toISOString()} ${cursor ?? 'first'}`, () => {
          const from = Number(cursor ?? 0);
          const changed = [...orders.values()].filter((order) => order.packages.some((one) => one.remoteRevision >= since.getTime()));
          return { items: changed.slice(from, from + PAGE), unreadable: garbled === null ? [] : [{ reason: 'the row is garbled', text: garbled }], next: from + PAGE < changed.length ? String(from + PAGE) : null };
        }),
      byNumber: (_context: unknown, id: string) =>
        answer('byNumber', id, () => {
          if (id === hidden) throw new ConnectorError({ errorClass: 'SERVER', outcome: 'UNKNOWN', message: 'the marketplace stumbled' });
          return orders.get(id) ?? null;
        }),
      accept: act('accept', 'ACCEPTED'),
      ship: act('ship', 'SHIPPED'),
      cancelLines: act('cancelLines', 'UNSUPPLIED'),
    },
    splits: {
      split: (_context: unknown, action: SplitAction): Promise<SplitOutcome> =>
        answer('split', action.remotePackageId, () => {
          taken.push(action);
          return { kind: 'TAKEN' };
        }),
    },
    webhooks,
  };

  return {
    // Only what orders need of a marketplace is here; anything else fails loudly.
    connector: connector as unknown as Connector,
    calls,
    async nextCall(name) {
      await once(called, name);
    },
    put: (order) => void orders.set(order.remoteOrderId, order),
    hide: (id) => void (hidden = id),
    garble: (text) => void (garbled = text),
    next: (call, ...list) => void mishaps.set(call, list),
    takeCancels: () => void Object.assign(connector.orders, ordersTakingCancels),
    doCancels: () => cancels.splice(0).forEach((action) => move(action, 'UNSUPPLIED')),
    sayOfTaken: (answered) => void (followUp = answered),
    doSplits: () => taken.splice(0).forEach(divide),
    switchWebhookOff: () => void (hook = hook && { ...hook, isOn: false }),
    webhook: () => hook,
    bodyOf: (...list) => JSON.stringify({ orders: list }),
    newsOf: (news) => JSON.stringify(news),
    failChecks: (error) => void (checkError = error),
    useQueue({ isSetUp = true, isFor } = {}) {
      connector.notifications = { ...notifications, isSetUp: () => isSetUp, ...(isFor && { isFor }) };
    },
    notify: (body) => void queue.set(`receipt-${++notified}`, body),
    queued: () => [...queue.values()],
    takeWebhooksByHand() {
      delete webhooks.ensure;
      delete webhooks.remove;
    },
    wantReply: (reply) => void Object.assign(webhooks, { reply }),
  };

  function divide(action: SplitAction): void {
    const order = orders.get(action.remoteOrderId);
    const parent = order?.packages.find((one) => one.remotePackageId === action.remotePackageId);
    if (order === undefined || parent === undefined) return;
    const part = (lines: PackageAction['lines'], suffix: string): RemotePackage => ({
      ...moved(parent, parent.status),
      remotePackageId: `${parent.remotePackageId}-${suffix}`,
      originPackageIds: [parent.remotePackageId],
      lines: lines.flatMap(({ remoteLineId, quantity }) => parent.lines.filter((line) => line.remoteLineId === remoteLineId).map((line) => ({ ...line, quantity }))),
    });
    const others = order.packages.filter((one) => one !== parent);
    orders.set(order.remoteOrderId, { ...order, packages: [...others, moved(parent, 'SPLIT'), part(action.lines, 'A'), part(action.rest, 'B')] });
  }

  function moved(one: RemotePackage, status: OrderStatus): RemotePackage {
    return { ...one, status, remoteStatus: status, remoteRevision: Math.max(o.now().getTime(), one.remoteRevision + 1), lines: one.lines.map((line) => ({ ...line, status, remoteStatus: status })) };
  }
}

/** News at `/orders/ID/…` are about that order. */
function parse(path: string, body: Buffer): MarketplaceNews {
  const [, order] = /^\/orders\/([^/]+)\//.exec(path) ?? [];
  if (order !== undefined) return { orders: [], changedOrderIds: [order], pollNow: false };
  try {
    const { orders, changed, revision, pollNow, returned, erased } = JSON.parse(body.toString('utf8')) as { orders?: RemoteOrder[]; changed?: string[]; revision?: number; pollNow?: boolean; returned?: boolean; erased?: string[] };
    if (!orders && !changed && !pollNow && !returned && !erased) throw new Error('no news');
    return { orders: (orders ?? []).map((one) => ({ ...one, orderedAt: new Date(one.orderedAt) })), changedOrderIds: changed ?? [], pollNow: pollNow ?? false, ...(returned ? { returnsChanged: true } : {}), ...(erased ? { erasedBuyers: erased } : {}), ...(revision === undefined ? {} : { changedRevision: revision }) };
  } catch (cause) {
    throw new ConnectorError({ errorClass: 'VALIDATION', outcome: 'REFUSED', message: 'the body is not a list of orders', cause });
  }
}

function errorOf(mishap: Mishap): ConnectorError {
  const message = mishap.toLowerCase().replaceAll('_', ' ');
  switch (mishap) {
    case 'ANSWER_LOST':
    case 'LOST_ON_THE_WAY':
      return new ConnectorError({ errorClass: 'TIMEOUT', outcome: 'UNKNOWN', message });
    case 'REFUSED_CONNECTION':
      return new ConnectorError({ errorClass: 'NETWORK', outcome: 'NOT_SENT', message, retryAfterMs: 1_000 });
    case 'REFUSED':
      return new ConnectorError({ errorClass: 'VALIDATION', outcome: 'REFUSED', message, remoteCode: 'NO' });
    case 'WRONG_CREDENTIALS':
      return new ConnectorError({ errorClass: 'AUTHENTICATION', outcome: 'REFUSED', message });
    default:
      return mishap satisfies never;
  }
}

/** What calls may carry in the secret's place. */
export function tokenOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
