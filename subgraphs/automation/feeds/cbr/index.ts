import type { RateFeed } from '../contract.js';
import { fetchPage } from '../fetch-page.js';
import { CALENDAR } from './calendar.js';
import { toBulletin } from './to-bulletin.js';

const PATH = '/scripts/XML_daily.asp';

/** The official rates of the Bank of Russia: roubles for foreign currency, set every working afternoon for the following day. */
export function createCbrFeed(): RateFeed {
  return {
    bank: 'CBR',
    base: 'RUB',
    defaultBaseUrl: 'https://www.cbr.ru',
    calendar: CALENDAR,
    async fetchNewest(http) {
      return toBulletin(await fetchPage(http, PATH));
    },
    async fetchDay(http, date) {
      const [year = '', month = '', day = ''] = date.split('-');
      return toBulletin(await fetchPage(http, `${PATH}?date_req=${day}/${month}/${year}`));
    },
  };
}
