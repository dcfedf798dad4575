import { type DocumentNode, type FieldNode, type FragmentDefinitionNode, type FragmentSpreadNode, type InlineFragmentNode, Kind, type OperationDefinitionNode, type SelectionSetNode } from 'graphql';

export interface Measured {
  cost: number;
  depth: number;
}

type Variables = Readonly<Record<string, unknown>>;

interface Walk {
  fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  variables: Variables;
  defaults: Variables;
  /** Each fragment is measured once: spreads of spreads would otherwise take exponential time. */
  measured: Map<string, Measured>;
  /** Set when the size of a page came from a variable. */
  variesWithVariables: boolean;
}

/** Operations that cost the same whatever their variables; documents are kept by who parsed them. */
const constant = new WeakMap<OperationDefinitionNode, Measured>();

/** What a page is taken to hold when its size is not said: the hub's own lists hold 50 then. */
const ASSUMED_PAGE = 50;
const PAGE_SIZES = ['first', 'last'];
const ITEMS_OF_A_PAGE = new Set(['edges', 'nodes']);
/** Fields that a connection has once, however many items its page holds. */
const ONCE_PER_PAGE = new Set(['pageInfo', 'totalCount']);

/**
 * What an operation may ask for at most: each field counts one, and what is selected under a page (`first: 50`) counts once per item.
 * Introspection counts nothing. Of the two, depth counts the nesting of fields: `{ a { b } }` is 2 deep.
 */
export function measure(document: DocumentNode, operation: OperationDefinitionNode, variables: Variables): Measured {
  const known = constant.get(operation);
  if (known) return known;
  const fragments = new Map(document.definitions.flatMap((d) => (d.kind === Kind.FRAGMENT_DEFINITION ? [[d.name.value, d]] : [])));
  const defaults = Object.fromEntries((operation.variableDefinitions ?? []).map((d) => [d.variable.name.value, d.defaultValue?.kind === Kind.INT ? Number(d.defaultValue.value) : undefined]));
  const walk: Walk = { fragments, variables, defaults, measured: new Map(), variesWithVariables: false };
  const measured = measureSelections(operation.selectionSet, walk);
  if (!walk.variesWithVariables) constant.set(operation, measured);
  return measured;
}

function measureSelections({ selections }: SelectionSetNode, walk: Walk): Measured {
  const total = { cost: 0, depth: 0 };
  for (const selection of selections) {
    const part = selection.kind === Kind.FIELD ? measureField(selection, walk) : measureFragment(selection, walk);
    total.cost += part.cost;
    total.depth = Math.max(total.depth, part.depth);
  }
  return total;
}

function measureFragment(selection: InlineFragmentNode | FragmentSpreadNode, walk: Walk): Measured {
  if (selection.kind === Kind.INLINE_FRAGMENT) return measureSelections(selection.selectionSet, walk);
  const name = selection.name.value;
  const fragment = walk.fragments.get(name);
  const measured = walk.measured.get(name) ?? (fragment ? measureSelections(fragment.selectionSet, walk) : { cost: 0, depth: 0 });
  walk.measured.set(name, measured);
  return measured;
}

function measureField(field: FieldNode, walk: Walk): Measured {
  if (field.name.value.startsWith('__')) return { cost: 0, depth: 0 };
  if (!field.selectionSet) return { cost: 1, depth: 1 };
  const page = pageSize(field, walk);
  const inner = measureSelections(field.selectionSet, walk);
  const once = page === 1 ? 0 : costOncePerPage(field.selectionSet, walk);
  return { cost: 1 + once + (inner.cost - once) * page, depth: 1 + inner.depth };
}

function pageSize(field: FieldNode, walk: Walk): number {
  const argument = field.arguments?.find((a) => PAGE_SIZES.includes(a.name.value));
  if (!argument) return isConnection(field) ? ASSUMED_PAGE : 1;
  const { value } = argument;
  if (value.kind === Kind.INT) return atLeastOne(Number(value.value));
  if (value.kind !== Kind.VARIABLE) return ASSUMED_PAGE;
  walk.variesWithVariables = true;
  return atLeastOne(walk.variables[value.name.value] ?? walk.defaults[value.name.value]);
}

function isConnection({ selectionSet }: FieldNode): boolean {
  return selectionSet?.selections.some((selection) => selection.kind === Kind.FIELD && ITEMS_OF_A_PAGE.has(selection.name.value)) === true;
}

function atLeastOne(size: unknown): number {
  return typeof size === 'number' && Number.isFinite(size) ? Math.max(1, size) : ASSUMED_PAGE;
}

function costOncePerPage({ selections }: SelectionSetNode, walk: Walk): number {
  const fields = selections.filter((s) => s.kind === Kind.FIELD && ONCE_PER_PAGE.has(s.name.value));
  return fields.reduce((sum, field) => sum + measureField(field as FieldNode, walk).cost, 0);
}
