import { parentOf, type JsonKind, type Shape } from './shape.js';

/** What has been learnt of one path of an endpoint's bodies. */
export interface KnownField {
  readonly path: string;
  readonly kinds: readonly JsonKind[];
  /** Bodies it was in. */
  readonly seen: number;
  /** Bodies that had its parent while it was known, this one or not. */
  readonly chances: number;
  /** Bodies in a row that had its parent, but not it. */
  readonly missedInARow: number;
}

/** What an endpoint's bodies have looked like so far. */
export type KnownShape = readonly KnownField[];

export type DriftKind = 'NEW' | 'VANISHED' | 'CHANGED';

export interface Drift {
  readonly kind: DriftKind;
  readonly path: string;
  readonly before: readonly JsonKind[];
  readonly now: readonly JsonKind[];
}

/** A parent seen this often is known well enough for what is new below it to be news. */
const WELL_KNOWN = 20;
/** A field that is nearly always there, and then not for this many bodies in a row, is gone. */
const GONE_AFTER = 20;
const NEARLY_ALWAYS = 0.95;

/** Takes one more body in and says what about it is not as before; each thing is said once, since it is known from then on. */
export function learn(known: KnownShape, shape: Shape): { readonly known: KnownShape; readonly drifts: readonly Drift[] } {
  const before = new Map(known.map((field) => [field.path, field]));
  const fields = [...known.map((field) => again(field, shape)), ...[...shape].filter(([path]) => !before.has(path)).map(first)];
  const drifts = [...shape].flatMap(([path, kinds]) => driftAt(before, path, kinds));
  return { known: fields, drifts: [...drifts, ...known.flatMap((field) => vanished(field, shape))] };
}

/** Whether enough bodies were taken in to look less often. */
export function isWellKnown(known: KnownShape): boolean {
  return (known.find(({ path }) => path === '$')?.seen ?? 0) >= 2 * WELL_KNOWN;
}

function again(field: KnownField, shape: Shape): KnownField {
  const kinds = shape.get(field.path);
  if (kinds) return { ...field, kinds: union(field.kinds, kinds), seen: field.seen + 1, chances: field.chances + 1, missedInARow: 0 };
  return isParentIn(shape, field.path) ? { ...field, chances: field.chances + 1, missedInARow: field.missedInARow + 1 } : field;
}

function first([path, kinds]: [string, ReadonlySet<JsonKind>]): KnownField {
  return { path, kinds: union([], kinds), seen: 1, chances: 1, missedInARow: 0 };
}

function driftAt(known: ReadonlyMap<string, KnownField>, path: string, kinds: ReadonlySet<JsonKind>): Drift[] {
  const field = known.get(path);
  if (!field) return isNews(known, path) ? [{ kind: 'NEW', path, before: [], now: union([], kinds) }] : [];
  const isChanged = field.seen >= WELL_KNOWN && [...kinds].some((kind) => kind !== 'null' && !field.kinds.includes(kind)) && field.kinds.some((kind) => kind !== 'null');
  return isChanged ? [{ kind: 'CHANGED', path, before: field.kinds, now: union([], kinds) }] : [];
}

/** What lies below something that is new itself is not told of apart from it; nor are the first items of a list that was empty so far. */
function isNews(known: ReadonlyMap<string, KnownField>, path: string): boolean {
  if (path.endsWith('[]')) return false;
  const parent = parentOf(path);
  return parent !== null && (known.get(parent)?.seen ?? 0) >= WELL_KNOWN;
}

function vanished(field: KnownField, shape: Shape): Drift[] {
  if (shape.has(field.path) || field.path.endsWith('[]') || !isParentIn(shape, field.path)) return [];
  const wasUsual = field.seen >= WELL_KNOWN && field.seen / (field.chances - field.missedInARow) >= NEARLY_ALWAYS;
  return wasUsual && field.missedInARow + 1 === GONE_AFTER ? [{ kind: 'VANISHED', path: field.path, before: field.kinds, now: [] }] : [];
}

function isParentIn(shape: Shape, path: string): boolean {
  const parent = parentOf(path);
  return parent !== null && shape.has(parent);
}

function union(kinds: readonly JsonKind[], more: ReadonlySet<JsonKind>): JsonKind[] {
  return [...new Set([...kinds, ...more])].sort();
}
