import { z } from 'zod';
import { endpoint, int64, NOTHING, type Endpoint } from '../access/endpoint.js';
import { invalid, notFound } from '../access/errors.js';
import { iso, type Kernel } from '../kernel.js';

export const PUSH_TYPES = [
  'TYPE_NEW_POSTING',
  'TYPE_POSTING_CANCELLED',
  'TYPE_STATE_CHANGED',
  'TYPE_CUTOFF_DATE_CHANGED',
  'TYPE_DELIVERY_DATE_CHANGED',
  'TYPE_STOCKS_CHANGED',
  'TYPE_PRICE_INDEX_CHANGED',
  'TYPE_CREATE_OR_UPDATE_ITEM',
  'TYPE_NEW_MESSAGE',
] as const;
export type PushType = (typeof PUSH_TYPES)[number];

const AVAILABILITIES = ['GREEN', 'YELLOW', 'RED'] as const;

export interface Subscription {
  readonly id: number;
  readonly clientId: string;
  readonly url: string;
  readonly types: readonly PushType[];
  readonly isEnabled: boolean;
  readonly availability: (typeof AVAILABILITIES)[number];
  /** Absent for addresses from before the sandbox dated them. */
  readonly createdAt?: number;
}

export interface Registry {
  byId(id: number): Subscription | undefined;
  /** Enabled ones that want this type. */
  subscribers(clientId: string, type: PushType): Subscription[];
  put(subscription: Subscription): void;
  onRegistered(listener: (subscription: Subscription) => void): void;
  readonly endpoints: readonly Endpoint[];
}

const content = { types: z.array(z.enum(PUSH_TYPES)).min(1), url: z.url().max(2_000) };
const FIRST_ID = 4_001;
/** Shares of answered calls below which an address turns yellow, then red. */
const THRESHOLDS = [{ status: 'YELLOW', threshold: 90 }, { status: 'RED', threshold: 50 }];

/** The beta methods that register an address; a seller can do the same in the cabinet. */
export function createRegistry({ state, clock }: Pick<Kernel, 'state' | 'clock'>): Registry {
  const stored = state.store<Subscription>('subscriptions');
  const listeners: ((subscription: Subscription) => void)[] = [];
  const all = (clientId: string) => [...stored.range()].map(({ value }) => value).filter((one) => one.clientId === clientId);
  const required = (clientId: string, id: number): Subscription => {
    const found = stored.get(id);
    if (found?.clientId !== clientId) throw notFound('notification is not found');
    return found;
  };
  const put = (subscription: Subscription) => stored.put(subscription.id, subscription);
  const register = (subscription: Subscription) => {
    put(subscription);
    listeners.forEach((listener) => listener(subscription));
  };

  return {
    byId: (id) => stored.get(id),
    subscribers: (clientId, type) => all(clientId).filter(({ isEnabled, types }) => isEnabled && types.includes(type)),
    put,
    onRegistered: (listener) => void listeners.push(listener),
    endpoints: [
      endpoint({ path: '/v1/notification/push-type/list', handle: () => ({ types: PUSH_TYPES.map(typeView) }) }),
      endpoint({
        path: '/v1/notification/list',
        body: z.looseObject({ limit: z.int().min(1).max(100), offset: z.int().min(0).default(0), availability_statuses: z.array(z.enum(AVAILABILITIES)).default([]), sort_dir: z.enum(['ASC', 'DESC']).default('ASC') }),
        handle: ({ clientId, body: { limit, offset, availability_statuses, sort_dir } }) => {
          const wanted = all(clientId).filter(({ availability }) => availability_statuses.length === 0 || availability_statuses.includes(availability));
          const sorted = sort_dir === 'ASC' ? wanted : wanted.toReversed();
          return { urls: sorted.slice(offset, offset + limit).map(view), total_count: wanted.length, availability_status_thresholds: THRESHOLDS };
        },
      }),
      endpoint({
        path: '/v1/notification/set',
        body: z.looseObject(content),
        handle: ({ clientId, body }) => {
          if (all(clientId).some(({ url }) => url === body.url)) throw invalid('a notification with this url exists');
          const id = state.next('subscription', FIRST_ID);
          register({ id, clientId, url: body.url, types: body.types, isEnabled: true, availability: 'GREEN', createdAt: clock.now() });
          return NOTHING;
        },
      }),
      endpoint({
        path: '/v1/notification/update',
        body: z.looseObject({ id: int64, types: content.types.optional(), url: content.url.optional() }),
        handle: ({ clientId, body }) => {
          const known = required(clientId, body.id);
          register({ ...known, url: body.url ?? known.url, types: body.types ?? known.types });
          return NOTHING;
        },
      }),
      endpoint({
        path: '/v1/notification/enable',
        body: z.looseObject({ id: int64, enabled: z.boolean() }),
        handle: ({ clientId, body }) => {
          register({ ...required(clientId, body.id), isEnabled: body.enabled, ...(body.enabled ? { availability: 'GREEN' as const } : {}) });
          return NOTHING;
        },
      }),
      endpoint({
        path: '/v1/notification/delete',
        body: z.looseObject({ id: int64 }),
        handle: ({ clientId, body }) => {
          stored.remove(required(clientId, body.id).id);
          return NOTHING;
        },
      }),
    ],
  };
}

function view({ id, url, types, isEnabled, availability, createdAt = 0 }: Subscription): object {
  return { id, url, types: types.map(typeView), enable: isEnabled, availability_status: availability, availability_status_date: iso(createdAt), created_at: iso(createdAt), disable_reason: isEnabled ? '' : 'DISABLED', problematic_type: '', reason_details: '' };
}

function typeView(type: PushType): object {
  return { type, description: type };
}
