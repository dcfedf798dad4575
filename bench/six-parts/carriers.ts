import { groupBy } from '../../platform/group-by.js';

/** A call as the dry run of a change tells it. */
export interface PlannedCall {
  readonly method: string;
  readonly path: string;
  readonly items: number;
  readonly quotas: readonly string[];
}

/** A quota of the store, as `Store.quotas` tells it. */
export interface Quota {
  readonly group: string;
  readonly limit: number;
  readonly used: number;
  readonly windowMs: number;
}

/** One way in which items of a change reach a marketplace: the calls that hand them in, and how many of the items the quotas let go in time. */
export interface Carrier {
  readonly method: string;
  readonly paths: readonly string[];
  readonly planned: number;
  readonly allowed: number;
  readonly quotas: readonly string[];
}

/** A request that a marketplace has had. `path` is without its query. */
export interface Arrival {
  readonly at: number;
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly itemCount: number | null;
}

/**
 * The ways that a store's change takes. Calls are of one kind where they count in the same quotas: Amazon's patches have a path
 * for each SKU. Kinds that are about as many items are the steps of one way (Amazon's feeds): the last hands in, the tightest limits.
 */
export function carriersOf(calls: readonly PlannedCall[], quotas: readonly Quota[], withinMs: number): Carrier[] {
  const kinds = [...groupBy(calls, (call) => `${call.method} ${call.quotas.join(' ')}`).values()];
  return [...groupBy(kinds, itemsOf)].map(([planned, steps]) => {
    const handingIn = steps.at(-1) ?? [];
    return {
      method: handingIn[0]?.method ?? '',
      paths: handingIn.map(({ path }) => path),
      planned,
      allowed: Math.min(...steps.map((step) => allowedOf(step, quotas, withinMs))),
      quotas: [...new Set(steps.flat().flatMap((call) => call.quotas))],
    };
  });
}

/** At least so many: what is used now is free again within a window, and what goes in the last one would arrive too late. */
function allowedOf(calls: readonly PlannedCall[], quotas: readonly Quota[], withinMs: number): number {
  const left = new Map(quotas.map(({ group, limit, used, windowMs }) => [group, limit - used + limit * (Math.ceil(withinMs / windowMs) - 1)]));
  let allowed = 0;
  for (const call of calls) {
    if (call.quotas.some((group) => (left.get(group) ?? 0) < 1)) break;
    for (const group of call.quotas) left.set(group, (left.get(group) ?? 0) - 1);
    allowed += call.items;
  }
  return allowed;
}

/** What a carrier has handed in, in the order in which it came. */
export function handedIn({ method, paths, planned }: Carrier, arrivals: readonly Arrival[]): { readonly at: number; readonly items: number }[] {
  const ends = paths.map(endOf);
  const taken = arrivals.filter((request) => request.method === method && (request.status ?? 500) < 300 && ends.some((end) => request.path.endsWith(end)));
  const itemsOfOne = ({ itemCount }: Arrival): number => {
    if (paths.length === planned) return 1;
    // Amazon's feed only names a document that was uploaded before: its share is of what was planned.
    return itemCount !== null && itemCount > 1 ? itemCount : planned / taken.length;
  };
  return taken.map((request) => ({ at: request.at, items: itemsOfOne(request) }));
}

/** Of a path as a dry run shows it, what the marketplace logs of it in any case. */
function endOf(path: string): string {
  const [plain = path] = path.split('?');
  return plain.split('{sellerId}').at(-1) ?? plain;
}

function itemsOf(calls: readonly PlannedCall[]): number {
  return calls.reduce((sum, { items }) => sum + items, 0);
}
