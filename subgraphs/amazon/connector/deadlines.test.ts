import { describe, expect, it } from '@jest/globals';
import { newId } from '../../../platform/ids.js';
import { credentialsSchema, type AmazonContext } from './credentials.js';
import { createAmazonConnector } from './index.js';

const DAY_MS = 86_400_000;
const madeAt = Date.parse('2026-06-01T00:00:00Z');

function storeAfter(days: number, given: Record<string, string>): AmazonContext {
  const store = { storeId: newId('store'), sellerId: newId('seller'), baseUrl: 'http://127.0.0.1:1', currency: 'TRY' as const, remoteSellerId: 'A1SELLER', credentials: credentialsSchema.parse({ clientId: 'c', clientSecret: 's', refreshToken: 'r', ...given }) };
  const nobody = () => Promise.reject(new Error('nobody is asked'));
  return { store, http: { send: nobody }, cache: { get: nobody, set: nobody }, tokens: { get: nobody, discard: nobody }, now: () => new Date(madeAt + days * DAY_MS), marketplaceNow: () => new Date(madeAt + days * DAY_MS) };
}
const foreseen = (days: number, given: Record<string, string>) => createAmazonConnector().foreseeTrouble!(storeAfter(days, given));

describe('what will keep a store out of Amazon', () => {
  const secret = { clientSecretMadeOn: '2026-06-01' };

  it('is foreseen thirty days before the client secret ends, and after, in the same words each time', async () => {
    expect(await foreseen(149, secret)).toEqual([]);
    const warned = await foreseen(151, secret);
    expect(warned).toEqual([{ code: 'KEY_ENDS_SOON', message: expect.stringMatching(/^The client secret ends on 2026-11-28: .*developer console/), dueAt: new Date(madeAt + 180 * DAY_MS) }]);
    expect(await foreseen(160, secret)).toEqual(warned);
    expect(await foreseen(181, secret)).toEqual([{ ...warned[0], message: expect.stringContaining('ended on 2026-11-28') }]);
  });

  it('is told apart where the authorisation ends as well', async () => {
    const both = await foreseen(340, { ...secret, authorisedOn: '2026-06-01' });
    expect(both.map(({ code, dueAt }) => [code, dueAt])).toEqual([['KEY_ENDS_SOON', new Date(madeAt + 180 * DAY_MS)], ['AUTHORISATION_ENDS_SOON', new Date(madeAt + 365 * DAY_MS)]]);
  });

  it('is nothing where the credentials do not say since when they are good', async () => {
    expect(await foreseen(1_000, {})).toEqual([]);
  });
});
