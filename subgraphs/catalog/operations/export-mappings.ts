import type { SellerId } from '../../../platform/ids.js';
import type { Marketplace } from '../../stores/domain/marketplace.js';
import { linesOfMapping, MAPPING_COLUMNS, type MappingCells } from '../domain/mapping-file.js';
import type { CatalogDeps } from './catalog-deps.js';

/** A seller's mappings as CSV, piece by piece: a header, then the mappings by marketplace and type. Importing it brings back the same. */
export async function* exportMappings({ mappings }: Pick<CatalogDeps, 'mappings'>, { sellerId, marketplace }: { readonly sellerId: SellerId; readonly marketplace: Marketplace | null }): AsyncGenerator<string> {
  yield `${MAPPING_COLUMNS.join(',')}\n`;
  for await (const mapping of mappings.all(sellerId, marketplace)) yield linesOfMapping(mapping).map(csvLine).join('');
}

/** The same in one piece. */
export async function exportMappingsText(deps: Pick<CatalogDeps, 'mappings'>, of: Parameters<typeof exportMappings>[1]): Promise<string> {
  const pieces: string[] = [];
  for await (const piece of exportMappings(deps, of)) pieces.push(piece);
  return pieces.join('');
}

function csvLine(cells: MappingCells): string {
  return `${MAPPING_COLUMNS.map((column) => quoted(cells[column])).join(',')}\n`;
}

function quoted(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
