import { createWriteStream } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { SellerId } from '../../platform/ids.js';
import type { Config } from '../config.js';
import { DEMO_SELLER } from '../demo/fill-demo.js';
import { withHouse } from '../with-house.js';

export interface MappingsCommand {
  readonly seller?: string;
  readonly dryRun?: true;
}

/** Writes a seller's mappings of categories and attributes to a file, which `importMappings` reads back as they are. */
export async function exportMappings(config: Config, file: string, { seller = DEMO_SELLER }: MappingsCommand): Promise<void> {
  await withHouse(config, ({ catalog }) => pipeline(catalog.exportMappings({ sellerId: seller as SellerId, marketplace: null }), createWriteStream(file)));
  console.log(`mappings of ${seller} written to ${file}`);
}

/** Brings a seller's mappings to what a file says; faults go to standard error with line and column. */
export async function importMappings(config: Config, file: string, { seller = DEMO_SELLER, dryRun }: MappingsCommand): Promise<void> {
  const csv = await readFile(file, 'utf8');
  await withHouse(config, async ({ catalog }) => {
    const { rows, mappings, faults } = await catalog.importMappings({ sellerId: seller as SellerId, csv, by: 'hub mappings import', dryRun: dryRun ?? false });
    for (const { line, column, code, message } of faults) console.error(`${file}:${line}${column === null ? '' : `, column ${column}`}: ${code}: ${message}`);
    console.log(`${dryRun ? 'would import' : 'imported'} ${rows} rows: ${mappings.created} mappings created, ${mappings.updated} updated, ${mappings.unchanged} unchanged, ${mappings.refused} refused`);
    if (faults.length > 0) process.exitCode = 1;
  });
}
