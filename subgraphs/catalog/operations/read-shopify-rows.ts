import { pipeline } from 'node:stream';
import { type CsvError, type Info, parse } from 'csv-parse';
import { type Column, COLUMNS, NEEDED_COLUMNS, type RowFault, type ShopifyRow } from '../domain/shopify-row.js';
import { LOST_LETTER } from './lost-letters.js';
import { createRecordLines } from './record-lines.js';

const LARGEST_ROW_CHARACTERS = 1_000_000;

/** Skipping what is broken, instead of failing, keeps the rows that were read before it; nothing after it is used. */
const FORMAT = { bom: true, info: true, relax_column_count: true, skip_empty_lines: true, max_record_size: LARGEST_ROW_CHARACTERS, skip_records_with_error: true } as const;

/** The end of what can be read: MALFORMED_CSV, not CSV from this line on; WRONG_ENCODING, letters lost from here on; MISSING_COLUMN, no header with the needed columns. */
export function endsReading({ code }: RowFault): boolean {
  return code === 'MALFORMED_CSV' || code === 'WRONG_ENCODING' || code === 'MISSING_COLUMN';
}

/** Streams the rows of an export, and the faults of rows that cannot be used; a fault that `endsReading` is the last. */
export async function* readShopifyRows(source: AsyncIterable<Buffer | string>): AsyncGenerator<ShopifyRow | RowFault> {
  const broken: CsvError[] = [];
  const parser = parse({ ...FORMAT, on_skip: (error) => { if (error) broken.push(error); } });
  // A source that fails destroys the parser with its error, which the loop below throws.
  pipeline(source, parser, () => undefined);
  const linesOf = createRecordLines();
  let header: readonly string[] | null = null;
  let next = 1;
  for await (const { record, info } of parser as AsyncIterable<{ record: string[]; info: Info }>) {
    if (broken[0] && info.lines >= countedAt(broken[0])) break;
    const { first: line, last } = linesOf(record, info.lines);
    next = last + 1;
    if (record.some((cell) => cell.includes(LOST_LETTER))) {
      yield { line, column: null, code: 'WRONG_ENCODING', itemRef: null, message: 'letters of this line are lost: the file is not UTF-8' };
      return;
    }
    if (header) yield rowOf(header, record, line);
    else {
      header = record.map((name) => name.trim());
      const missing = missingColumn(header);
      if (missing) {
        yield missing;
        return;
      }
    }
  }
  if (broken[0]) yield { line: next, column: null, code: 'MALFORMED_CSV', itemRef: null, message: `from here on the file is not CSV: ${broken[0].message}` };
  else if (!header) yield { line: 1, column: 'Handle', code: 'MISSING_COLUMN', itemRef: null, message: 'the file is empty' };
}

function countedAt(error: CsvError): number {
  return Number(error['lines']);
}

function missingColumn(header: readonly string[]): RowFault | null {
  const column = NEEDED_COLUMNS.find((needed) => !header.includes(needed));
  return column ? { line: 1, column, code: 'MISSING_COLUMN', itemRef: null, message: `the header has no column '${column}'` } : null;
}

function rowOf(header: readonly string[], record: readonly string[], line: number): ShopifyRow | RowFault {
  const cells = Object.fromEntries(COLUMNS.map((column) => [column, (record[header.indexOf(column)] ?? '').trim()])) as ShopifyRow['cells'];
  const fault = (column: Column | null, message: string): RowFault => ({ line, column, code: 'INVALID_CELL', itemRef: cells.Handle || null, message });
  if (record.length !== header.length) return fault(null, `the row has ${record.length} cells, the header has ${header.length}`);
  if (cells.Handle === '') return fault('Handle', 'Handle is empty');
  return { line, cells };
}
