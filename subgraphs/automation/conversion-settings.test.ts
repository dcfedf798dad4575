import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newId } from '../../platform/ids.js';
import { SCOPES, type Scope } from '../../platform/principal.js';
import { openRateOffice, type RateOffice } from './testing/rate-office.js';

// A Wednesday an hour after both banks have published.
const WEDNESDAY = new Date('2031-03-05T14:00:00Z');
const HOUR_MS = 3_600_000;

const SETTINGS = 'rounding { currency step ending description isOwn } maxAgeHours isOwnMaxAge staleRates history { by rounding { currency step } maxAgeHours staleRates }';
const SET = `mutation ($input: ConversionSettingsSetInput!) { conversionSettingsSet(input: $input) { settings { ${SETTINGS} } userErrors { code field } } }`;

interface Shown {
  readonly rounding: readonly { readonly currency: string; readonly description: string; readonly isOwn: boolean }[];
  readonly maxAgeHours: number;
  readonly history: readonly object[];
}
interface Answer {
  readonly settings: Shown;
  readonly userErrors: readonly object[];
}

let office: RateOffice;
beforeEach(async () => {
  office = await openRateOffice(WEDNESDAY);
});
afterEach(() => office.close());

const set = async (input: object): Promise<Answer> => {
  const { data, errors } = await office.ask(SET, { input });
  expect(errors).toBeUndefined();
  return (data as unknown as { conversionSettingsSet: Answer }).conversionSettingsSet;
};
const settings = async (as = office.principal): Promise<Shown> => (await office.ask(`{ conversionSettings { ${SETTINGS} } }`, {}, as)).data?.['conversionSettings'] as unknown as Shown;
const descriptionOf = ({ rounding }: Shown, wanted: string) => rounding.find(({ currency }) => currency === wanted);
const currentRate = () => office.automation.currentRate({ sellerId: office.principal.sellerId, from: 'TRY', to: 'EUR' });

