import { MARKETPLACES, type Marketplace } from '../../stores/domain/marketplace.js';
import { type AttributeMapping, ATTRIBUTE_SOURCES, type AttributeSource, type MappingContent, type MappingFault } from './category-mapping.js';

/**
 * The columns of a file of mappings. `row` says what a line is: CATEGORY opens a mapping, BRAND, ATTRIBUTE and VALUE belong to the
 * one above; the `valueId` or `customValue` of an ATTRIBUTE is its fallback.
 */
export const MAPPING_COLUMNS = [
  'marketplace', 'productType', 'row', 'categoryId', 'categoryName', 'vatRatePercent', 'shipmentTemplate',
  'attributeId', 'attributeName', 'required', 'source', 'option', 'passThrough', 'word', 'valueId', 'customValue',
] as const;
export type MappingColumn = (typeof MAPPING_COLUMNS)[number];
export type MappingCells = Readonly<Record<MappingColumn, string>>;

export interface MappingLine {
  /** Where it begins, from 1 on. */
  readonly line: number;
  readonly cells: MappingCells;
  /** Whether a mapping begins with it. */
  readonly opens: boolean;
  /** Why its cells cannot be told apart; null where they can. */
  readonly fault: string | null;
}

/** What cannot be read, and where; the mapping it belongs to is left out as a whole. */
export interface MappingFileFault {
  readonly line: number;
  readonly column: string | null;
  readonly code: 'MALFORMED_CSV' | 'WRONG_ENCODING' | 'MISSING_COLUMN' | 'INVALID_CELL';
  readonly itemRef: string | null;
  readonly message: string;
}

/** A mapping as it stands in a file, or why it cannot be used. */
export interface MappingInFile {
  readonly line: number;
  readonly content: MappingContent | null;
  readonly faults: readonly MappingFileFault[];
  /** The line of a fault that is found in the content later. */
  readonly lineOf: (path: MappingFault['path']) => number;
}

/** Mappings as lines of a file, always in the same order. */
export function linesOfMapping({ marketplace, productType, brands, attributes, ...category }: MappingContent): MappingCells[] {
  const line = (row: string, cells: Partial<Record<MappingColumn, string | null>>): MappingCells =>
    Object.fromEntries(MAPPING_COLUMNS.map((column) => [column, { marketplace, productType, row, ...cells }[column] ?? ''])) as Record<MappingColumn, string>;
  return [
    line('CATEGORY', { categoryId: category.categoryId, categoryName: category.categoryName, vatRatePercent: String(category.vatRatePercent), shipmentTemplate: category.shipmentTemplate }),
    ...brands.map(({ word, brandId }) => line('BRAND', { word, valueId: brandId })),
    ...attributes.flatMap(({ attributeId, attributeName, required, source, option, passThrough, values, fallback }) => [
      line('ATTRIBUTE', { attributeId, attributeName, required: yesOrNo(required), source, option, passThrough: yesOrNo(passThrough), ...fallback }),
      ...values.map(({ word, valueId, customValue }) => line('VALUE', { attributeId, word, valueId, customValue })),
    ]),
  ];
}

/** The lines of one mapping, the first of which must open it. */
export function readMapping(lines: readonly [MappingLine, ...MappingLine[]]): MappingInFile {
  const [first, ...rest] = lines;
  // What else is wrong is known only when its lines are whole.
  const broken = lines.flatMap(({ line, fault }): MappingFileFault[] => (fault === null ? [] : [{ line, column: null, code: 'INVALID_CELL', itemRef: first.cells.productType || null, message: fault }]));
  if (broken.length > 0) return { line: first.line, content: null, faults: broken, lineOf: () => first.line };
  const faults: MappingFileFault[] = [];
  for (const line of lines) for (const column of ID_COLUMNS) if (ROUNDED.test(line.cells[column])) faults.push(roundedBySpreadsheet(line, column));
  const refuse = ({ line, cells }: MappingLine, column: MappingColumn, message: string): void => void faults.push({ line, column, code: 'INVALID_CELL', itemRef: cells.productType || null, message });
  const attributes: { readonly line: MappingLine; readonly values: MappingLine[] }[] = [];
  const brands: MappingLine[] = [];
  if (first.cells.row !== 'CATEGORY') refuse(first, 'row', 'the first line of a mapping must be a CATEGORY');
  for (const line of rest) {
    const { row, attributeId } = line.cells;
    const last = attributes.at(-1);
    if (row === 'BRAND') brands.push(line);
    else if (row === 'ATTRIBUTE') attributes.push({ line, values: [] });
    else if (row === 'VALUE' && last?.line.cells.attributeId === attributeId) last.values.push(line);
    else refuse(line, row === 'VALUE' ? 'attributeId' : 'row', row === 'VALUE' ? 'a VALUE must follow the ATTRIBUTE it belongs to' : `'${row}' is none of CATEGORY, BRAND, ATTRIBUTE, VALUE, or stands in the wrong place`);
  }
  const marketplace = oneOf(first.cells.marketplace, MARKETPLACES);
  if (!marketplace) refuse(first, 'marketplace', `'${first.cells.marketplace}' is no marketplace the hub has a name for`);
  if (!/^\d{1,3}$/.test(first.cells.vatRatePercent)) refuse(first, 'vatRatePercent', `'${first.cells.vatRatePercent}' is not a whole number of percent`);
  const read = attributes.map(({ line, values }) => readAttribute(line, values, refuse));
  const content = marketplace && faults.length === 0 ? contentOf(first.cells, { marketplace, brands, attributes: read }) : null;
  return { line: first.line, content, faults, lineOf: (path) => lineOf(path, { first, brands, attributes }) };
}

