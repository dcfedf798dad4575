import { readdir, readFile, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { composeServices } from '@apollo/composition';
import { Supergraph } from '@apollo/federation-internals';
import { findBreakingChanges, type GraphQLSchema, parse } from 'graphql';
import { SCHEMA_FOLDER, withCommonSdl } from '../platform/subgraph/schema-files.js';

export interface SubgraphSdl {
  name: string;
  /** Routing URL, written into the supergraph. */
  url: string;
  /** Whole SDL, with the federation link. */
  sdl: string;
}

/** The subgraphs contradict each other; `problems` are the composer's own sentences. */
export class CompositionError extends Error {
  override readonly name = 'CompositionError';
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`the subgraphs do not compose:\n${problems.join('\n')}`);
    this.problems = problems;
  }
}

/** The supergraph of some subgraphs. Throws CompositionError. */
export function composeSupergraph(subgraphs: readonly SubgraphSdl[]): string {
  const { supergraphSdl, errors } = composeServices(subgraphs.map(({ name, url, sdl }) => ({ name, url, typeDefs: parse(sdl) })));
  if (errors) throw new CompositionError(errors.map((error) => error.message));
  return `${supergraphSdl.trimEnd()}\n`;
}

export interface Composition {
  /** The committed supergraph is not what the subgraphs compose to now. */
  stale: boolean;
  /** What would break clients of the committed supergraph. */
  breakingChanges: readonly string[];
}

const NOT_SUBGRAPHS = new Set(['common.graphql', 'supergraph.graphql']);

/** Composes `schema/*.graphql` and compares it with the committed `schema/supergraph.graphql`; writes it unless `check`. Throws CompositionError. */
export async function composeSchemaFolder({ check, folder = SCHEMA_FOLDER }: { check: boolean; folder?: string }): Promise<Composition> {
  const target = join(folder, 'supergraph.graphql');
  const committed = await readFile(target, 'utf8').catch(() => '');
  const composed = composeSupergraph(await readSubgraphs(folder));
  const stale = composed !== committed;
  if (stale && !check) await writeFile(target, composed);
  return { stale, breakingChanges: stale && committed ? breakingChanges(committed, composed) : [] };
}

/** What a client of the first supergraph's API could find missing or changed in the second's. */
export function breakingChanges(before: string, after: string): string[] {
  return findBreakingChanges(apiOf(before), apiOf(after)).map(({ type, description }) => `${type}: ${description}`);
}

function apiOf(supergraphSdl: string): GraphQLSchema {
  return Supergraph.build(supergraphSdl).apiSchema().toGraphQLJSSchema();
}

async function readSubgraphs(folder: string): Promise<SubgraphSdl[]> {
  const files = (await readdir(folder)).filter((file) => file.endsWith('.graphql') && !NOT_SUBGRAPHS.has(file)).sort();
  return Promise.all(files.map(async (file) => describeSubgraph(basename(file, '.graphql'), await readFile(join(folder, file), 'utf8'))));
}

/** The host of a subgraph is its name, as in docker-compose.yml; one process serves them without leaving it. */
function describeSubgraph(name: string, sdl: string): SubgraphSdl {
  return { name, url: `http://${name}:4001/graphql`, sdl: withCommonSdl(sdl) };
}