describe('how a seller’s prices are converted', () => {
  it('is the usual way until the seller says otherwise, currency by currency, with who did it', async () => {
    expect(await settings()).toMatchObject({ rounding: [{ currency: 'TRY', step: '1.00', ending: '0.90', description: 'to .90', isOwn: false }, {}, {}, { currency: 'RUB', description: 'to whole units' }, {}, { currency: 'SEK', description: 'to whole units' }, { currency: 'PLN', description: 'to .99' }], maxAgeHours: 96, isOwnMaxAge: false, staleRates: 'USE', history: [] });
    const { settings: changed, userErrors } = await set({ rounding: [{ currency: 'RUB', step: '10', ending: '9.00' }], maxAgeHours: 48 });
    expect(userErrors).toEqual([]);
    expect(descriptionOf(changed, 'RUB')).toMatchObject({ step: '10.00', ending: '9.00', isOwn: true });
    expect(changed).toMatchObject({ maxAgeHours: 48, isOwnMaxAge: true, history: [{ by: 'key_test', rounding: [{ currency: 'RUB', step: '10.00' }], maxAgeHours: 48, staleRates: null }] });
    const back = (await set({ rounding: [{ currency: 'RUB' }], maxAgeHours: null })).settings;
    expect([descriptionOf(back, 'RUB')?.isOwn, back.maxAgeHours, back.history.length]).toEqual([false, 96, 2]);
  });

  it('belongs to each seller alone', async () => {
    await set({ rounding: [{ currency: 'EUR', step: '0.05', ending: '0' }] });
    expect(descriptionOf(await settings({ sellerId: newId('seller'), keyId: 'key_other', scopes: SCOPES }), 'EUR')).toMatchObject({ isOwn: false });
  });

  it.each<[string, object, string, readonly string[]]>([
    ['an ending as large as the step', { rounding: [{ currency: 'EUR', step: '1', ending: '1' }] }, 'INVALID_ROUNDING', ['input', 'rounding', '0', 'ending']],
    ['no step', { rounding: [{ currency: 'EUR', ending: '0.99' }] }, 'INVALID_ROUNDING', ['input', 'rounding', '0', 'step']],
    ['a step of nothing', { rounding: [{ currency: 'EUR', step: '0', ending: '0' }] }, 'INVALID_ROUNDING', ['input', 'rounding', '0', 'step']],
    ['a third decimal', { rounding: [{ currency: 'EUR', step: '1', ending: '0.995' }] }, 'INVALID_ROUNDING', ['input', 'rounding', '0', 'ending']],
    ['a currency twice', { rounding: [{ currency: 'EUR' }, { currency: 'EUR', step: '1', ending: '0' }] }, 'INVALID_ROUNDING', ['input', 'rounding']],
    ['a currency nobody keeps', { rounding: [{ currency: 'JPY', step: '1', ending: '0' }] }, 'UNKNOWN_CURRENCY', ['input', 'rounding', '0', 'currency']],
    ['an age of nothing', { maxAgeHours: 0 }, 'INVALID_MAX_AGE', ['input', 'maxAgeHours']],
  ])('refuses %s, and changes nothing', async (_name, mistake, code, field) => {
    const answer = await set({ staleRates: 'HOLD', ...mistake });
    expect(answer.userErrors).toEqual([{ code, field }]);
    expect(await settings()).toMatchObject({ staleRates: 'USE', history: [] });
  });

  it('changes once under an idempotency key, and not at all in a dry run', async () => {
    const input = { rounding: [{ currency: 'TRY', step: '5', ending: '0' }], idempotencyKey: 'k-1' };
    expect(descriptionOf((await set({ ...input, dryRun: true })).settings, 'TRY')?.description).toBe('to steps of 5.00');
    expect((await settings()).history).toEqual([]);
    await set(input);
    expect((await set(input)).settings.history).toHaveLength(1);
    expect((await set({ maxAgeHours: 5, idempotencyKey: 'k-1' })).userErrors).toEqual([{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }]);
  });

  it('rides on the rate that prices are converted with', async () => {
    await office.automation.fetchRates();
    expect(await currentRate()).not.toHaveProperty('rule');
    await set({ rounding: [{ currency: 'EUR', step: '0.50', ending: '0' }] });
    expect(await currentRate()).toMatchObject({ source: 'TCMB', rule: { stepMinor: 50, endingMinor: 0 } });
  });

  it('calls a rate stale by the seller’s own limit, since when, and holds it back only when told to', async () => {
    await office.automation.fetchRates();
    await office.moveTo(new Date(WEDNESDAY.getTime() + 40 * HOUR_MS));
    const shown = async () => (await office.ask('{ exchangeRate(from: "TRY", to: "EUR") { isStale staleSince } exchangeRateFeeds { bank isStale staleSince } }')).data;
    expect(await shown()).toMatchObject({ exchangeRate: { isStale: false, staleSince: null } });
    await set({ maxAgeHours: 24 });
    // Its day began at 21:00 UTC the evening before it.
    expect(await shown()).toMatchObject({ exchangeRate: { isStale: true, staleSince: '2031-03-05T21:00:00.000Z' }, exchangeRateFeeds: [{ bank: 'TCMB', isStale: true, staleSince: '2031-03-05T21:00:00.000Z' }, { bank: 'CBR', isStale: true }] });
    expect(await currentRate()).not.toHaveProperty('tooOldSince');
    await set({ staleRates: 'HOLD' });
    expect(await currentRate()).toMatchObject({ tooOldSince: new Date('2031-03-05T21:00:00Z') });
  });

  it('asks for the scope of each thing', async () => {
    const as = (scopes: readonly Scope[]) => ({ ...office.principal, scopes });
    expect((await office.ask('{ conversionSettings { maxAgeHours } }', {}, as([]))).errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
    expect((await office.ask(SET, { input: {} }, as(['catalog:read']))).errors?.[0]?.extensions?.['code']).toBe('FORBIDDEN');
  });
});
