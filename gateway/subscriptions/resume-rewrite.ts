import { type ArgumentNode, type DocumentNode, type FieldNode, type GraphQLSchema, getNamedType, isInterfaceType, isLeafType, isObjectType, Kind, OperationTypeNode, parseType, type TypeNode, visit, type VariableDefinitionNode } from 'graphql';

/** Names the gateway adds to an operation; a client that used them for something else is not resumed, but served. */
export const CURSOR_ALIAS = 'hubCursor_';
export const AFTER_VARIABLE = 'hubAfter_';

/** An operation rewritten so that the gateway sees each event's cursor and can ask for what came after it. */
export interface ResumeRewrite {
  readonly document: DocumentNode;
  /** The root field as the client wrote it, with the client's own `after`. */
  readonly field: FieldNode;
}

/**
 * A subscription can be resumed when its root field takes `after` and the type of its events has `cursor`. Then the cursor is added to the
 * selection and `after` becomes a variable of the gateway; else undefined.
 */
export function rewriteForResume(schema: GraphQLSchema, document: DocumentNode, operationName: string | undefined): ResumeRewrite | undefined {
  const root = schema.getSubscriptionType();
  let found: { field: FieldNode; afterType: TypeNode } | undefined;
  // A validated subscription has one root field, directly or in fragments on the root type; no other field is of that type.
  const rewriteField = (field: FieldNode): FieldNode | undefined => {
    const afterType = resumableBy(schema, field);
    if (!afterType || !field.selectionSet) return undefined;
    found = { field, afterType };
    const cursor: FieldNode = { kind: Kind.FIELD, alias: { kind: Kind.NAME, value: CURSOR_ALIAS }, name: { kind: Kind.NAME, value: 'cursor' } };
    return {
      ...field,
      arguments: [...(field.arguments ?? []).filter((argument) => argument.name.value !== 'after'), afterArgument],
      selectionSet: { ...field.selectionSet, selections: [...field.selectionSet.selections, cursor] },
    };
  };
  const withCursor = visit(document, {
    OperationDefinition: (operation) => (operation.operation === OperationTypeNode.SUBSCRIPTION && isMeant(operation.name?.value, operationName) ? undefined : false),
    FragmentDefinition: (fragment) => (fragment.typeCondition.name.value === root?.name ? undefined : false),
    Field: (field) => rewriteField(field) ?? false,
  });
  if (!found || usesOurNames(document)) return undefined;
  return { document: declareVariables(withCursor, operationName, found.afterType), field: found.field };
}

const afterArgument: ArgumentNode = {
  kind: Kind.ARGUMENT,
  name: { kind: Kind.NAME, value: 'after' },
  value: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: AFTER_VARIABLE } },
};

/** The type `after` is to be declared with, undefined for a field that cannot be resumed. */
function resumableBy(schema: GraphQLSchema, { name }: FieldNode): TypeNode | undefined {
  const definition = schema.getSubscriptionType()?.getFields()[name.value];
  const after = definition?.args.find((argument) => argument.name === 'after');
  if (!definition || !after || !isLeafType(getNamedType(after.type))) return undefined;
  return hasCursor(schema, getNamedType(definition.type).name) ? parseType(getNamedType(after.type).name) : undefined;
}

function hasCursor(schema: GraphQLSchema, typeName: string): boolean {
  const event = schema.getType(typeName);
  if (!isObjectType(event) && !isInterfaceType(event)) return false;
  const cursor = event.getFields()['cursor'];
  return cursor !== undefined && isLeafType(getNamedType(cursor.type));
}

/** Declares the gateway's variable and drops those that only said where to start: they must not tell otherwise equal operations apart. */
function declareVariables(document: DocumentNode, operationName: string | undefined, type: TypeNode): DocumentNode {
  const used = new Set<string>();
  visit(document, { VariableDefinition: () => false, Variable: ({ name }) => void used.add(name.value) });
  const ours: VariableDefinitionNode = { kind: Kind.VARIABLE_DEFINITION, variable: { kind: Kind.VARIABLE, name: { kind: Kind.NAME, value: AFTER_VARIABLE } }, type };
  return visit(document, {
    OperationDefinition: (operation) => {
      if (!isMeant(operation.name?.value, operationName)) return undefined;
      const theirs = (operation.variableDefinitions ?? []).filter(({ variable }) => used.has(variable.name.value));
      return { ...operation, variableDefinitions: [...theirs, ours] };
    },
  });
}

function usesOurNames(document: DocumentNode): boolean {
  let uses = false;
  visit(document, { Name: ({ value }) => void (uses ||= value === CURSOR_ALIAS || value === AFTER_VARIABLE) });
  return uses;
}

function isMeant(name: string | undefined, operationName: string | undefined): boolean {
  return operationName === undefined || operationName === name;
}
