import type { Deadline } from '../deadline.js';
import { CommandError } from '../errors.js';
import { pickFields, rawNames } from '../documents/raw-document.js';
import type { Filter } from '../query/parse-filter.js';
import type { Collection } from '../storage/catalog.js';
import type { IndexDefinition } from '../storage/index-definition.js';
import { afterPrefix, documentKey, indexKey, prefixOf, recordFromBytes, recordOfDocumentKey, type RecordId } from '../storage/record-keys.js';
import type { Storage } from '../storage/storage.js';
import { decodeTyped } from '../values/codec.js';
import type { IndexScan, Plan } from './choose-plan.js';
import type { KeyRange } from './field-bounds.js';

export interface Row {
  readonly record: RecordId;
  readonly raw: Buffer;
}

export function refuseDropped({ isDropped }: Collection): void {
  if (isDropped) throw new CommandError('QueryPlanKilled', 'collection dropped');
}

export interface ScanTarget {
  readonly storage: Storage;
  readonly collection: Collection;
  readonly filter: Filter;
  readonly deadline: Deadline;
}

/** Says whether an encoded document matches, decoding only the fields the filter looks at. */
export function rawMatcher({ fields, matches }: Filter): (raw: Buffer) => boolean {
  if (!fields) return (raw) => matches(decodeTyped(raw));
  if (fields.length === 0) return () => true;
  const names = rawNames(fields);
  return (raw) => matches(decodeTyped(pickFields(raw, names)));
}

/**
 * Walks a plan's documents that match. `rows` may be left at any row and called again, even after the collection has
 * changed: it goes on behind the key it had reached. Keeps no lmdb transaction open in between.
 */
export class PlanScan {
  private readonly target: ScanTarget;
  private readonly matches: (raw: Buffer) => boolean;
  private readonly steps: Step[];
  private readonly seen: Set<RecordId> | undefined;
  private readonly indexes: readonly IndexDefinition[];
  private readonly isOncePerRange: boolean;
  private position: Buffer | undefined;
  private stepIndex = 0;

  constructor(target: ScanTarget, plan: Plan) {
    this.target = target;
    this.matches = plan.kind === 'index' && plan.exact ? () => true : rawMatcher(target.filter);
    this.steps = stepsOf(target.collection, plan);
    this.indexes = plan.kind === 'index' ? [plan.index] : plan.kind === 'union' ? plan.scans.map(({ index }) => index) : [];
    this.seen = givesRepeats(plan) ? new Set() : undefined;
    this.isOncePerRange = plan.kind === 'index' && (plan.isPointwise || !givesRepeats(plan));
  }

  *rows(): Generator<Row> {
    this.refuseIfGone();
    const { storage, collection, deadline } = this.target;
    for (const record of this.records()) {
      deadline.check();
      const raw = storage.documents.getBinary(documentKey(collection.id, record));
      if (raw && this.matches(raw)) yield { record, raw };
    }
  }

  /** What a cursor stood on may have been dropped since its last batch; to go on would leave documents out silently. */
  private refuseIfGone(): void {
    const { collection } = this.target;
    const lostIndex = this.indexes.find(({ id }) => !collection.indexes.some((index) => index.id === id));
    if (lostIndex) throw new CommandError('QueryPlanKilled', `index '${lostIndex.name}' dropped`);
    refuseDropped(collection);
  }

  /** The records in the plan's key ranges, each once, without looking at their documents. */
  *records(): Generator<RecordId> {
    for (; this.stepIndex < this.steps.length; this.stepIndex += 1, this.position = undefined) {
      for (const record of this.recordsOf(this.steps[this.stepIndex] as Step)) {
        if (this.seen?.has(record)) continue;
        this.seen?.add(record);
        yield record;
      }
    }
  }

  /** How many records there are; in one range of keys lmdb itself counts them. */
  count(): number {
    this.refuseIfGone();
    const [step, ...others] = this.steps;
    if (step?.table === 'indexes' && others.length === 0 && this.isOncePerRange) return this.target.storage.indexes.getKeysCount(step.range);
    let total = 0;
    for (const _ of this.records()) total += 1;
    return total;
  }

  private *recordsOf({ table, range, reverse, isPoint }: Step): Generator<RecordId> {
    const { storage } = this.target;
    if (isPoint) {
      const value = this.position === undefined ? storage.indexes.getBinary(range.start) : undefined;
      this.position = range.start;
      if (value) yield recordFromBytes(value);
      return;
    }
    const begin = this.position ?? (reverse ? range.end : range.start);
    const bounds = reverse
      ? { start: begin, end: range.start, reverse: true, exclusiveStart: true, inclusiveEnd: true }
      : { start: begin, end: range.end, exclusiveStart: this.position !== undefined };
    if (table === 'documents') {
      for (const key of storage.documents.getKeys(bounds)) {
        this.position = key;
        yield recordOfDocumentKey(key);
      }
      return;
    }
    for (const { key, value } of storage.indexes.getRange(bounds)) {
      this.position = key;
      yield recordFromBytes(value);
    }
  }
}

interface Step {
  readonly table: 'documents' | 'indexes';
  readonly range: KeyRange;
  readonly reverse: boolean;
  /** Whether only the very key `range.start` can be there. */
  readonly isPoint: boolean;
}

function stepsOf(collection: Collection, plan: Plan): Step[] {
  if (plan.kind === 'collection') {
    const prefix = prefixOf(collection.id);
    return [{ table: 'documents', range: { start: prefix, end: afterPrefix(prefix) }, reverse: plan.reverse, isPoint: false }];
  }
  if (plan.kind === 'union') return plan.scans.flatMap(stepsOfIndex);
  return stepsOfIndex(plan);
}

function stepsOfIndex({ index, ranges, reverse, isPointwise }: IndexScan): Step[] {
  const steps = ranges.map(({ start, end }): Step => ({ table: 'indexes', range: { start: indexKey(index.id, start), end: indexKey(index.id, end) }, reverse, isPoint: isPointwise && index.unique }));
  return reverse ? steps.reverse() : steps;
}

function givesRepeats(plan: Plan): boolean {
  return plan.kind === 'union' || (plan.kind === 'index' && plan.index.multikey.includes(true));
}
