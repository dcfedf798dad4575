import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { StoredBulletin } from './domain/bulletin.js';
import { openRateOffice, type RateOffice } from './testing/rate-office.js';

// A Wednesday an hour after both banks have published; the clock of a sandbox only moves forward.
const WEDNESDAY = new Date('2031-03-05T14:00:00Z');
const HOUR_MS = 3_600_000;

const RATE = 'query ($from: String!, $to: String!) { exchangeRate(from: $from, to: $to) { rate source date via isStale ageSeconds } }';
const FEEDS = '{ exchangeRateFeeds { bank date isStale staleSince lastError } }';
const SET = 'mutation ($input: ExchangeRateSetInput!) { exchangeRateSet(input: $input) { own { rate setBy history { rate setBy } } exchangeRate { rate source } userErrors { code field } } }';

let office: RateOffice;
beforeEach(async () => {
  office = await openRateOffice(WEDNESDAY);
});
afterEach(() => office.close());

const rate = async (from: string, to: string): Promise<Record<string, unknown> | null> => {
  const { data, errors } = await office.ask(RATE, { from, to });
  expect(errors).toBeUndefined();
  return (data as Record<string, Record<string, unknown> | null>)['exchangeRate'] ?? null;
};
const feeds = async () => (await office.ask(FEEDS)).data?.['exchangeRateFeeds'] as unknown as { bank: string; date: string | null; isStale: boolean; staleSince: string | null; lastError: string | null }[];
const later = (hours: number) => office.moveTo(new Date(office.now().getTime() + hours * HOUR_MS));
const asked = async (bank: 'tcmb' | 'cbr') => (await office.banks[bank].requests(bank === 'tcmb' ? '/kurlar' : '/scripts')).length;

describe('exchange rates of the central banks', () => {
  it('are read from both banks and answered with day and source', async () => {
    await office.banks.tcmb.put('/rates', { code: 'EUR', from: '2031-03-05', value: '50.0000' });
    await office.banks.cbr.put('/rates', { code: 'TRY', from: '2031-03-04', value: '20.5000' });
    expect(await rate('TRY', 'EUR')).toBeNull();
    await office.automation.fetchRates();
    expect(await rate('TRY', 'EUR')).toMatchObject({ rate: '0.02', source: 'TCMB', date: '2031-03-05', via: null, isStale: false });
    await later(8);
    expect(await rate('TRY', 'RUB')).toMatchObject({ rate: '2.05', source: 'CBR', date: '2031-03-06' });
  });

  it('count from the bank’s day on, not from when they were set', async () => {
    await office.banks.cbr.put('/rates', { code: 'TRY', from: '2031-03-04', value: '20.0000' });
    await office.banks.cbr.put('/rates', { code: 'TRY', from: '2031-03-05', value: '21.0000' });
    await office.moveTo(new Date('2031-03-05T14:00:01Z'));
    await office.automation.fetchRates();
    expect(await feeds()).toMatchObject([{ bank: 'TCMB', date: '2031-03-05' }, { bank: 'CBR', date: '2031-03-05', isStale: false }]);
    expect(await rate('TRY', 'RUB')).toMatchObject({ rate: '2', source: 'CBR', date: '2031-03-05' });
    await office.moveTo(new Date('2031-03-05T21:00:00Z'));
    expect(await rate('TRY', 'RUB')).toMatchObject({ rate: '2.1', source: 'CBR', date: '2031-03-06' });
  });

  it('keep the last working day over a weekend and a holiday', async () => {
    await office.banks.tcmb.put('/holidays', { day: '2031-03-10', isHoliday: true });
    for (const moment of ['2031-03-07T14:00:00Z', '2031-03-08T14:00:00Z', '2031-03-09T14:00:00Z', '2031-03-10T14:00:00Z']) {
      await office.moveTo(new Date(moment));
      await office.automation.fetchRates();
    }
    expect(await rate('TRY', 'EUR')).toMatchObject({ source: 'TCMB', date: '2031-03-07', isStale: false });
    expect(await office.db.collection('exchange_rates').countDocuments({ bank: 'TCMB' })).toBe(1);
  });

  it('are asked for once, however many workers look; the Bank of Russia for today as well when its newest are for tomorrow', async () => {
    const [another, third] = [office.openAnother(), office.openAnother()];
    await Promise.all([office.automation.fetchRates(), another.fetchRates(), third.fetchRates()]);
    await office.automation.fetchRates();
    expect([await asked('tcmb'), await asked('cbr')]).toEqual([1, 2]);
  });

  it('take over what a bank corrects, and keep what it said before', async () => {
    await office.automation.fetchRates();
    const before = await rate('USD', 'TRY');
    await office.banks.tcmb.put('/rates', { code: 'USD', from: '2031-03-05', value: '43.0000' });
    await later(6.1);
    await office.automation.fetchRates();
    expect(await rate('USD', 'TRY')).toMatchObject({ rate: '43', date: '2031-03-05' });
    const [stored] = await office.db.collection('exchange_rates').find({ bank: 'TCMB' }).toArray();
    expect((stored as unknown as StoredBulletin).corrections?.map(({ quotes }) => quotes.USD?.value)).toEqual([Number(before?.['rate']).toFixed(4)]);
  });

  it('become stale when the banks stay silent for longer than allowed, and say so', async () => {
    await office.automation.fetchRates();
    for (const bank of Object.values(office.banks)) await bank.post('/faults', { kind: 'status', status: 503 });
    await later(24 * 5);
    await office.automation.fetchRates();
    const [tcmb] = await feeds();
    expect(tcmb).toMatchObject({ isStale: true, staleSince: '2031-03-08T21:00:00.000Z', lastError: 'the bank answered with status 503' });
    expect(await rate('EUR', 'TRY')).toMatchObject({ isStale: true, source: 'TCMB', date: '2031-03-05' });
  });

  it('are asked for again after trouble, later each time', async () => {
    await office.banks.tcmb.post('/faults', { kind: 'html', status: 502 });
    await office.automation.fetchRates();
    const first = await asked('tcmb');
    await office.automation.fetchRates();
    expect(await asked('tcmb')).toBe(first);
    await later(0.02);
    await office.automation.fetchRates();
    expect(await asked('tcmb')).toBeGreaterThan(first);
  });

  describe.each([['tcmb', 'TRY'], ['cbr', 'RUB']] as const)('of %s', (bank, own) => it.each<[string, object]>([
    ['HTML with status 200', { kind: 'html', status: 200 }],
    ['a proxy’s page with status 502', { kind: 'html', status: 502 }],
    ['a storm of 429', { kind: 'retry-after', retryAfterSeconds: 1 }],
    ['half an answer', { kind: 'truncate' }],
  ])('stay as they were after %s', async (_what, fault) => {
    await office.automation.fetchRates();
    const before = await rate('EUR', own);
    expect(before).toMatchObject({ source: bank.toUpperCase(), rate: expect.stringMatching(/\d/) });
    await office.banks[bank].post('/faults', fault);
    await later(6.1);
    await office.automation.fetchRates();
    expect((await feeds()).map(({ lastError }) => lastError !== null)).toEqual([bank === 'tcmb', bank === 'cbr']);
    expect(await rate('EUR', own)).toMatchObject({ rate: before?.['rate'] });
  }));

  it('are not believed when they leap by more than a factor of two', async () => {
    await office.automation.fetchRates();
    await office.banks.tcmb.put('/rates', { code: 'EUR', from: '2031-03-06', value: '492.1080' });
    await office.moveTo(new Date('2031-03-06T14:00:00Z'));
    await office.automation.fetchRates();
    expect((await feeds())[0]).toMatchObject({ date: '2031-03-05', lastError: expect.stringContaining('EUR differs') });
  });
});

