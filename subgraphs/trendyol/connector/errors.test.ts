import { describe, expect, it } from '@jest/globals';
import { offers } from './offers.js';
import { orders } from './orders.js';
import { scriptedContext } from './testing/scripted-context.js';

const error = (key: string, errorCode?: string) => ({ errors: [{ key, message: `${key} dendi`, ...(errorCode === undefined ? {} : { errorCode }) }] });

describe('a success of Trendyol that carries a refusal', () => {
  it.each([
    ['the status it names', error('seller.not.found', '404'), 'VALIDATION', 'seller.not.found dendi', 'seller.not.found'],
    ['a refusal without a status', error('invalid.barcode'), 'VALIDATION', 'invalid.barcode dendi', 'invalid.barcode'],
    ['a spent quota', error('too.many.requests', '429'), 'RATE_LIMITED', 'too.many.requests dendi', 'too.many.requests'],
    ["a spent quota in the orders' words", { error: 'Too Many Requests', message: 'too.many.requests' }, 'RATE_LIMITED', 'too.many.requests', 'Too Many Requests'],
    ['a key that is not taken', { exception: 'ClientApiAuthenticationException' }, 'AUTHENTICATION', 'ClientApiAuthenticationException', 'ClientApiAuthenticationException'],
    ['trouble of its own', error('internal.server.error'), 'SERVER', 'internal.server.error dendi', 'internal.server.error'],
  ])('is taken for what it says, with its words: %s', async (_what, body, errorClass, words, remoteCode) => {
    const { context } = scriptedContext(() => ({ body }));
    await expect(orders.changedSince(context, new Date('2026-11-20T00:00:00Z'), null)).rejects.toMatchObject({ errorClass, outcome: 'REFUSED', remoteCode, message: expect.stringContaining(words) });
  });

  it('leaves a push open only where Trendyol itself failed at it', async () => {
    const push = (body: unknown) => offers.push(scriptedContext(() => ({ body })).context, [{ remoteKey: 'BC', quantity: 3, known: { price: null, quantity: null } }]);
    await expect(push(error('invalid.barcode', '400'))).rejects.toMatchObject({ errorClass: 'VALIDATION', outcome: 'REFUSED' });
    await expect(push(error('internal.server.error', '500'))).rejects.toMatchObject({ errorClass: 'SERVER', outcome: 'UNKNOWN' });
  });

  it('is none when the list of errors is empty', async () => {
    const { context } = scriptedContext(() => ({ body: { content: [], hasMore: false, errors: [], message: 'ok' } }));
    expect(await orders.changedSince(context, new Date('2026-11-20T00:00:00Z'), null)).toMatchObject({ items: [] });
  });
});
