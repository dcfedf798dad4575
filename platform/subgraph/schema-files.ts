import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The project's `schema/` folder, found from this file upwards, so it holds for sources, for `dist/` and from any working directory. */
export const SCHEMA_FOLDER = findSchemaFolder(dirname(fileURLToPath(import.meta.url)));

/** A subgraph's whole SDL: `schema/common.graphql` (the federation link and the shared types) followed by `schema/NAME.graphql`. */
export function loadSubgraphSdl(name: string): string {
  return withCommonSdl(readFileSync(join(SCHEMA_FOLDER, `${name}.graphql`), 'utf8'));
}

/** Puts `schema/common.graphql` before a subgraph's own definitions. */
export function withCommonSdl(sdl: string): string {
  return `${readFileSync(join(SCHEMA_FOLDER, 'common.graphql'), 'utf8')}\n${sdl}`;
}

function findSchemaFolder(from: string): string {
  const folder = join(from, 'schema');
  if (existsSync(join(folder, 'common.graphql'))) return folder;
  const parent = dirname(from);
  if (parent === from) throw new Error('schema/common.graphql is in no folder above this file');
  return findSchemaFolder(parent);
}
