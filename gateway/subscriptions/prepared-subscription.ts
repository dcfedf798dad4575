import type { FetchNode, PlanNode } from '@apollo/query-planner';
import { type DocumentNode, getArgumentValues, getOperationAST, getVariableValues, GraphQLError, type OperationDefinitionNode, parse, print, validate } from 'graphql';
import { ERROR_CODES } from '../../platform/subgraph/errors.js';
import { createRecentlyUsed } from '../../platform/recently-used.js';
import { MAX_TOKENS } from '../document-limits.js';
import type { LoadedSupergraph, PlannedOperation } from '../supergraph.js';
import { AFTER_VARIABLE, type ResumeRewrite, rewriteForResume } from './resume-rewrite.js';

export interface OperationRequest {
  query: string;
  variables: Readonly<Record<string, unknown>>;
  operationName: string | undefined;
}

/** A document that has been parsed and validated against the supergraph, and one of its operations. */
export interface ValidOperation {
  readonly document: DocumentNode;
  readonly operation: OperationDefinitionNode;
}

/** A subscription that has been planned: what depends on its text alone. */
export interface PlannedSubscription extends ValidOperation {
  /** Asked of the subgraph that has the root field. */
  readonly primary: FetchNode;
  /** Run for each event on what the primary fetch brought. */
  readonly rest: PlanNode | undefined;
  /** Shapes results to what the client asked for, without what the gateway added. */
  readonly context: PlannedOperation['context'];
  /** Key of the root field in results. */
  readonly rootKey: string;
  readonly resume: ResumeRewrite | undefined;
  /** The rewritten text: equal for operations that differ only in where they start. */
  readonly text: string;
}

/** One client's subscription: what may be shared (`key`) and where this client starts (`after`). */
export interface PreparedSubscription {
  readonly planned: PlannedSubscription;
  /** Equal for the same operation with the same variables, `after` left out. */
  readonly key: string;
  /** Cursor the client gave, undefined to start now. */
  readonly after: string | undefined;
  readonly variables: Readonly<Record<string, unknown>>;
}

export interface SubscriptionPlanner {
  /** Throws the errors of the document, typed, as {@link InvalidSubscription}. */
  validate(request: OperationRequest): ValidOperation;
  prepare(request: OperationRequest, valid: ValidOperation): PreparedSubscription;
}

/** What is wrong with an operation a client asked for; `errors` have codes. */
export class InvalidSubscription extends Error {
  override readonly name = 'InvalidSubscription';
  readonly errors: readonly GraphQLError[];

  constructor(errors: readonly GraphQLError[]) {
    super(errors.map((error) => error.message).join(' '));
    this.errors = errors;
  }
}

const KEPT_OPERATIONS = 1000;

export function createSubscriptionPlanner(supergraph: LoadedSupergraph): SubscriptionPlanner {
  const valid = createRecentlyUsed<ValidOperation>(KEPT_OPERATIONS);
  const planned = createRecentlyUsed<PlannedSubscription>(KEPT_OPERATIONS);
  const keyOf = ({ query, operationName }: OperationRequest): string => `${operationName ?? ''} ${query}`;

  return {
    validate: (request) => valid.get(keyOf(request)) ?? valid.set(keyOf(request), validateOperation(supergraph, request)),
    prepare(request, operation) {
      const plan = planned.get(keyOf(request)) ?? planned.set(keyOf(request), planSubscription(supergraph, request, operation));
      return prepare(supergraph, plan, request);
    },
  };
}

function validateOperation({ schema }: LoadedSupergraph, { query, operationName }: OperationRequest): ValidOperation {
  const document = parseOrThrow(query);
  const errors = validate(schema, document);
  if (errors.length > 0) throw new InvalidSubscription(errors.map((error) => coded(error, ERROR_CODES.GRAPHQL_INVALID)));
  const operation = getOperationAST(document, operationName);
  if (!operation) throw new InvalidSubscription([coded(new GraphQLError('The document has no such operation.'), ERROR_CODES.GRAPHQL_INVALID)]);
  return { document, operation };
}

function parseOrThrow(query: string): DocumentNode {
  try {
    return parse(query, { maxLexicalTokens: MAX_TOKENS });
  } catch (error) {
    throw new InvalidSubscription([coded(error as GraphQLError, ERROR_CODES.GRAPHQL_INVALID)]);
  }
}

function planSubscription(supergraph: LoadedSupergraph, { operationName }: OperationRequest, { document, operation }: ValidOperation): PlannedSubscription {
  const resume = rewriteForResume(supergraph.schema, document, operationName);
  const rewritten = resume?.document ?? document;
  const text = print(rewritten);
  const { plan } = supergraph.plan({ documentKey: `subscription ${text}`, document: rewritten, operationName });
  const { context } = supergraph.plan({ documentKey: `shape ${print(document)}`, document, operationName });
  if (plan.node?.kind !== 'Subscription') throw new InvalidSubscription([coded(new GraphQLError('The operation is not a subscription.'), ERROR_CODES.GRAPHQL_INVALID)]);
  const { primary, rest } = plan.node;
  const field = resume?.field;
  return { document, operation, primary, rest, context, resume, text, rootKey: field ? (field.alias ?? field.name).value : '' };
}

function prepare({ schema }: LoadedSupergraph, planned: PlannedSubscription, { variables, operationName }: OperationRequest): PreparedSubscription {
  const { coerced, errors } = getVariableValues(schema, planned.operation.variableDefinitions ?? [], { ...variables });
  if (errors) throw new InvalidSubscription(errors.map((error) => coded(error, ERROR_CODES.BAD_INPUT)));
  const used = usedVariables(planned, variables);
  return { planned, key: JSON.stringify([operationName ?? '', planned.text, used]), after: startOf(schema, planned, coerced), variables: used };
}

/** Variables of the rewritten operation, as the client sent them, in the order of their declaration. */
function usedVariables({ resume, operation }: PlannedSubscription, variables: OperationRequest['variables']): Record<string, unknown> {
  const rewritten = resume && getOperationAST(resume.document, operation.name?.value);
  const names = ((rewritten ?? operation).variableDefinitions ?? []).map(({ variable }) => variable.name.value);
  return Object.fromEntries(names.filter((name) => name !== AFTER_VARIABLE && variables[name] !== undefined).map((name) => [name, variables[name]]));
}

function startOf(schema: LoadedSupergraph['schema'], { resume }: PlannedSubscription, coerced: Record<string, unknown>): string | undefined {
  const definition = resume && schema.getSubscriptionType()?.getFields()[resume.field.name.value];
  const after: unknown = definition && getArgumentValues(definition, resume.field, coerced)['after'];
  return typeof after === 'string' || typeof after === 'number' ? String(after) : undefined;
}

function coded(error: GraphQLError, code: string): GraphQLError {
  error.extensions['code'] = code;
  return error;
}
