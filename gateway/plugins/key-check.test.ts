import { describe, expect, it } from '@jest/globals';
import { GraphQLError } from 'graphql';
import type { AuthRefusal } from '../../platform/access/authenticate.js';
import type { Principal } from '../../platform/principal.js';
import { createKeyCheck } from './key-check.js';

const principal: Principal = { sellerId: 'sel_a' as Principal['sellerId'], keyId: 'key_a', scopes: ['catalog:read'] };

function keys() {
  let nowMs = Date.parse('2026-11-22T10:00:00Z');
  let answer: Principal | AuthRefusal = principal;
  let asked = 0;
  const check = createKeyCheck(async () => ((asked += 1), answer), { now: () => new Date(nowMs) });
  return {
    check: () => check('Bearer key-a').then(() => 'ACCEPTED', (error: unknown) => (error instanceof GraphQLError ? error.extensions['code'] : error)),
    withdraw: () => void (answer = { refused: 'UNAUTHENTICATED' }),
    pass: (ms: number) => void (nowMs += ms),
    asked: () => asked,
  };
}

describe('a key that was withdrawn', () => {
  it('works for less than two seconds more, however often it is used', async () => {
    const { check, withdraw, pass } = keys();
    expect(await check()).toBe('ACCEPTED');
    withdraw();
    const answers: unknown[] = [];
    for (let ms = 0; ms < 2_000; ms += 500) {
      answers.push(await check());
      pass(500);
    }
    expect(answers).toEqual(['ACCEPTED', 'ACCEPTED', 'ACCEPTED', 'ACCEPTED']);
    expect(await check()).toBe('UNAUTHENTICATED');
  });

  it('is asked about once in two seconds', async () => {
    const { check, pass, asked } = keys();
    await Promise.all(Array.from({ length: 20 }, check));
    pass(1_999);
    await check();
    expect(asked()).toBe(1);
    pass(1);
    await check();
    expect(asked()).toBe(2);
  });
});
