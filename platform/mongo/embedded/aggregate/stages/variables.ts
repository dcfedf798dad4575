import type { Options } from 'mingo/types';
import type { Doc } from '../../values/bson-type.js';

/** The `$$` variables in force: those of the command, and those of the pipelines around. */
export function variablesOf(options: Options): Doc {
  return { ...options.variables, ...(options as Options & { local?: { variables?: Doc } }).local?.variables };
}

/** A field set at a path of names, on a copy of the document along that path. */
export function withField(doc: Doc, path: string, value: unknown): Doc {
  const [head, ...rest] = path.split('.') as [string, ...string[]];
  if (rest.length === 0) return { ...doc, [head]: value };
  const inner = doc[head];
  const holder = typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? (inner as Doc) : {};
  return { ...doc, [head]: withField(holder, rest.join('.'), value) };
}
