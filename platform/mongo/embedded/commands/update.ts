import type { Document } from 'bson';
import { CommandError } from '../errors.js';
import { parseFilter } from '../query/parse-filter.js';
import { parseSort } from '../query/sort-order.js';
import { elementsOf } from '../documents/raw-document.js';
import { parseRawUpdate } from '../update/parse-raw-update.js';
import { parseUpdate } from '../update/parse-update.js';
import { updateDocuments, type UpdateStatement } from '../update/update-documents.js';
import { isDoc, type Doc } from '../values/bson-type.js';
import { decodeTyped, typedToPlain } from '../values/codec.js';
import { booleanArgument, collectionName, documentArgument, documentsArgument, refuseCollation, type Command } from './command.js';
import { refuseUnknownFields } from './unknown-fields.js';
import { checkStatementCount, runStatements, WRITE_FIELDS } from './write-results.js';

export const update: Command = {
  fields: ['updates', 'let', ...WRITE_FIELDS],
  async run(input) {
    const { engine, database, body, deadline } = input;
    const name = collectionName(input);
    const given = documentsArgument(input, 'updates');
    checkStatementCount(given.length);
    const ordered = booleanArgument(body, 'ordered', true);
    const variables = typedToPlain(documentArgument(body, 'let')) as Doc;
    const turns: Turn[] = [];
    return engine.storage.writeInTurns((turn) => {
      const start = turn * STATEMENTS_PER_TURN;
      turns[turn] = runSome(given.slice(start, start + STATEMENTS_PER_TURN), start);
      const isOver = start + STATEMENTS_PER_TURN >= given.length || (ordered && turns[turn].writeErrors.length > 0);
      return isOver ? { value: replyTo(turns.slice(0, turn + 1)) } : undefined;
    });

    function runSome(statements: readonly (Doc | Buffer)[], start: number): Turn {
      const done: Turn = { n: 0, nModified: 0, upserted: [], writeErrors: [] };
      const writeErrors = runStatements(statements, ordered, (each, index) => {
        const statement = parseStatement(each, variables);
        const collection = statement.upsert ? engine.catalog.ensure(database, name) : engine.catalog.find(database, name);
        if (!collection) return;
        const outcome = updateDocuments(engine, deadline, collection, statement);
        done.n += outcome.matched + (outcome.upsertedId === undefined ? 0 : 1);
        done.nModified += outcome.modified;
        if (outcome.upsertedId !== undefined) done.upserted.push({ index: start + index, _id: outcome.upsertedId });
      });
      return { ...done, writeErrors: writeErrors.map((error) => ({ ...error, index: start + (error['index'] as number) })) };
    }
  },
};

/** Few enough for who wants to read or write one document to get to it soon. */
const STATEMENTS_PER_TURN = 200;

interface Turn {
  n: number;
  nModified: number;
  readonly upserted: Document[];
  readonly writeErrors: readonly Document[];
}

function replyTo(turns: readonly Turn[]): Document {
  const upserted = turns.flatMap((turn) => turn.upserted);
  const writeErrors = turns.flatMap((turn) => turn.writeErrors);
  const sum = (count: (turn: Turn) => number): number => turns.reduce((total, turn) => total + count(turn), 0);
  return { n: sum(({ n }) => n), nModified: sum(({ nModified }) => nModified), ...(upserted.length > 0 && { upserted }), ...(writeErrors.length > 0 && { writeErrors }) };
}

function parseStatement(given: Doc | Buffer, variables: Doc): UpdateStatement {
  return (Buffer.isBuffer(given) && parsePlainStatement(given, variables)) || parseAnyStatement(Buffer.isBuffer(given) ? decodeTyped(given) : given, variables);
}

const DOCUMENT = 0x03;
const BOOLEAN = 0x08;

/** One of filter and update alone, whose `u` need not be decoded. */
function parsePlainStatement(raw: Buffer, variables: Doc): UpdateStatement | undefined {
  const elements = elementsOf(raw);
  const [q, u] = [elements.get('q'), elements.get('u')];
  if (q?.[0] !== DOCUMENT || u?.[0] !== DOCUMENT) return undefined;
  const switches = [...elements].filter(([name]) => name !== 'q' && name !== 'u');
  if (switches.some(([name, element]) => !['multi', 'upsert'].includes(name) || element[0] !== BOOLEAN)) return undefined;
  const isOn = (name: string): boolean => elements.get(name)?.at(-1) === 1;
  const update = isOn('upsert') ? undefined : parseRawUpdate(valueOf(u));
  return update && { filter: parseFilter(decodeTyped(valueOf(q)), variables), update, multi: isOn('multi'), upsert: false, variables, sort: parseSort(undefined) };
}

/** What follows the type and the one-letter name of an element. */
function valueOf(element: Buffer): Buffer {
  return element.subarray(3);
}

function parseAnyStatement(statement: Doc, variables: Doc): UpdateStatement {
  refuseUnknownFields('update.updates', statement, ['q', 'u', 'c', 'multi', 'upsert', 'arrayFilters', 'hint', 'collation', 'sort']);
  refuseCollation(statement);
  const { q, u, arrayFilters, c, hint, sort } = statement;
  if (!isDoc(q)) throw new CommandError('IDLFailedToParse', "BSON field 'update.updates.q' is missing but a required field");
  const multi = booleanArgument(statement, 'multi', false);
  const all = c === undefined ? variables : { ...variables, ...(typedToPlain(c) as Doc) };
  const parsed = parseUpdate(u, arrayFilters);
  if (multi && parsed.kind === 'replacement') throw new CommandError('FailedToParse', 'multi update is not supported for replacement-style update');
  return { filter: parseFilter(q, all), update: parsed, multi, upsert: booleanArgument(statement, 'upsert', false), variables: all, sort: parseSort(sort), hint };
}
