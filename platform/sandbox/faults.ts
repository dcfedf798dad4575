import { z } from 'zod';
import type { SandboxState } from './state.js';

/** What goes wrong, for which requests, how often. */
export const faultSchema = z.strictObject({
  match: z
    .strictObject({
      method: z.string().optional(),
      /** Path without query; `*` stands for anything. Without a `*` it matches as a part of the path. */
      path: z.string().optional(),
      seller: z.string().optional(),
    })
    .default({}),
  /**
   * `status`: answer `status` (default 500) and do nothing. `hang`: never answer, do nothing. `drop-before`: cut the
   * connection, do nothing. `drop-after`: do it, then cut the connection without an answer. `hang-after`: do it, never
   * answer. `html`: a proxy's HTML page with `status` (default 502). `truncate`: do it, send half of the answer, cut.
   * `slow-drip`: do it, send the answer in small pieces over `durationMs`. `retry-after`: 429 with `Retry-After`.
   * The others do it and answer other JSON: `numbers-as-text`, `rows-twice`; `replace`: each text `from` becomes `to`;
   * `odd-shape`: what is told of the key `of` has another shape; `endless`: a list shows its first page for ever and always
   * promises another.
   */
  kind: z.enum(['status', 'hang', 'drop-before', 'drop-after', 'hang-after', 'html', 'truncate', 'slow-drip', 'retry-after', 'numbers-as-text', 'rows-twice', 'replace', 'odd-shape', 'endless']),
  /** A success, too: some marketplaces tell errors under 200. */
  status: z.int().min(200).max(599).optional(),
  /** Body of a `status` fault; sent as JSON. */
  body: z.unknown().optional(),
  /** The key of an `odd-shape`, as it stands in answers. */
  of: z.string().min(1).optional(),
  /** The text that `replace` takes out, and what it puts there. */
  from: z.string().min(1).optional(),
  to: z.string().optional(),
  retryAfterSeconds: z.int().min(0).default(5),
  durationMs: z.int().min(0).default(5_000),
  /** Ends after this many hits; without it the fault stays until removed. */
  times: z.int().min(1).optional(),
  /** Hits only each n-th matching request. */
  everyNth: z.int().min(1).default(1),
});

export type Fault = z.infer<typeof faultSchema>;
export type FaultInput = z.input<typeof faultSchema>;

export interface ActiveFault extends Fault {
  readonly id: string;
  matched: number;
  hits: number;
}

export interface FaultTarget {
  readonly method: string;
  readonly path: string;
  readonly seller?: string | undefined;
}

/** The list of faults in force. The first that matches wins. Durable. */
export interface Faults {
  add(fault: FaultInput): ActiveFault;
  remove(id: string): boolean;
  clear(): void;
  list(): ActiveFault[];
  /** Finds and counts the fault for this request. */
  take(target: FaultTarget): ActiveFault | undefined;
}

export function createFaults(state: SandboxState): Faults {
  const stored = state.store<ActiveFault>('faults');
  let active = [...stored.range()].map(({ value }) => value);

  const remove = (id: string) => {
    const before = active.length;
    active = active.filter((fault) => fault.id !== id);
    stored.remove(id);
    return active.length < before;
  };

  return {
    add: (fault) => {
      const added = { ...faultSchema.parse(fault), id: `fault-${state.next('fault')}`, matched: 0, hits: 0 };
      stored.put(added.id, added);
      active.push(added);
      return added;
    },
    remove,
    clear: () => active.map((fault) => fault.id).forEach(remove),
    list: () => active,
    take: (target) => {
      const fault = active.find((candidate) => isMatch(candidate, target));
      if (!fault) return undefined;
      fault.matched += 1;
      const isHit = fault.matched % fault.everyNth === 0;
      if (isHit) fault.hits += 1;
      if (fault.times !== undefined && fault.hits >= fault.times) remove(fault.id);
      else stored.put(fault.id, fault);
      return isHit ? fault : undefined;
    },
  };
}

function isMatch({ match }: Fault, target: FaultTarget): boolean {
  if (match.method !== undefined && match.method.toUpperCase() !== target.method.toUpperCase()) return false;
  if (match.seller !== undefined && match.seller !== target.seller) return false;
  return match.path === undefined || isPathMatch(match.path, target.path);
}

function isPathMatch(pattern: string, path: string): boolean {
  if (!pattern.includes('*')) return path.includes(pattern);
  const escaped = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, String.raw`\$&`));
  return new RegExp(`^${escaped.join('.*')}$`).test(path);
}
