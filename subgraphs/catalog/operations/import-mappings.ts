import { CsvError, type Info } from 'csv-parse';
import { parse } from 'csv-parse/sync';
import type { SellerId } from '../../../platform/ids.js';
import { foldWord } from '../domain/category-mapping.js';
import { MAPPING_COLUMNS, type MappingCells, type MappingFileFault, type MappingInFile, type MappingLine, readMapping } from '../domain/mapping-file.js';
import type { CatalogDeps } from './catalog-deps.js';
import type { ImportCounts } from './import-csv.js';
import { saveMapping } from './upsert-mapping.js';

interface ImportMappings {
  readonly sellerId: SellerId;
  readonly csv: string;
  /** Who imports. */
  readonly by: string;
  readonly dryRun: boolean;
}

export interface ImportedMappings {
  /** Lines read, without the header. */
  readonly rows: number;
  readonly mappings: ImportCounts;
  readonly faults: readonly MappingFileFault[];
}

type Lines = [MappingLine, ...MappingLine[]];

/**
 * Brings mappings to what a file says of them; those it does not name stay. A mapping with a bad line is left out as a whole and told with
 * line and column; the others are done. Importing the same file again changes nothing.
 */
export async function importMappings(deps: Pick<CatalogDeps, 'mappings' | 'clock'>, { csv, ...options }: ImportMappings): Promise<ImportedMappings> {
  const { lines, faults: unreadable } = readLines(csv);
  const counts = { created: 0, updated: 0, unchanged: 0, refused: 0 };
  const faults = [...unreadable];
  const badTypes = new Set(unreadable.flatMap(({ itemRef }) => (itemRef === null ? [] : [foldWord(itemRef)])));
  const seen = new Set<string>();
  for (const group of groupsOf(lines)) {
    const mapping = readMapping(group);
    const isUnusable = badTypes.has(foldWord(group[0].cells.productType));
    const found = seen.has(keyOf(group[0])) ? [standsTwice(group[0])] : isUnusable ? mapping.faults : await saveOne(deps, mapping, options, counts);
    seen.add(keyOf(group[0]));
    faults.push(...found);
    if (found.length > 0 || isUnusable) counts.refused += 1;
  }
  return { rows: lines.length + unreadable.filter(({ line }) => line > 1).length, mappings: counts, faults: faults.sort((a, b) => a.line - b.line) };
}

async function saveOne(deps: Pick<CatalogDeps, 'mappings' | 'clock'>, mapping: MappingInFile, options: Omit<ImportMappings, 'csv'>, counts: Record<keyof ImportCounts, number>): Promise<readonly MappingFileFault[]> {
  const { content, faults, lineOf } = mapping;
  if (!content) return faults;
  const saved = await saveMapping(deps, { ...options, content });
  if (saved.result !== 'REFUSED') counts[COUNTED[saved.result]] += 1;
  return saved.faults.map(({ path, message }) => ({ line: lineOf(path), column: columnOf(path), code: 'INVALID_CELL', itemRef: content.productType || null, message }));
}

function standsTwice({ line, cells: { marketplace, productType } }: MappingLine): MappingFileFault {
  return { line, column: 'productType', code: 'INVALID_CELL', itemRef: productType || null, message: `the mapping of '${productType}' on ${marketplace} stands there twice, or its lines are not together` };
}

const COUNTED = { CREATED: 'created', UPDATED: 'updated', UNCHANGED: 'unchanged' } as const;

/** The last name of a path that is a column too. */
function columnOf(path: readonly string[]): string | null {
  const name = path.findLast((part) => !/^\d+$/.test(part)) ?? '';
  if (name === 'values' || name === 'fallback') return 'valueId';
  if (name === 'brands') return 'word';
  return (MAPPING_COLUMNS as readonly string[]).includes(name) ? name : null;
}

/** Consecutive lines of one type on one marketplace; a CATEGORY begins anew. */
function groupsOf(lines: readonly MappingLine[]): Lines[] {
  const groups: Lines[] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    const isSame = group && line.cells.row !== 'CATEGORY' && keyOf(group[0]) === keyOf(line);
    if (isSame) group.push(line);
    else groups.push([line]);
  }
  return groups;
}

function keyOf({ cells: { marketplace, productType } }: MappingLine): string {
  return `${marketplace} ${foldWord(productType)}`;
}

function readLines(csv: string): { readonly lines: readonly MappingLine[]; readonly faults: readonly MappingFileFault[] } {
  const none = (fault: Omit<MappingFileFault, 'itemRef'>) => ({ lines: [], faults: [{ ...fault, itemRef: null }] });
  try {
    const [header, ...records] = parse(csv, { bom: true, info: true, relax_column_count: true, skip_empty_lines: true }) as unknown as { record: string[]; info: Info }[];
    const names = (header?.record ?? []).map((name) => name.trim());
    const missing = MAPPING_COLUMNS.find((column) => !names.includes(column));
    if (missing || !header) return none({ line: 1, column: missing ?? null, code: 'MISSING_COLUMN', message: `the header has no column '${missing ?? ''}'` });
    return dress(names, records.map(({ record }, place) => ({ record, line: (place === 0 ? header.info.lines : (records[place - 1]?.info.lines ?? 0)) + 1 })));
  } catch (error) {
    if (error instanceof CsvError) return none({ line: Number(error['lines'] ?? 1), column: null, code: 'MALFORMED_CSV', message: `this is not CSV: ${error.message}` });
    throw error;
  }
}

function dress(names: readonly string[], records: readonly { readonly record: readonly string[]; readonly line: number }[]): { readonly lines: readonly MappingLine[]; readonly faults: readonly MappingFileFault[] } {
  const lines: MappingLine[] = [];
  const faults: MappingFileFault[] = [];
  for (const { record, line } of records) {
    const cells = Object.fromEntries(MAPPING_COLUMNS.map((column) => [column, (record[names.indexOf(column)] ?? '').trim()])) as MappingCells;
    if (record.length === names.length) lines.push({ line, cells });
    else faults.push({ line, column: null, code: 'INVALID_CELL', itemRef: cells.productType || null, message: `the line has ${record.length} cells, the header has ${names.length}` });
  }
  return { lines, faults };
}
