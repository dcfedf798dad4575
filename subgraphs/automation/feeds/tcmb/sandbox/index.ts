import { baseSettingsSchema } from '../../../../../platform/sandbox/settings.js';
import { createSandbox } from '../../../../../platform/sandbox/create-sandbox.js';
import { createDailyRates } from '../../sandbox/daily-rates.js';
import { installRateControl } from '../../sandbox/rate-control.js';
import { CALENDAR } from '../calendar.js';
import { bulletinPage, CURRENCIES } from './bulletin-page.js';

/** Starts an imitation of the bank's pages of rates on loopback; what it was told survives `stop` and `kill -9`. */
export async function startTcmbSandbox({ port, dataDir }: { readonly port: number; readonly dataDir: string }): Promise<{ url: string; stop(): Promise<void> }> {
  const kit = createSandbox({ name: 'TCMB', dataDir, settings: baseSettingsSchema });
  const rates = createDailyRates(kit.state, CALENDAR);
  installRateControl(kit, rates, CURRENCIES.map(({ code }) => code));

  kit.app.get('/kurlar/today.xml', (_request, reply) => reply.type('text/xml').send(bulletinPage(rates, rates.lastPublishedDay(kit.clock.now()))));
  kit.app.get<{ Params: { month: string; file: string } }>('/kurlar/:month/:file', (request, reply) => {
    const day = archivedDay(request.params.month, request.params.file);
    const isThere = day !== null && rates.isWorkingDay(day) && day <= rates.lastPublishedDay(kit.clock.now());
    return isThere ? reply.type('text/xml').send(bulletinPage(rates, day)) : reply.code(404).type('text/html; charset=utf-8').send(NOT_FOUND);
  });
  kit.app.setNotFoundHandler((_request, reply) => reply.code(404).type('text/html; charset=utf-8').send(NOT_FOUND));
  return { url: await kit.listen(port), stop: () => kit.stop() };
}

const NOT_FOUND = '<!DOCTYPE html>\n<html lang="tr"><head><title>404</title></head><body><h1>Aradığınız sayfa bulunamadı</h1></body></html>\n';

/** `202611` and `20112026.xml` are the twentieth of November. */
function archivedDay(month: string, file: string): string | null {
  const [, day, monthOfYear, year] = /^(\d{2})(\d{2})(\d{4})\.xml$/.exec(file) ?? [];
  return day !== undefined && `${year ?? ''}${monthOfYear ?? ''}` === month ? `${year ?? ''}-${monthOfYear ?? ''}-${day}` : null;
}
