import { describe, expect, it } from '@jest/globals';
import { createSampleSubgraph, samplePrincipal as principal } from './sample-subgraph.js';

function local() {
  const { subgraph, ticks } = createSampleSubgraph();
  const caller = { principal, correlationId: 'c-1' };
  const sample = subgraph.local();
  return { sample, ticks, caller, ask: (query: string, variables = {}) => sample.execute({ query, variables, ...caller }) };
}

describe('a subgraph called in this process', () => {
  it('answers with the principal and the correlation id of the caller', async () => {
    expect(await local().ask('{ me }')).toEqual({ data: { me: 'sel_1 c-1' } });
  });

  it('resolves entities and answers null for one that is not there', async () => {
    const { ask } = local();
    const query = 'query ($r: [_Any!]!) { _entities(representations: $r) { ... on Thing { id name } } }';
    const answer = await ask(query, { r: [{ __typename: 'Thing', id: '7' }, { __typename: 'Thing', id: 'none' }] });
    expect(answer).toEqual({ data: { _entities: [{ id: '7', name: 'Thing 7' }, null] } });
  });

  it('hides what a defect says and names the correlation id', async () => {
    const { data, errors } = await local().ask('{ fails me }');
    expect(data).toEqual({ fails: null, me: 'sel_1 c-1' });
    expect(errors).toMatchObject([{ path: ['fails'], extensions: { code: 'INTERNAL', correlationId: 'c-1' } }]);
    expect(JSON.stringify(errors)).not.toContain('password');
  });

  it('passes typed errors on', async () => {
    const { ask } = local();
    expect((await ask('{ secret }')).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', scope: 'payloads:read' } }]);
    expect((await ask('{ price(of: "") { amount } }')).errors).toMatchObject([{ extensions: { code: 'BAD_INPUT', field: ['of'] } }]);
    expect((await ask('{ nothing }')).errors).toMatchObject([{ extensions: { code: 'GRAPHQL_INVALID' } }]);
    expect((await ask('{')).errors).toMatchObject([{ extensions: { code: 'GRAPHQL_INVALID' } }]);
  });

  it('reads decimals and moments as they were written', async () => {
    const { ask } = local();
    expect(await ask('{ echo(amount: 199.90, at: "2026-11-22T12:00:00+03:00") }')).toEqual({ data: { echo: ['199.90', '2026-11-22T09:00:00.000Z'] } });
    const query = 'query ($a: Decimal, $t: DateTime) { echo(amount: $a, at: $t) }';
    expect((await ask(query, { a: 199.9 })).errors?.[0]?.message).toContain('Decimal');
    expect((await ask(query, { a: '1e3' })).errors?.[0]?.message).toContain('Decimal');
    expect((await ask(query, { t: '2026-11-22T12:00:00' })).errors?.[0]?.message).toContain('DateTime');
  });

  it('delivers events, each with loaders of its own, until it is cancelled', async () => {
    const { sample, ticks, caller } = local();
    const controller = new AbortController();
    const seen: unknown[] = [];
    for await (const { data } of sample.subscribe({ query: 'subscription { ticked(from: 1) { n loads at } }', ...caller, signal: controller.signal })) {
      seen.push(data?.['ticked']);
      if (seen.length < 3) setImmediate(() => ticks.emit('tick', seen.length + 1));
      else controller.abort();
    }
    expect(seen).toEqual([1, 2, 3].map((n) => ({ n, loads: 1, at: '1970-01-01T00:00:00.000Z' })));
    expect(ticks.listenerCount('tick')).toBe(0);
  });

  it('refuses a subscription that cannot be opened with SubscriptionRefusedError', async () => {
    const { sample, caller } = local();
    const { signal } = new AbortController();
    const open = async (query: string) => {
      for await (const event of sample.subscribe({ query, ...caller, signal })) return event;
      return undefined;
    };
    await expect(open('subscription { nothing }')).rejects.toMatchObject({ name: 'SubscriptionRefusedError', errors: [{ extensions: { code: 'GRAPHQL_INVALID' } }] });
    await expect(open('subscription { ticked(from: -1) { n } }')).rejects.toMatchObject({ name: 'SubscriptionRefusedError', errors: [{ extensions: { code: 'BAD_INPUT', field: ['from'] } }] });
  });
});
