import { countDocuments } from '../query/count-documents.js';
import type { FindRequest } from '../query/find-documents.js';
import { isDoc, type Doc } from '../values/bson-type.js';
import { isNumber, toDouble } from '../values/numbers.js';
import type { PipelineContext } from './pipeline-context.js';

/**
 * The one result of a pipeline that only counts, taken from the collection's count or an index where possible: a final
 * `$count`, or a `$group` by a constant with `{ $sum: 1 }`, which is how drivers count. Undefined for other pipelines and
 * when there is nothing to count, which then has no result.
 */
export function countResult({ engine, deadline, database, hint }: PipelineContext, name: string | undefined, request: FindRequest, rest: readonly Doc[]): Doc | undefined {
  const shape = rest.length === 1 ? countShape(rest[0] as Doc) : undefined;
  const collection = name === undefined ? undefined : engine.catalog.find(database, name);
  if (!shape || !collection) return undefined;
  const count = countDocuments(engine, deadline, collection, { ...request, sort: [], ...(hint !== undefined && { hint }) });
  return count === 0 ? undefined : shape(count);
}

function countShape(stage: Doc): ((count: number) => Doc) | undefined {
  const { $count: field, $group: group } = stage;
  if (typeof field === 'string') return (count) => ({ [field]: count });
  if (!isDoc(group)) return undefined;
  const { _id: id, ...outputs } = group;
  const [output, ...others] = Object.entries(outputs);
  if (!output || others.length > 0 || !isConstant(id) || !isSumOfOnes(output[1])) return undefined;
  return (count) => ({ _id: id, [output[0]]: count });
}

function isConstant(value: unknown): boolean {
  return value === null || isNumber(value);
}

function isSumOfOnes(value: unknown): boolean {
  return isDoc(value) && Object.keys(value).length === 1 && isNumber(value['$sum']) && toDouble(value['$sum']) === 1;
}
