import type { DailyRates, QuotedCurrency } from '../../sandbox/daily-rates.js';

interface CbrCurrency extends QuotedCurrency {
  readonly id: string;
  readonly numericCode: string;
  readonly russian: string;
}

/** Some of the currencies the bank quotes; values are the roubles for `unit` units. */
export const CURRENCIES: readonly CbrCurrency[] = [
  { id: 'R01035', numericCode: '826', code: 'GBP', unit: 1, middle: 1_071_167, decimals: 4, russian: 'Фунт стерлингов' },
  { id: 'R01235', numericCode: '840', code: 'USD', unit: 1, middle: 812_554, decimals: 4, russian: 'Доллар США' },
  { id: 'R01239', numericCode: '978', code: 'EUR', unit: 1, middle: 941_238, decimals: 4, russian: 'Евро' },
  { id: 'R01335', numericCode: '398', code: 'KZT', unit: 100, middle: 155_704, decimals: 4, russian: 'Тенге' },
  { id: 'R01565', numericCode: '985', code: 'PLN', unit: 1, middle: 221_990, decimals: 4, russian: 'Польский злотый' },
  { id: 'R01700J', numericCode: '949', code: 'TRY', unit: 10, middle: 191_487, decimals: 4, russian: 'Турецких лир' },
  { id: 'R01770', numericCode: '752', code: 'SEK', unit: 10, middle: 855_671, decimals: 4, russian: 'Шведских крон' },
];

/** The page in force from `date` on, set on the working day `setOn`. */
export function ratesPage(rates: DailyRates, { setOn, date }: { readonly setOn: string; readonly date: string }): string {
  const [year = '', month = '', day = ''] = date.split('-');
  const rows = CURRENCIES.map((currency) => rowOf(currency, rates.valueOn(setOn, currency)));
  return `<?xml version="1.0" encoding="windows-1251"?><ValCurs Date="${day}.${month}.${year}" name="Foreign Currency Market">${rows.join('')}</ValCurs>`;
}

function rowOf({ id, numericCode, code, unit, russian }: CbrCurrency, value: string): string {
  const fields = { NumCode: numericCode, CharCode: code, Nominal: String(unit), Name: russian, Value: value.replace('.', ','), VunitRate: String(Number(value) / unit).replace('.', ',') };
  return `<Valute ID="${id}">${Object.entries(fields).map(([name, text]) => `<${name}>${text}</${name}>`).join('')}</Valute>`;
}
