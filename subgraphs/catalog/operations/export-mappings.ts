import type { SellerId } from '../../../platform/ids.js';
import type { Marketplace } from '../../stores/domain/marketplace.js';
import { linesOfMapping, MAPPING_COLUMNS } from '../domain/mapping-file.js';
import type { CatalogDeps } from './catalog-deps.js';

export interface ExportMappings {
  readonly sellerId: SellerId;
  /** Null for all. */
  readonly marketplace: Marketplace | null;
  /** What stands between two cells; a comma when absent. */
  readonly separator?: ',' | ';';
}

/** A seller's mappings as CSV, piece by piece: a header, then the mappings by marketplace and type. Importing it brings back the same. */
export async function* exportMappings({ mappings }: Pick<CatalogDeps, 'mappings'>, { sellerId, marketplace, separator = ',' }: ExportMappings): AsyncGenerator<string> {
  const csvLine = (cells: readonly string[]): string => `${cells.map(quoted).join(separator)}\n`;
  yield csvLine(MAPPING_COLUMNS);
  for await (const mapping of mappings.all(sellerId, marketplace)) yield linesOfMapping(mapping).map((cells) => csvLine(MAPPING_COLUMNS.map((column) => cells[column]))).join('');
}

/** The same in one piece. */
export async function exportMappingsText(deps: Pick<CatalogDeps, 'mappings'>, of: ExportMappings): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of exportMappings(deps, of)) pieces.push(piece);
  return pieces.join('');
}

function quoted(text: string): string {
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
