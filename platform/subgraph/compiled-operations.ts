import { type DocumentNode, GraphQLError, type GraphQLSchema, parse, validate } from 'graphql';
import { type CompiledQuery, compileQuery, isCompiledQuery } from 'graphql-jit';
import { createRecentlyUsed } from '../recently-used.js';

/** A document that has been parsed and validated, with its compiled form once it has been asked for. */
export interface ReadyOperation {
  readonly document: DocumentNode;
  compiled(): CompiledQuery;
}

export class InvalidOperationError extends Error {
  override readonly name = 'InvalidOperationError';
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super('the operation is not valid');
    this.errors = errors;
  }
}

const LIMIT = 1000;

/** Parses, validates and compiles each distinct operation once; keeps the 1000 used last. Throws InvalidOperationError. */
export function createCompiledOperations(schema: GraphQLSchema): { get(query: string, operationName?: string): ReadyOperation } {
  const ready = createRecentlyUsed<ReadyOperation>(LIMIT);

  return {
    get(query, operationName) {
      const key = `${operationName ?? ''}\n${query}`;
      return ready.get(key) ?? ready.set(key, prepare(schema, query, operationName));
    },
  };
}

function prepare(schema: GraphQLSchema, query: string, operationName: string | undefined): ReadyOperation {
  const document = parseOrRefuse(query);
  const errors = validate(schema, document);
  if (errors.length > 0) throw new InvalidOperationError(errors);
  let compiled: CompiledQuery | undefined;
  return { document, compiled: () => (compiled ??= compile(schema, document, operationName)) };
}

function parseOrRefuse(query: string): DocumentNode {
  try {
    return parse(query);
  } catch (error) {
    throw new InvalidOperationError([error instanceof GraphQLError ? error : new GraphQLError(String(error))]);
  }
}

function compile(schema: GraphQLSchema, document: DocumentNode, operationName: string | undefined): CompiledQuery {
  const compiled = compileQuery(schema, document, operationName);
  if (!isCompiledQuery(compiled)) throw new InvalidOperationError(compiled.errors ?? []);
  return compiled;
}
