import type { DailyRates, QuotedCurrency } from '../../sandbox/daily-rates.js';

interface TcmbCurrency extends QuotedCurrency {
  readonly order: number;
  readonly turkish: string;
  readonly english: string;
  readonly hasBanknotes: boolean;
}

/** Some of the currencies the bank quotes, in its order; values are the lira for `unit` units when it buys. It has none for the Polish zloty. */
export const CURRENCIES: readonly TcmbCurrency[] = [
  { order: 0, code: 'USD', unit: 1, middle: 424_321, decimals: 4, turkish: 'ABD DOLARI', english: 'US DOLLAR', hasBanknotes: true },
  { order: 9, code: 'EUR', unit: 1, middle: 492_108, decimals: 4, turkish: 'EURO', english: 'EURO', hasBanknotes: true },
  { order: 10, code: 'GBP', unit: 1, middle: 559_743, decimals: 4, turkish: 'İNGİLİZ STERLİNİ', english: 'POUND STERLING', hasBanknotes: true },
  { order: 4, code: 'SEK', unit: 1, middle: 44_737, decimals: 4, turkish: 'İSVEÇ KRONU', english: 'SWEDISH KRONA', hasBanknotes: true },
  { order: 11, code: 'JPY', unit: 100, middle: 271_905, decimals: 4, turkish: 'JAPON YENİ', english: 'JAPENESE YEN', hasBanknotes: true },
  { order: 14, code: 'RUB', unit: 1, middle: 52_417, decimals: 5, turkish: 'RUS RUBLESİ', english: 'RUSSIAN ROUBLE', hasBanknotes: false },
];
/** The bank's special drawing rights: listed, with no rate the hub could use. */
const WITHOUT_RATE = `\t<Currency CrossOrder="20" Kod="XDR" CurrencyCode="XDR">\n\t\t\t<Unit>1</Unit>\n\t\t\t<Isim>ÖZEL ÇEKME HAKKI (SDR)</Isim>\n\t\t\t<CurrencyName>SPECIAL DRAWING RIGHT (SDR)</CurrencyName>\n\t\t\t<ForexBuying></ForexBuying>\n\t\t\t<ForexSelling></ForexSelling>\n\t\t\t<BanknoteBuying></BanknoteBuying>\n\t\t\t<BanknoteSelling></BanknoteSelling>\n\t\t\t<CrossRateUSD/>\n\t\t\t<CrossRateOther/>\n\t</Currency>`;

/** The page of a working day, in the bank's layout. */
export function bulletinPage(rates: DailyRates, day: string): string {
  const [year = '', month = '', date = ''] = day.split('-');
  const head = `<Tarih_Date Tarih="${date}.${month}.${year}" Date="${month}/${date}/${year}"  Bulten_No="${year}/${numberInYear(rates, day)}" >`;
  const rows = CURRENCIES.map((currency) => rowOf(currency, rates.valueOn(day, currency)));
  return ['<?xml version="1.0" encoding="UTF-8"?>', '<?xml-stylesheet type="text/xsl" href="isokur.xsl"?>', head, ...rows, WITHOUT_RATE, '</Tarih_Date>', ''].join('\n');
}

function rowOf({ order, code, unit, decimals, turkish, english, hasBanknotes }: TcmbCurrency, buying: string): string {
  const at = (perMille: number) => scaled(buying, decimals, perMille);
  return [
    `\t<Currency CrossOrder="${order}" Kod="${code}" CurrencyCode="${code}">`,
    `\t\t\t<Unit>${unit}</Unit>`,
    `\t\t\t<Isim>${turkish}</Isim>`,
    `\t\t\t<CurrencyName>${english}</CurrencyName>`,
    `\t\t\t<ForexBuying>${buying}</ForexBuying>`,
    `\t\t\t<ForexSelling>${at(1_002)}</ForexSelling>`,
    `\t\t\t<BanknoteBuying>${hasBanknotes ? at(999) : ''}</BanknoteBuying>`,
    `\t\t\t<BanknoteSelling>${hasBanknotes ? at(1_003) : ''}</BanknoteSelling>`,
    '\t\t\t<CrossRateUSD/>',
    '\t\t\t<CrossRateOther/>',
    '\t</Currency>',
  ].join('\n');
}

function scaled(value: string, decimals: number, perMille: number): string {
  return ((Number(value) * perMille) / 1_000).toFixed(decimals);
}

/** The bank numbers its bulletins anew each year. */
function numberInYear(rates: DailyRates, day: string): number {
  let number = 0;
  for (let at = Date.parse(`${day.slice(0, 4)}-01-01T00:00:00Z`); at <= Date.parse(`${day}T00:00:00Z`); at += 86_400_000) {
    if (rates.isWorkingDay(new Date(at).toISOString().slice(0, 10))) number += 1;
  }
  return number;
}
