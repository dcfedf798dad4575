import { Lazy } from 'mingo/lazy';
import type { Deadline } from '../../deadline.js';
import { parseFilter } from '../../query/parse-filter.js';
import { parseProjection } from '../../query/projection.js';
import { parseSort, sortKey } from '../../query/sort-order.js';
import { isDoc, type Doc } from '../../values/bson-type.js';
import { mingoStages, type StageOperator } from '../mingo-operators.js';
import { setFields } from './set-fields.js';
import { variablesOf } from './variables.js';

/** The stages that say the same as `find` does, done by the same code. */
export function findStages(deadline: Deadline): Record<string, StageOperator> {
  return {
    $match: (documents, filter, options) => {
      const { matches } = parseFilter(filter as Doc, variablesOf(options), 'plain');
      return documents.filter<Doc>((doc) => {
        deadline.check();
        return matches(doc);
      });
    },
    $sort: (documents, spec) => {
      const order = parseSort(spec);
      return documents.transform<Doc>((docs) => Lazy(sorted(docs, order)));
    },
    $project: (documents, spec, options) => {
      const project = parseProjection(spec, parseFilter({}), variablesOf(options), 'plain');
      return project ? documents.map<Doc, Doc>((doc) => project(doc)) : documents;
    },
    $addFields: setFields,
    $set: setFields,
    $sample: (documents, spec) => documents.transform<Doc>((docs) => Lazy(shuffled(docs).slice(0, Number((spec as Doc)['size'])))),
    $redact: (documents, expression, options) => (mingoStages['$redact'] as StageOperator)(documents, expression, options).filter<unknown>(isDoc),
    $count: (documents, field) => documents.transform<Doc>((docs) => Lazy(docs.length === 0 ? [] : [{ [field as string]: docs.length }])),
  };
}

/** Each document at most once, in random order. */
function shuffled(docs: readonly Doc[]): Doc[] {
  return docs.map((doc) => ({ doc, place: Math.random() })).sort((a, b) => a.place - b.place).map(({ doc }) => doc);
}

function sorted(docs: readonly Doc[], order: ReturnType<typeof parseSort>): Doc[] {
  const keyed = docs.map((doc) => ({ doc, key: sortKey(doc, order) }));
  return keyed.sort((a, b) => Buffer.compare(a.key, b.key)).map(({ doc }) => doc);
}
