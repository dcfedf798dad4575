/** What marketplaces do to their own answers without saying so; each function takes a parsed body and gives the changed one. */

/** A body as these functions take it. A number of more digits than JSON.parse keeps comes as text: none is changed that was not meant. */
export function parsedAnswer(text: string): unknown {
  return JSON.parse(text.replace(/"(?:[^"\\]|\\.)*"|(?<![\d.])-?\d{16,}(?![\d.eE])/g, (token) => (token.startsWith('"') ? token : `"${token}"`)));
}

/** Every number written as text. */
export function numbersAsText(value: unknown): unknown {
  if (typeof value === 'number') return String(value);
  if (Array.isArray(value)) return value.map(numbersAsText);
  return isRecord(value) ? mapped(value, (_name, one) => numbersAsText(one)) : value;
}

/** Each row told twice. Only of the outermost lists: a line that an order has twice is two lines. */
export function rowsTwice(value: unknown): unknown {
  if (Array.isArray(value)) return typeof value[0] === 'object' ? [...(value as unknown[]), ...(value as unknown[])] : value;
  return isRecord(value) ? mapped(value, (_name, one) => rowsTwice(one)) : value;
}

/** What stands in the place of a value of another shape. */
export const ODD_TEXT = 'another shape';
const ODD = { of: [ODD_TEXT] };

/** What is told of this key keeps the key alone: everything beside it is of another shape, in the innermost record that names it. */
export function inAnotherShape(value: unknown, key: string): unknown {
  if (Array.isArray(value)) return value.map((one) => inAnotherShape(one, key));
  if (!isRecord(value)) return value;
  const values = Object.values(value);
  const isOfKey = values.some((one) => isKey(one, key)) && !values.some((one) => names(one, key));
  return mapped(value, (_name, one) => (isOfKey && !isKey(one, key) ? ODD : inAnotherShape(one, key)));
}

function names(value: unknown, key: string): boolean {
  return typeof value === 'object' && value !== null && Object.values(value).some((one) => isKey(one, key) || names(one, key));
}

/** Ids come as numbers too. */
function isKey(value: unknown, key: string): boolean {
  return value === key || (typeof value === 'number' && String(value) === key);
}

const SIZES = ['limit', 'size', 'pageSize', 'maxResultsPerPage', 'count'];

/** How many rows a request asks for; null for a request that asks for no page of a list. */
export function pageSizeOf({ query, body }: { readonly query: Readonly<Record<string, unknown>>; readonly body: unknown }): number | null {
  const said = isRecord(body) ? body : {};
  return SIZES.map((name) => Number(query[name] ?? said[name] ?? Number.NaN)).find((value) => value > 1) ?? null;
}

const MORE = { hasMore: true, has_next: true, last: false, totalPages: 1_000_000, total: 1_000_000, totalCount: 1_000_000, numberOfResults: 1_000_000, nextCursor: 'again', nextPageToken: 'again', cursor: 'again', last_id: 'again', pagination: { nextToken: 'again' } };

/** A page filled up to its size, with every word for "there is more" that marketplaces have. */
export function promisingMore(value: unknown, size: number): unknown {
  if (Array.isArray(value)) return value.length === 0 ? value : Array.from({ length: Math.max(size, value.length) }, (_, at) => another(value[at % value.length], Math.floor(at / value.length)));
  if (!isRecord(value)) return value;
  const rows = Object.entries(value).find(([, one]) => Array.isArray(one) && typeof one[0] === 'object');
  if (rows) return { ...value, ...MORE, [rows[0]]: promisingMore(rows[1], size) };
  return mapped(value, (_name, one) => (isRecord(one) ? promisingMore(one, size) : one));
}

/** Whether a header tells how many there are, as some marketplaces do beside the rows. */
export function isCount(name: string, value: unknown): boolean {
  return /total|count/i.test(name) && /^\d+$/.test(String(value));
}

const NAMES = /(id|number|sku|barcode|stockCode)$/i;

/** The row under other names, so that a page has each once. */
function another(row: unknown, copy: number): unknown {
  return copy === 0 || !isRecord(row) ? row : mapped(row, (name, value) => (NAMES.test(name) ? renamed(value, copy) : value));
}

function renamed(value: unknown, copy: number): unknown {
  if (typeof value === 'number') return value + copy;
  return typeof value === 'string' ? `${value}-${copy}` : value;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function mapped(record: Readonly<Record<string, unknown>>, change: (name: string, value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(name, value)]));
}
