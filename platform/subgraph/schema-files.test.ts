import { readdir } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { Kind, parse } from 'graphql';
import { loadSubgraphSdl, SCHEMA_FOLDER } from './schema-files.js';

describe('the schema', () => {
  // graphql-jit asks for every required field of an input, also where a default stands in for it.
  it('has no required input field with a default, since callers who rely on the default would be refused', async () => {
    const names = (await readdir(SCHEMA_FOLDER)).map((file) => file.replace(/\.graphql$/, '')).filter((name) => name !== 'supergraph' && name !== 'common');
    const fields = names.flatMap((name) =>
      parse(loadSubgraphSdl(name)).definitions.flatMap((type) => (type.kind === Kind.INPUT_OBJECT_TYPE_DEFINITION ? (type.fields ?? []).map((field) => ({ field, at: `${name}: ${type.name.value}.${field.name.value}` })) : [])),
    );
    expect(fields.length).toBeGreaterThan(50);
    expect(fields.filter(({ field }) => field.type.kind === Kind.NON_NULL_TYPE && field.defaultValue !== undefined).map(({ at }) => at)).toEqual([]);
  });
});
