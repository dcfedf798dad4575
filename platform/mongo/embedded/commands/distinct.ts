import { pickFields, rawNames } from '../documents/raw-document.js';
import { valuesAt } from '../documents/paths.js';
import { findDocuments } from '../query/find-documents.js';
import { parseFilter } from '../query/parse-filter.js';
import { compareValues } from '../values/compare-values.js';
import { decodeTyped } from '../values/codec.js';
import { encodeValue } from '../values/encode-value.js';
import { KeyWriter } from '../values/key-writer.js';
import { collectionName, documentArgument, refuseCollation, wrongType, type Command } from './command.js';
import { hintOf } from './find.js';

export const distinct: Command = {
  fields: ['key', 'query', 'collation', 'hint'],
  run(input) {
    const { engine, database, body, deadline } = input;
    refuseCollation(body);
    const { key } = body;
    if (typeof key !== 'string') throw wrongType('distinct.key', key, 'string');
    const parts = key.split('.');
    const names = rawNames([parts[0] as string]);
    const source = findDocuments({ storage: engine.storage, deadline }, engine.catalog.find(database, collectionName(input)), { filter: parseFilter(documentArgument(body, 'query')), sort: [], skip: 0, limit: 0, ...hintOf(body) });
    const writer = new KeyWriter();
    const values = new Map<string, unknown>();
    for (const { raw } of source.rows()) {
      for (const value of valuesAt(decodeTyped(pickFields(raw, names)), parts).flatMap((each) => (Array.isArray(each) ? (each as unknown[]) : [each]))) {
        encodeValue(writer, value);
        const encoded = writer.take().toString('latin1');
        if (!values.has(encoded)) values.set(encoded, value);
      }
    }
    return { values: [...values.values()].sort(compareValues) };
  },
};
