import type { SellerId } from '../../../platform/ids.js';
import { foldWord } from '../domain/category-mapping.js';
import { MAPPING_COLUMNS, type MappingFileFault, type MappingInFile, type MappingLine, readMapping } from '../domain/mapping-file.js';
import type { CatalogDeps } from './catalog-deps.js';
import type { ImportCounts } from './import-csv.js';
import { readMappingLines } from './read-mapping-lines.js';
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
  const { lines, fault } = readMappingLines(csv);
  const counts = { created: 0, updated: 0, unchanged: 0, refused: 0 };
  if (fault) return { rows: 0, mappings: counts, faults: [fault] };
  const faults: MappingFileFault[] = [];
  const seen = new Set<string>();
  for (const group of groupsOf(lines)) {
    const [first] = group;
    const isSecond = first.fault === null && seen.has(keyOf(first));
    if (first.fault === null) seen.add(keyOf(first));
    const found = isSecond ? [standsTwice(first)] : await saveOne(deps, readMapping(group), options, counts);
    faults.push(...found);
    if (found.length > 0) counts.refused += 1;
  }
  return { rows: lines.length, mappings: counts, faults: faults.sort((a, b) => a.line - b.line) };
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

/** Consecutive lines of one type on one marketplace; a CATEGORY begins anew. A line that cannot be read belongs to what it stands in. */
function groupsOf(lines: readonly MappingLine[]): Lines[] {
  const groups: Lines[] = [];
  for (const line of lines) {
    const group = groups.at(-1);
    const isSame = group && !line.opens && (line.fault !== null || group[0].fault !== null || keyOf(group[0]) === keyOf(line));
    if (isSame) group.push(line);
    else groups.push([line]);
  }
  return groups;
}

function keyOf({ cells: { marketplace, productType } }: MappingLine): string {
  return `${marketplace} ${foldWord(productType)}`;
}
