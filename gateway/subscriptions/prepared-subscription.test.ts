import { describe, expect, it } from '@jest/globals';
import { withCommonSdl } from '../../platform/subgraph/schema-files.js';
import { composeSupergraph } from '../compose.js';
import { loadSupergraph } from '../supergraph.js';
import { sampleSdl } from '../testing/sample-subgraphs.js';
import { createSubscriptionPlanner, InvalidSubscription } from './prepared-subscription.js';

const supergraph = loadSupergraph(composeSupergraph(Object.entries(sampleSdl).map(([name, sdl]) => ({ name, url: `http://${name}/graphql`, sdl: withCommonSdl(sdl) }))));
const planner = createSubscriptionPlanner(supergraph);

function prepare(query: string, variables: Record<string, unknown> = {}, operationName?: string) {
  const request = { query, variables, operationName };
  return planner.prepare(request, planner.validate(request));
}

const CURSOR_AND_AFTER = /productChanged\(after:\$hubAfter_\).*hubCursor_:cursor/;

describe('a prepared subscription', () => {
  it.each([
    ['plain', 'subscription { productChanged { product { id } } }', 'productChanged'],
    ['renamed', 'subscription { changed: productChanged { product { id } } }', 'changed'],
    ['in a fragment', 'subscription { ...F } fragment F on Subscription { productChanged { product { id } } }', 'productChanged'],
    ['in an inline fragment', 'subscription { ... on Subscription { productChanged { ...E } } } fragment E on ProductEvent { product { id } }', 'productChanged'],
  ])('asks the subgraph for the cursor of a root field that is %s', (_how, query, rootKey) => {
    const { planned, after } = prepare(query);
    expect(planned.primary.operation).toMatch(CURSOR_AND_AFTER);
    expect(planned.rootKey).toBe(rootKey);
    expect(after).toBeUndefined();
  });

  it.each([
    ['a literal', 'subscription { productChanged(after: "c7") { cursor } }', {}],
    ['a variable', 'subscription ($a: String) { productChanged(after: $a) { cursor } }', { a: 'c7' }],
    ['the default of a variable', 'subscription ($a: String = "c7") { productChanged(after: $a) { cursor } }', {}],
  ])('starts where %s says, and is the same subscription as one that starts now', (_how, query, variables) => {
    const { after, key } = prepare(query, variables);
    expect(after).toBe('c7');
    expect(key).toBe(prepare('subscription { productChanged { cursor } }').key);
  });

  it('starts now for an `after` of null', () => {
    expect(prepare('subscription ($a: String) { productChanged(after: $a) { cursor } }', { a: null }).after).toBeUndefined();
  });

  it('is another for other variables, other fields or another operation name', () => {
    const padded = 'subscription A($n: Int!) { productChanged { padding(bytes: $n) } } subscription B($n: Int!) { productChanged { padding(bytes: $n) } }';
    const keys = [prepare(padded, { n: 1 }, 'A').key, prepare(padded, { n: 2 }, 'A').key, prepare(padded, { n: 1 }, 'B').key, prepare('subscription { productChanged { cursor } }').key];
    expect(new Set(keys).size).toBe(4);
    expect(prepare(padded, { n: 1, unused: 5 }, 'A').key).toBe(keys[0]);
  });

  it('cannot be resumed when its field takes no `after`', () => {
    const { planned } = prepare('subscription { pulse }');
    expect(planned.resume).toBeUndefined();
    expect(planned.primary.operation).not.toContain('hubCursor_');
  });

  it('is left alone when it uses the names of the gateway itself', () => {
    expect(prepare('subscription { productChanged { hubCursor_: gap { since } } }').planned.resume).toBeUndefined();
  });

  it.each([
    ['a missing variable', 'subscription ($n: Int!) { productChanged { padding(bytes: $n) } }', {}, 'BAD_INPUT'],
    ['two root fields', 'subscription { pulse productChanged { cursor } }', {}, 'GRAPHQL_INVALID'],
    ['an unknown operation', 'query A { me } query B { me }', {}, 'GRAPHQL_INVALID'],
  ])('is refused for %s', (_what, query, variables, code) => {
    expect(() => prepare(query, variables)).toThrow(InvalidSubscription);
    expect(() => prepare(query, variables)).toThrow(expect.objectContaining({ errors: [expect.objectContaining({ extensions: expect.objectContaining({ code }) as unknown })] }));
  });
});
