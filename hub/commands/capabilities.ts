import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cwd } from 'node:process';
import { capabilityTable, withCapabilityTable } from '../capability-table.js';
import { createConnectors } from '../marketplaces.js';

/** Writes what each marketplace's connector declares into the README's table. */
export async function capabilities(): Promise<void> {
  const file = join(cwd(), 'README.md');
  const table = capabilityTable(createConnectors());
  await writeFile(file, withCapabilityTable(await readFile(file, 'utf8'), table));
  console.log(table);
}
