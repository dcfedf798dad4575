import { ObjectId } from 'bson';
import { CommandError, notSupported } from '../errors.js';
import { findDocuments } from '../query/find-documents.js';
import { parseFilter } from '../query/parse-filter.js';
import type { Collection } from '../storage/catalog.js';
import { defineIndex, describeIndex } from '../storage/index-definition.js';
import { applyUpdate } from '../update/apply-update.js';
import { isDoc, type Doc } from '../values/bson-type.js';
import { decodeTyped, encode, encodePlain } from '../values/codec.js';
import { evaluateExpression } from './evaluate.js';
import type { PipelineContext } from './pipeline-context.js';

/** Carries out a final `$out` or `$merge`, in one transaction. */
export async function writeResults(context: PipelineContext, documents: readonly Doc[], stage: Doc): Promise<void> {
  await context.engine.storage.write(() => ('$out' in stage ? replaceCollection(context, documents, stage['$out']) : merge(context, documents, stage['$merge'])));
}

interface Target {
  readonly database: string;
  readonly name: string;
}

function targetOf(context: PipelineContext, given: unknown): Target {
  if (typeof given === 'string') return { database: context.database, name: given };
  if (isDoc(given) && typeof given['coll'] === 'string') return { database: typeof given['db'] === 'string' ? given['db'] : context.database, name: given['coll'] };
  throw new CommandError('FailedToParse', 'a target collection must be a string or { db, coll }');
}

function withId(doc: Doc): Doc {
  return '_id' in doc ? doc : { _id: new ObjectId(), ...doc };
}

/** `$out`: the results are put in a new collection with the old one's indexes; it takes the old one's place when all are in. */
function replaceCollection({ engine, ...context }: PipelineContext, documents: readonly Doc[], given: unknown): void {
  const { database, name } = targetOf({ engine, ...context }, given);
  const old = engine.catalog.find(database, name);
  const made = engine.catalog.create(database, `${name}.out-${new ObjectId().toHexString()}`, {});
  for (const index of old?.indexes.slice(1) ?? []) made.indexes = [...made.indexes, defineIndex({ ...describeIndex(index), id: engine.catalog.newId(), name: index.name, key: index.key })];
  engine.catalog.save(made);
  try {
    for (const doc of documents) engine.writer.insert(made, encodePlain(withId(doc)));
  } catch (error) {
    engine.catalog.drop(made);
    throw error;
  }
  if (old) engine.catalog.drop(old);
  engine.catalog.rename(made, database, name);
}

const MATCHED = ['replace', 'keepExisting', 'merge', 'fail'];
const NOT_MATCHED = ['insert', 'discard', 'fail'];

interface MergePlan {
  readonly on: readonly string[];
  readonly whenMatched: unknown;
  readonly whenNotMatched: unknown;
  readonly bindings: unknown;
}

function merge(context: PipelineContext, documents: readonly Doc[], given: unknown): void {
  const spec: Doc = isDoc(given) ? given : { into: given };
  const { into, on = '_id', whenMatched = 'merge', whenNotMatched = 'insert', let: bindings } = spec;
  if (!Array.isArray(whenMatched) && !MATCHED.includes(String(whenMatched))) throw new CommandError('BadValue', `Enumeration value '${String(whenMatched)}' for field '$merge.whenMatched' is not a valid value.`);
  if (!NOT_MATCHED.includes(String(whenNotMatched))) throw new CommandError('BadValue', `Enumeration value '${String(whenNotMatched)}' for field '$merge.whenNotMatched' is not a valid value.`);
  const { database, name } = targetOf(context, into);
  const target = context.engine.catalog.ensure(database, name);
  const plan: MergePlan = { on: Array.isArray(on) ? (on as string[]) : [on as string], whenMatched, whenNotMatched, bindings };
  refuseAmbiguousKey(target, plan.on);
  for (const doc of documents) mergeOne(context, target, withId(doc), plan);
}

function refuseAmbiguousKey({ indexes }: Collection, on: readonly string[]): void {
  const wanted = [...on].sort().join();
  const found = indexes.some((index) => index.unique && !index.partial && Object.keys(index.key).sort().join() === wanted);
  if (!found) throw new CommandError('Location51183', 'Cannot find index to verify that join fields will be unique');
}

function mergeOne(context: PipelineContext, target: Collection, doc: Doc, plan: MergePlan): void {
  const { engine, deadline } = context;
  const raw = encodePlain(doc);
  const typed = decodeTyped(raw);
  const filter = parseFilter(Object.fromEntries(plan.on.map((field) => [field, { $eq: keyValue(typed, field) }])));
  const [row] = findDocuments({ storage: engine.storage, deadline }, target, { filter, sort: [], skip: 0, limit: 1 }).rows();
  if (!row) {
    if (plan.whenNotMatched === 'fail') throw new CommandError('Location13113', '$merge could not find a matching document in the target collection for at least one document in the source collection');
    if (plan.whenNotMatched === 'insert') engine.writer.insert(target, raw);
    return;
  }
  const after = matchedDocument(context, decodeTyped(row.raw), typed, doc, plan);
  if (after) engine.writer.replace(target, row.record, { before: row.raw, after: encode(after) });
}

function keyValue(doc: Doc, field: string): unknown {
  const value = field.split('.').reduce<unknown>((holder, part) => (isDoc(holder) ? holder[part] : undefined), doc);
  if (value === undefined || value === null || Array.isArray(value)) throw new CommandError('Location51132', `$merge write error: 'on' field '${field}' cannot be missing, null, undefined or an array`);
  return value;
}

/** What the target document becomes; undefined when it stays. */
function matchedDocument(context: PipelineContext, existing: Doc, typed: Doc, plain: Doc, { whenMatched, bindings }: MergePlan): Doc | undefined {
  const { _id: id } = existing;
  if (Array.isArray(whenMatched)) {
    const variables = { ...context.variables, new: plain, ...(bindings === undefined ? {} : (evaluateExpression(bindings, plain, context.variables) as Doc)) };
    return applyUpdate(existing, { kind: 'pipeline', stages: whenMatched as Doc[] }, { filter: parseFilter({}), variables, isInsert: false, now: new Date() });
  }
  switch (whenMatched) {
    case 'keepExisting':
      return undefined;
    case 'fail':
      throw new CommandError('DuplicateKey', '$merge failed because a document with the same key exists already', { keyPattern: { _id: 1 }, keyValue: { _id: id } });
    case 'replace':
      return { ...typed, _id: id };
    case 'merge':
      return { ...existing, ...typed, _id: id };
    default:
      throw notSupported('this whenMatched');
  }
}
