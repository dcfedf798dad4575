import { CsvError, type Info } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import { MAPPING_COLUMNS, type MappingCells, type MappingFileFault, type MappingLine } from '../domain/mapping-file.js';
import { LOST_LETTER, lineOfLostLetter } from './lost-letters.js';
import { createRecordLines } from './record-lines.js';

export type ReadMappingLines = { readonly lines: readonly MappingLine[]; readonly fault: null } | { readonly lines: null; readonly fault: MappingFileFault };

/**
 * The lines of a file of mappings without its header, or why none can be used. Cells are separated by commas, semicolons or tabs, whichever the
 * header has: spreadsheets write what their country's decimal comma leaves them. Lines without any text are passed over.
 */
export function readMappingLines(csv: string): ReadMappingLines {
  if (csv.includes(LOST_LETTER)) return unusable({ line: lineOfLostLetter(csv), code: 'WRONG_ENCODING', message: 'letters of this line are lost: the file is not UTF-8' });
  try {
    const [header, ...records] = parse(csv, { bom: true, info: true, delimiter: separatorOf(csv), relax_column_count: true, skip_empty_lines: true, skip_records_with_empty_values: true }) as unknown as Parsed[];
    const linesOf = createRecordLines();
    if (header) linesOf(header.record, header.info.lines);
    const names = (header?.record ?? []).map((name) => name.trim());
    const missing = MAPPING_COLUMNS.find((column) => !names.includes(column));
    if (missing) return unusable({ line: 1, column: missing, code: 'MISSING_COLUMN', message: `the header has no column '${missing}'` });
    return { lines: records.map(({ record, info }) => lineFrom(names, record, linesOf(record, info.lines).first)), fault: null };
  } catch (error) {
    if (error instanceof CsvError) return unusable({ line: Number(error['lines'] ?? 1), code: 'MALFORMED_CSV', message: `this is not CSV: ${error.message}` });
    throw error;
  }
}

interface Parsed {
  readonly record: readonly string[];
  readonly info: Info;
}

function unusable(fault: Omit<MappingFileFault, 'itemRef' | 'column'> & { readonly column?: string }): ReadMappingLines {
  return { lines: null, fault: { column: null, itemRef: null, ...fault } };
}

/** No name of a column has any of them in it. */
function separatorOf(csv: string): string {
  return /[,;\t]/.exec(csv)?.[0] ?? ',';
}

function lineFrom(names: readonly string[], record: readonly string[], line: number): MappingLine {
  const cells = Object.fromEntries(MAPPING_COLUMNS.map((column) => [column, (record[names.indexOf(column)] ?? '').trim()])) as MappingCells;
  if (record.length === names.length) return { line, cells, opens: cells.row === 'CATEGORY', fault: null };
  return { line, cells, opens: record.some((cell) => cell.trim() === 'CATEGORY'), fault: `the line has ${record.length} cells, the header has ${names.length}` };
}
