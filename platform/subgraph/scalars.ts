import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped, type ValueNode } from 'graphql';
import { ERROR_CODES } from './errors.js';

const DECIMAL = /^-?\d{1,15}(\.\d{1,12})?$/;

/** Text in, text out; a number literal in a query document keeps its own digits, a JSON number is refused. */
const Decimal = new GraphQLScalarType<string, string>({
  name: 'Decimal',
  serialize: asDecimal,
  parseValue: asDecimal,
  parseLiteral(node) {
    if (node.kind === Kind.STRING || node.kind === Kind.INT || node.kind === Kind.FLOAT) return asDecimal(node.value, node);
    throw badScalar('A Decimal is text such as "199.90".', node);
  },
});

/** A `Date` inside, ISO 8601 in UTC outside. A time without an offset is refused: it would mean something else on each machine. */
const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  serialize(value) {
    const date = value instanceof Date ? value : new Date(typeof value === 'string' ? value : Number.NaN);
    if (Number.isNaN(date.getTime())) throw badScalar('A DateTime must be a valid date.');
    return date.toISOString();
  },
  parseValue: asDate,
  parseLiteral(node) {
    if (node.kind === Kind.STRING) return asDate(node.value, node);
    throw badScalar('A DateTime is text such as "2026-11-22T09:30:00.000Z".', node);
  },
});

/** Passed through in both directions. */
const JSONValue = new GraphQLScalarType<unknown, unknown>({
  name: 'JSON',
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});

/** Merged into the resolvers of every subgraph: schema/common.graphql declares them. */
export const commonScalars = { Decimal, DateTime, JSON: JSONValue };

function asDecimal(value: unknown, node?: ValueNode): string {
  if (typeof value === 'string' && DECIMAL.test(value)) return value;
  throw badScalar('A Decimal is text such as "199.90": digits, one point, no exponent, no grouping.', node);
}

function asDate(value: unknown, node?: ValueNode): Date {
  const isMoment = typeof value === 'string' && /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)$/.test(value);
  const date = new Date(isMoment ? value : Number.NaN);
  if (!Number.isNaN(date.getTime())) return date;
  throw badScalar('A DateTime is ISO 8601 with an offset, such as "2026-11-22T09:30:00.000Z".', node);
}

function badScalar(message: string, node?: ValueNode): GraphQLError {
  return new GraphQLError(message, { ...(node && { nodes: node }), extensions: { code: ERROR_CODES.BAD_INPUT } });
}
