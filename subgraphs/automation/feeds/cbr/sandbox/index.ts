import { baseSettingsSchema } from '../../../../../platform/sandbox/settings.js';
import { createSandbox } from '../../../../../platform/sandbox/create-sandbox.js';
import { createDailyRates, dayAfter, type DailyRates } from '../../sandbox/daily-rates.js';
import { installRateControl } from '../../sandbox/rate-control.js';
import { CALENDAR } from '../calendar.js';
import { CURRENCIES, ratesPage } from './rates-page.js';
import { toWindows1251 } from './windows-1251.js';

const LONGEST_SEARCH_DAYS = 30;

/** Starts an imitation of the bank's daily rates on loopback; what it was told survives `stop` and `kill -9`. */
export async function startCbrSandbox({ port, dataDir }: { readonly port: number; readonly dataDir: string }): Promise<{ url: string; stop(): Promise<void> }> {
  const kit = createSandbox({ name: 'CBR', dataDir, settings: baseSettingsSchema });
  const rates = createDailyRates(kit.state, CALENDAR);
  installRateControl(kit, rates, CURRENCIES.map(({ code }) => code));

  kit.app.get<{ Querystring: { date_req?: string } }>('/scripts/XML_daily.asp', (request, reply) => {
    const newest = rates.lastPublishedDay(kit.clock.now());
    const setOn = request.query.date_req === undefined ? newest : setForDay(rates, request.query.date_req, newest);
    const page = setOn === null ? REFUSED : ratesPage(rates, { setOn, date: dayAfter(setOn) });
    return reply.type('application/xml; charset=windows-1251').send(toWindows1251(page));
  });
  kit.app.setNotFoundHandler((_request, reply) => reply.code(404).type('text/html; charset=utf-8').send('<!DOCTYPE html>\n<html lang="ru"><head><title>404</title></head><body>Страница не найдена</body></html>\n'));
  return { url: await kit.listen(port), stop: () => kit.stop() };
}

/** The bank answers a date it cannot read with status 200. */
const REFUSED = '<?xml version="1.0" encoding="windows-1251"?><ValCurs>Error in parameters</ValCurs>';

/** The working day on which the rates in force on a day (dd/mm/yyyy) were set: the last one before it. Days ahead have the newest. */
function setForDay(rates: DailyRates, text: string, newest: string): string | null {
  const [, day, month, year] = /^(\d{2})[/.](\d{2})[/.](\d{4})$/.exec(text) ?? [];
  const wanted = Date.parse(`${year ?? ''}-${month ?? ''}-${day ?? ''}T00:00:00Z`);
  if (Number.isNaN(wanted)) return null;
  for (let days = 1; days <= LONGEST_SEARCH_DAYS; days += 1) {
    const before = new Date(wanted - days * 86_400_000).toISOString().slice(0, 10);
    if (before <= newest && rates.isWorkingDay(before)) return before;
  }
  return newest;
}