const ID_COLUMNS = ['categoryId', 'attributeId', 'valueId'] as const;
/** How spreadsheets write back a long number: `6,98E+12`. */
const ROUNDED = /^\d+([.,]\d+)?E\+\d+$/i;

function roundedBySpreadsheet({ line, cells }: MappingLine, column: MappingColumn): MappingFileFault {
  return { line, column, code: 'INVALID_CELL', itemRef: cells.productType || null, message: `'${cells[column]}' is an id that a spreadsheet took for a number and rounded; give the column the format 'text' and the id anew` };
}

type Refuse = (line: MappingLine, column: MappingColumn, message: string) => void;

function contentOf(cells: MappingCells, { marketplace, brands, attributes }: { readonly marketplace: Marketplace; readonly brands: readonly MappingLine[]; readonly attributes: readonly AttributeMapping[] }): MappingContent {
  const { productType, categoryId, categoryName, vatRatePercent, shipmentTemplate } = cells;
  return { marketplace, productType, categoryId, categoryName: categoryName || null, vatRatePercent: Number(vatRatePercent), shipmentTemplate: shipmentTemplate || null, brands: brands.map(({ cells: { word, valueId } }) => ({ word, brandId: valueId })), attributes };
}

function readAttribute(line: MappingLine, values: readonly MappingLine[], refuse: Refuse): AttributeMapping {
  const { attributeId, attributeName, source, option, valueId, customValue } = line.cells;
  const found = oneOf(source, ATTRIBUTE_SOURCES);
  if (!found) refuse(line, 'source', `'${source}' is none of ${ATTRIBUTE_SOURCES.join(', ')}`);
  const flag = (column: 'required' | 'passThrough'): boolean => {
    if (line.cells[column] !== 'yes' && line.cells[column] !== 'no') refuse(line, column, `'${line.cells[column]}' is neither yes nor no`);
    return line.cells[column] === 'yes';
  };
  const hasFallback = valueId !== '' || customValue !== '';
  return {
    attributeId, attributeName: attributeName || null, required: flag('required'), source: found ?? ('FIXED' satisfies AttributeSource), option: option || null, passThrough: flag('passThrough'),
    values: values.map(({ cells }) => ({ word: cells.word, valueId: cells.valueId || null, customValue: cells.customValue || null })),
    fallback: hasFallback ? { valueId: valueId || null, customValue: customValue || null } : null,
  };
}

function lineOf([part, place, inner, innerPlace]: MappingFault['path'], { first, brands, attributes }: { readonly first: MappingLine; readonly brands: readonly MappingLine[]; readonly attributes: readonly { readonly line: MappingLine; readonly values: readonly MappingLine[] }[] }): number {
  const attribute = part === 'attributes' ? attributes[Number(place)] : undefined;
  const value = inner === 'values' ? attribute?.values[Number(innerPlace)] : undefined;
  const brand = part === 'brands' ? brands[Number(place)] : undefined;
  return (value ?? attribute?.line ?? brand ?? first).line;
}

function oneOf<T extends string>(text: string, allowed: readonly T[]): T | null {
  return allowed.find((each) => each === text) ?? null;
}

function yesOrNo(flag: boolean): string {
  return flag ? 'yes' : 'no';
}
