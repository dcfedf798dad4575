import { z } from 'zod';
import { ControlError } from './control.js';
import { faultSchema } from './faults.js';
import type { Sandbox } from './create-sandbox.js';
import type { BaseSettings } from './settings.js';

const logQuery = z.strictObject({
  after: z.coerce.number().optional(),
  limit: z.coerce.number().int().min(1).max(100_000).optional(),
});
const requestsQuery = logQuery.extend({
  method: z.string().optional(),
  path: z.string().optional(),
  seller: z.string().optional(),
  status: z.coerce.number().optional(),
});
const effectsQuery = logQuery.extend({
  what: z.string().optional(),
  key: z.string().optional(),
  requestId: z.coerce.number().optional(),
});
const clockMove = z.union([z.strictObject({ advanceMs: z.number().min(0) }), z.strictObject({ setTo: z.number() }), z.strictObject({ shiftMs: z.number() }), z.strictObject({ standing: z.boolean() })]);

/** The control calls that every sandbox has. */
export function installCommonControl<S extends BaseSettings>(sandbox: Sandbox<S>): void {
  const { control, settings, faults, log, clock, rates } = sandbox;

  control.route({ method: 'GET', path: '/settings', summary: 'Settings in force.', handle: () => settings.get() });
  control.route({
    method: 'PUT',
    path: '/settings',
    summary: 'Changes the named settings.',
    example: { latencyMs: 50, quotaScale: 0 },
    body: z.looseObject({}),
    handle: ({ body }) => settings.put(body),
  });

  control.route({ method: 'GET', path: '/faults', summary: 'Faults in force.', handle: () => ({ faults: faults.list() }) });
  control.route({
    method: 'POST',
    path: '/faults',
    summary: 'Adds a fault: status, hang, drop-before, drop-after, hang-after, html, truncate, slow-drip, retry-after, numbers-as-text, rows-twice, replace, odd-shape or endless.',
    example: { match: { method: 'POST', path: '*/price-and-inventory' }, kind: 'drop-after', times: 1 },
    body: faultSchema,
    handle: ({ body }) => faults.add(body),
  });
  control.route({ method: 'DELETE', path: '/faults', summary: 'Removes all faults.', handle: () => faults.clear() });
  control.route({
    method: 'DELETE',
    path: '/faults/:id',
    summary: 'Removes one fault.',
    handle: ({ params }) => {
      if (!faults.remove(params['id'] ?? '')) throw new ControlError(404, 'no such fault');
    },
  });

  control.route({
    method: 'GET',
    path: '/requests',
    summary: 'Requests received, oldest first.',
    example: '?path=price-and-inventory&method=POST&seller=&status=200&after=0&limit=1000',
    query: requestsQuery,
    handle: ({ query }) => ({ requests: log.requests(query) }),
  });
  control.route({
    method: 'GET',
    path: '/effects',
    summary: 'Changes applied, oldest first, each with the request that caused it.',
    example: '?what=stock&key=&requestId=&after=0&limit=1000',
    query: effectsQuery,
    handle: ({ query }) => ({ effects: log.effects(query) }),
  });

  control.route({
    method: 'GET',
    path: '/clock',
    summary: 'Sandbox time and what waits for it.',
    handle: () => ({ now: clock.now(), pending: clock.pending() }),
  });
  control.route({
    method: 'POST',
    path: '/clock',
    summary: 'Moves time forward and answers when everything that fell due has been done; or, with shiftMs, puts the clock forward or back without letting time pass; or, with standing, lets it stand still or go on.',
    example: { advanceMs: 300_000 },
    body: clockMove,
    handle: async ({ body }) => {
      if ('standing' in body) clock.stand(body.standing);
      else if ('shiftMs' in body) await shiftClock(sandbox, body.shiftMs);
      else await ('advanceMs' in body ? clock.advance(body.advanceMs) : clock.set(body.setTo));
      return { now: clock.now() };
    },
  });
  control.route({ method: 'GET', path: '/quotas', summary: 'Quota use by seller and group.', handle: () => ({ quotas: rates.usage() }) });
  control.route({
    method: 'POST',
    path: '/reset',
    summary: 'Forgets everything and starts anew, settings and faults included.',
    handle: () => sandbox.reset(),
  });
}

/** What callers have used up of their quotas was counted by the other time. */
async function shiftClock<S extends BaseSettings>({ clock, rates }: Sandbox<S>, ms: number): Promise<void> {
  await clock.shift(ms);
  rates.clear();
}
