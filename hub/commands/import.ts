import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { SingleBar } from 'cli-progress';
import type { SellerId } from '../../platform/ids.js';
import { isCurrency } from '../../platform/money.js';
import { ConfigError, type Config } from '../config.js';
import { DEMO_SELLER } from '../demo/fill-demo.js';
import { withHouse } from '../with-house.js';

export interface ImportCommand {
  readonly seller?: string;
  readonly currency: string;
  readonly keepStock?: true;
  readonly dryRun?: true;
}

/** Streams a Shopify product export into the catalog of a seller; faults go to standard error with line and column. */
export async function importProducts(config: Config, file: string, { seller = DEMO_SELLER, currency, keepStock, dryRun }: ImportCommand): Promise<void> {
  if (!isCurrency(currency)) throw new ConfigError(`'${currency}' is not a currency the hub keeps`);
  const { size } = await stat(file);
  const bar = new SingleBar({ format: '{bar} {percentage}% | {rows} rows, {faults} faults', noTTYOutput: false, stream: process.stderr });
  await withHouse(config, async ({ catalog }) => {
    const source = createReadStream(file);
    bar.start(size, 0, { rows: 0, faults: 0 });
    const { rows, products, variants, faults } = await catalog.importCsv({
      sellerId: seller as SellerId,
      source,
      currency,
      keepStock: keepStock ?? false,
      dryRun: dryRun ?? false,
      onFault: ({ line, column, code, message }) => console.error(`\n${file}:${line}${column === null ? '' : `, column ${column}`}: ${code}: ${message}`),
      onProgress: (progress) => bar.update(source.bytesRead, { rows: progress.rows, faults: progress.faults }),
    });
    bar.update(size, { rows, faults });
    bar.stop();
    console.log(`${dryRun ? 'would import' : 'imported'} ${rows} rows`);
    for (const [what, counts] of Object.entries({ products, variants })) console.log(`  ${what}: ${counts.created} created, ${counts.updated} updated, ${counts.unchanged} unchanged, ${counts.refused} refused`);
    if (faults > 0) process.exitCode = 1;
  });
}
