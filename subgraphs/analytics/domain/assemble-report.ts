import type { StoreId } from '../../../platform/ids.js';
import type { Oversells } from '../../orders/operations/count-oversells.js';
import type { FieldConsistency } from '../../sync/domain/consistency.js';
import { NO_FIGURES, QUARTER_MS, sumOfFigures, type StoreFigures } from '../../sync/figures/domain/store-figures.js';
import { quantilesOf } from '../../sync/figures/domain/latency-buckets.js';
import type { ConsistencyWithin } from '../../sync/operations/read-consistency-within.js';
import type { OperationGroup } from '../../sync/store/operation-store.js';
import type { ConsistencyTally, ErrorTally, OperationTally, PropagationTally, QuotaTally, ReportContent, ReportFigures, StorePart } from './report.js';

/** What the owners of the data have said of a period. */
export interface ReportMaterial {
  readonly operations: readonly OperationGroup[];
  readonly oversells: readonly Oversells[];
  readonly stores: readonly { readonly storeId: StoreId; readonly figures: StoreFigures; readonly consistency: ConsistencyWithin }[];
  readonly periodMs: number;
}

const FIELDS = ['price', 'quantity', 'content'] as const;

/** Makes a report of what was counted; sums what stores have in common. */
export function assembleReport({ operations, oversells, stores, periodMs }: ReportMaterial): ReportContent {
  const all = stores.reduce((sum, { figures }) => sumOfFigures(sum, figures), NO_FIGURES);
  return {
    total: { ...ofFigures(all), operations: tally(operations, true), consistency: sumOfConsistency(stores.map(({ consistency }) => consistency)), oversells: sumOfOversells(oversells) },
    stores: stores.map(({ storeId, figures, consistency }): StorePart => ({
      storeId,
      ...ofFigures(figures),
      operations: tally(operations.filter(({ storeIds }) => storeIds.includes(storeId)), false),
      consistency,
      oversells: sumOfOversells(oversells.filter((one) => one.storeId === storeId)),
      quotas: Object.entries(figures.quotas).map(([group, quota]) => quotaTally(group, quota, periodMs)).sort((a, b) => a.group.localeCompare(b.group)),
    })),
  };
}

function tally(groups: readonly OperationGroup[], hasValues: boolean): readonly OperationTally[] {
  const sums = new Map<string, OperationTally>();
  for (const { kind, state, operations, values, rejected } of groups) {
    const before = sums.get(`${kind} ${state}`);
    const sum = (a: number | null | undefined, b: number) => (hasValues ? (a ?? 0) + b : null);
    sums.set(`${kind} ${state}`, { kind, state, operations: (before?.operations ?? 0) + operations, values: sum(before?.values, values), rejected: sum(before?.rejected, rejected) });
  }
  return [...sums.values()].sort((a, b) => `${a.kind} ${a.state}`.localeCompare(`${b.kind} ${b.state}`));
}

function ofFigures(figures: StoreFigures): Pick<ReportFigures, 'errors' | 'propagation' | 'saleAnswered'> {
  return { errors: errorsOf(figures), propagation: FIELDS.map((field): PropagationTally => ({ field, sent: quantilesOf(figures.sent[field]), applied: quantilesOf(figures.applied[field]) })), saleAnswered: quantilesOf(figures.saleAnswered) };
}

/** The most frequent first. */
function errorsOf({ troubles, refusals }: StoreFigures): readonly ErrorTally[] {
  const of = (what: ErrorTally['what'], counts: Readonly<Record<string, number>>): ErrorTally[] => Object.entries(counts).map(([cause, times]) => ({ what, cause, times }));
  return [...of('CALL', troubles), ...of('VALUE', refusals)].sort((a, b) => b.times - a.times || a.cause.localeCompare(b.cause));
}

function quotaTally(group: string, { TAKEN, HELD_BACK, REFUSED, limit, windowMs, busiest }: StoreFigures['quotas'][string], periodMs: number): QuotaTally {
  const allowed = (inMs: number) => limit * Math.max(1, inMs / Math.max(1, windowMs));
  return { group, limit, windowMs, calls: TAKEN, heldBack: HELD_BACK, refused: REFUSED, share: TAKEN / Math.max(1, allowed(periodMs)), busiestShare: busiest / Math.max(1, allowed(QUARTER_MS)) };
}

function sumOfOversells(oversells: readonly Oversells[]): ReportFigures['oversells'] {
  return oversells.reduce((sum, { orders, lines }) => ({ orders: sum.orders + orders, lines: sum.lines + lines }), { orders: 0, lines: 0 });
}

function sumOfConsistency(all: readonly ConsistencyTally[]): ConsistencyTally {
  const sum = (of: 'sweeps' | 'different' | 'repaired' | 'left') => all.reduce((total, one) => total + one[of], 0);
  const fields = (['price', 'quantity'] as const).flatMap((field) => sumOfField(field, all.flatMap((one) => one.fields.filter((told) => told.field === field))));
  return { fields, sweeps: sum('sweeps'), different: sum('different'), repaired: sum('repaired'), left: sum('left') };
}

/** Scores weigh by how many listings they speak of; nothing anywhere is all as it should be. */
function sumOfField(field: FieldConsistency['field'], told: readonly FieldConsistency[]): FieldConsistency[] {
  if (told.length === 0) return [];
  const sum = (of: 'equal' | 'compared' | 'unknown') => told.reduce((total, one) => total + one[of], 0);
  const all = sum('compared') + sum('unknown');
  const worth = told.reduce((total, { score, compared, unknown }) => total + score * (compared + unknown), 0);
  const oldest = told.flatMap(({ oldestSeconds }) => oldestSeconds ?? []);
  return [{ field, score: all === 0 ? 1 : worth / all, equal: sum('equal'), compared: sum('compared'), unknown: sum('unknown'), oldestSeconds: oldest.length === 0 ? null : Math.max(...oldest) }];
}