describe('a seller’s own rate', () => {
  it('wins over the banks, shows who set it, and can be taken back', async () => {
    await office.automation.fetchRates();
    expect((await office.ask(SET, { input: { from: 'EUR', to: 'TRY', rate: '55.50' } })).data?.['exchangeRateSet']).toEqual({
      own: { rate: '55.5', setBy: 'key_test', history: [{ rate: '55.5', setBy: 'key_test' }] }, exchangeRate: { rate: '55.5', source: 'OWN' }, userErrors: [],
    });
    expect(await rate('TRY', 'EUR')).toMatchObject({ source: 'OWN', rate: '0.018018018018' });
    const other = { ...office.principal, sellerId: 'sel_other' as never };
    expect((await office.ask(RATE, { from: 'EUR', to: 'TRY' }, other)).data?.['exchangeRate']).toMatchObject({ source: 'TCMB' });
    await office.ask(SET, { input: { from: 'EUR', to: 'TRY', rate: null } });
    expect(await rate('EUR', 'TRY')).toMatchObject({ source: 'TCMB' });
    const own = (await office.ask('{ ownExchangeRates { from to rate history { rate } } }')).data?.['ownExchangeRates'];
    expect(own).toEqual([{ from: 'EUR', to: 'TRY', rate: null, history: [{ rate: '55.5' }, { rate: null }] }]);
  });

  it('is set once under an idempotency key, and not at all by a dry run', async () => {
    const input = { from: 'EUR', to: 'TRY', rate: '55.5', idempotencyKey: 'k-1' };
    await office.ask(SET, { input });
    const again = (await office.ask(SET, { input })).data?.['exchangeRateSet'];
    expect(again).toMatchObject({ own: { history: [{ rate: '55.5' }] }, userErrors: [] });
    expect((await office.ask(SET, { input: { ...input, rate: '60' } })).data?.['exchangeRateSet']).toMatchObject({ userErrors: [{ code: 'IDEMPOTENCY_KEY_REUSED', field: ['input', 'idempotencyKey'] }] });
    await office.ask(SET, { input: { from: 'EUR', to: 'TRY', rate: '60', dryRun: true } });
    expect(await rate('EUR', 'TRY')).toMatchObject({ rate: '55.5' });
  });

  it('is refused when it is no rate, with the field at fault', async () => {
    const codes = async (input: object) => ((await office.ask(SET, { input })).data?.['exchangeRateSet'] as unknown as { userErrors: unknown[] }).userErrors;
    expect(await codes({ from: 'EUR', to: 'TRY', rate: '0' })).toEqual([{ code: 'INVALID_RATE', field: ['input', 'rate'] }]);
    expect(await codes({ from: 'EUR', to: 'EUR', rate: '1' })).toEqual([{ code: 'INVALID_RATE', field: ['input', 'to'] }]);
    expect(await codes({ from: 'JPY', to: 'TRY', rate: '1' })).toEqual([{ code: 'UNKNOWN_CURRENCY', field: ['input', 'from'] }]);
    const reader = { ...office.principal, scopes: ['catalog:read'] as const };
    expect((await office.ask(SET, { input: { from: 'EUR', to: 'TRY', rate: '50' } }, reader)).errors).toMatchObject([{ extensions: { code: 'FORBIDDEN', scope: 'catalog:write' } }]);
  });
});
