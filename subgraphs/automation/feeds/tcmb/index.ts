import type { RateFeed } from '../contract.js';
import { fetchPage } from '../fetch-page.js';
import { CALENDAR } from './calendar.js';
import { toBulletin } from './to-bulletin.js';

/** The indicative rates of the Central Bank of the Republic of Türkiye: lira for foreign currency, every working day around 15:30. */
export function createTcmbFeed(): RateFeed {
  return {
    bank: 'TCMB',
    base: 'TRY',
    defaultBaseUrl: 'https://www.tcmb.gov.tr',
    calendar: CALENDAR,
    async fetchNewest(http) {
      return toBulletin((await fetchPage(http, '/kurlar/today.xml')).toString('utf8'));
    },
  };
}
