import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { sandboxControl } from '../../../test/support/sandbox-control.js';
import { startCbrSandbox } from './cbr/sandbox/index.js';
import { toBulletin as toCbrBulletin } from './cbr/to-bulletin.js';
import { startTcmbSandbox } from './tcmb/sandbox/index.js';
import { toBulletin as toTcmbBulletin } from './tcmb/to-bulletin.js';

let dir: string;
let bank: { url: string; stop(): Promise<void> };
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), 'hub-bank-'));
});
afterEach(async () => {
  await bank.stop();
  await rm(dir, { recursive: true, force: true });
});

const control = () => sandboxControl(bank.url);
const standAt = async (moment: string): Promise<void> => {
  await control().post('/clock', { standing: true });
  await control().post('/clock', { setTo: Date.parse(moment) });
};
const page = async (path: string) => {
  const answer = await fetch(bank.url + path);
  return { status: answer.status, type: answer.headers.get('content-type'), body: Buffer.from(await answer.arrayBuffer()) };
};

describe('the imitated Central Bank of the Republic of Türkiye', () => {
  const open = async () => {
    bank = await startTcmbSandbox({ port: 0, dataDir: dir });
  };
  const today = async () => toTcmbBulletin((await page('/kurlar/today.xml')).body.toString('utf8'));

  it('publishes a working day at 15:30 in Istanbul, and keeps it over the weekend', async () => {
    await open();
    await standAt('2031-03-07T12:29:59Z');
    expect((await today()).date).toBe('2031-03-06');
    await standAt('2031-03-07T12:30:00Z');
    expect(await today()).toMatchObject({ date: '2031-03-07', number: '2031/48' });
    await standAt('2031-03-10T12:00:00Z');
    expect((await today()).date).toBe('2031-03-07');
  });

  it('has past working days in its archive, and a page in HTML for any other', async () => {
    await open();
    await standAt('2031-03-07T13:00:00Z');
    await control().put('/holidays', { day: '2031-03-05', isHoliday: true });
    expect((await page('/kurlar/203103/06032031.xml')).status).toBe(200);
    for (const path of ['203103/05032031.xml', '203103/08032031.xml', '203102/06032031.xml', '203103/10032031.xml', '203103/x.xml']) {
      expect(await page(`/kurlar/${path}`)).toMatchObject({ status: 404, type: expect.stringContaining('text/html') });
    }
  });

  it('answers the same day alike, also after a restart', async () => {
    await open();
    await control().put('/rates', { code: 'USD', from: '2031-03-06', value: '43.1234' });
    await standAt('2031-03-07T13:00:00Z');
    const before = await today();
    await bank.stop();
    await open();
    expect(await today()).toEqual(before);
    expect(before.quotes.USD).toEqual({ unit: 1, value: '43.1234' });
  });
});

describe('the imitated Bank of Russia', () => {
  const open = async () => {
    bank = await startCbrSandbox({ port: 0, dataDir: dir });
  };
  const daily = async (query = '') => toCbrBulletin((await page(`/scripts/XML_daily.asp${query}`)).body);

  it('sets the rates of the next day on a working afternoon: Friday’s are Saturday’s, until Tuesday', async () => {
    await open();
    await standAt('2031-03-07T12:59:59Z');
    expect((await daily()).date).toBe('2031-03-07');
    await standAt('2031-03-07T13:00:00Z');
    expect((await daily()).date).toBe('2031-03-08');
    await standAt('2031-03-10T12:00:00Z');
    expect((await daily()).date).toBe('2031-03-08');
    expect((await daily('?date_req=10/03/2031')).date).toBe('2031-03-08');
    expect((await daily('?date_req=07/03/2031')).date).toBe('2031-03-07');
  });

  it('writes windows-1251 with decimal commas, and refuses a date it cannot read with status 200', async () => {
    await open();
    const { body, type } = await page('/scripts/XML_daily.asp');
    expect(type).toContain('windows-1251');
    expect(new TextDecoder('windows-1251').decode(body)).toMatch(/<CharCode>TRY<\/CharCode><Nominal>10<\/Nominal><Name>Турецких лир<\/Name><Value>\d+,\d{4}<\/Value>/);
    const refused = await page('/scripts/XML_daily.asp?date_req=31/02');
    expect([refused.status, refused.body.toString()]).toEqual([200, expect.stringContaining('Error in parameters')]);
  });
});
