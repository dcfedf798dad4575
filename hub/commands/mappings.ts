import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { SellerId } from '../../platform/ids.js';
import type { Config } from '../config.js';
import { DEMO_SELLER } from '../demo/fill-demo.js';
import { withHouse } from '../with-house.js';

export interface MappingsCommand {
  readonly seller?: string;
}

export interface MappingsExport extends MappingsCommand {
  readonly semicolons?: true;
}

export interface MappingsImport extends MappingsCommand {
  readonly dryRun?: true;
}

/** Without it, spreadsheets take UTF-8 for something else and lose letters. */
const UTF8_MARK = '\uFEFF';

/** Writes a seller's mappings of categories and attributes to a file, which `importMappings` reads back as they are. */
export async function exportMappings(config: Config, file: string, { seller = DEMO_SELLER, semicolons }: MappingsExport): Promise<void> {
  await withHouse(config, ({ catalog }) => pipeline(marked(catalog.exportMappings({ sellerId: seller as SellerId, marketplace: null, separator: semicolons ? ';' : ',' })), createWriteStream(file)));
  console.log(`mappings of ${seller} written to ${file}`);
}

/** Brings a seller's mappings to what a file says; faults go to standard error with line and column. */
export async function importMappings(config: Config, file: string, { seller = DEMO_SELLER, dryRun }: MappingsImport): Promise<void> {
  const csv = textOf(await readFile(file));
  await withHouse(config, async ({ catalog }) => {
    const { rows, mappings, faults } = await catalog.importMappings({ sellerId: seller as SellerId, csv, by: 'hub mappings import', dryRun: dryRun ?? false });
    for (const { line, column, code, message } of faults) console.error(`${file}:${line}${column === null ? '' : `, column ${column}`}: ${code}: ${message}`);
    console.log(`${dryRun ? 'would import' : 'imported'} ${rows} rows: ${mappings.created} mappings created, ${mappings.updated} updated, ${mappings.unchanged} unchanged, ${mappings.refused} refused`);
    if (faults.length > 0) process.exitCode = 1;
  });
}

async function* marked(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  yield UTF8_MARK;
  yield* pieces;
}

/** What a spreadsheet saves as "Unicode text" is UTF-16; letters of any other encoding than that and UTF-8 are lost, which the import sees. */
function textOf(bytes: Buffer): string {
  const isUtf16 = bytes[0] === 0xff && bytes[1] === 0xfe;
  return new TextDecoder(isUtf16 ? 'utf-16le' : 'utf-8').decode(bytes);
}
