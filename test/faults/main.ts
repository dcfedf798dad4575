import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { SANDBOXES } from '../../hub/sandbox-urls.js';
import { runCampaign, type Plan } from './campaign/campaign.js';
import { ALL, QUICK } from './campaign/faults/index.js';
import { describeOutcome, isKept } from './campaign/report.js';
import { runLastUnit } from './last-unit/last-unit.js';
import * as lastUnit from './last-unit/report.js';

const QUICK_SEED = 20_261_122;

interface Options {
  readonly long?: true;
  readonly seed?: number;
  readonly minutes: number;
  readonly lastUnit?: true;
  readonly trials: number;
  readonly out: string;
}

const options = new Command('faults')
  .description('Breaks everything around a hub that is at work, then checks that nothing was lost, doubled or oversold.')
  .option('--long', 'every fault, over and over, for some minutes, with a seed of its own')
  .option('--seed <number>', 'the seed of clients, buyers and faults', Number)
  .option('--minutes <number>', 'how long the long form goes on', Number, 10)
  .option('--last-unit', 'breaks nothing: sells the last unit of everything on six marketplaces at once, with a seed of its own')
  .option('--trials <number>', 'how many last units', Number, 1_000)
  .option('--out <dir>', 'where the reports go', '.data/faults')
  .parse()
  .opts<Options>();

const startedAt = performance.now();
const say = (text: string): void => console.log(`[${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)}s] ${text}`);
const seed = options.seed ?? (options.long || options.lastUnit ? Math.floor(Math.random() * 1_000_000_000) : QUICK_SEED);
const outDir = resolve(options.out);
mkdirSync(outDir, { recursive: true });
const command = `npm run faults --${options.long ? ` --long --minutes ${options.minutes}` : ''} --seed ${seed}`;
const common = { seed, command, say, outDir, marketplaces: SANDBOXES, hands: 2 } satisfies Partial<Plan>;
/** A call to Amazon whose outcome is unknown can be judged after a minute, which is all the time that the quick form has. */
const QUICK_MARKETPLACES = SANDBOXES.filter((name) => name !== 'amazon');
const quick: Plan = { ...common, marketplaces: QUICK_MARKETPLACES, furtherOnTrendyol: 0, goods: { wide: 12, everywhere: 8 }, clients: 4, itemsAtMost: 4, stepMs: 80, pauseMs: [300, 900], faults: QUICK, minutes: null, noFaultAfterMs: 25_000, restWithinMs: 420_000, judgesTimes: false, judgesFaults: false, metWithinMs: 3_000 };
const long: Plan = { ...common, furtherOnTrendyol: 1, goods: { wide: 80, everywhere: 24 }, clients: 16, itemsAtMost: 12, stepMs: 150, pauseMs: [500, 4_000], faults: ALL, minutes: options.minutes, noFaultAfterMs: 0, restWithinMs: 900_000, judgesTimes: true, judgesFaults: true, metWithinMs: 30_000 };

const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort(new Error(`ended by ${signal}`)));

await (options.lastUnit ? sellLastUnits() : breakEverything());

async function breakEverything(): Promise<void> {
  say(`seed ${seed}${options.long ? `, ${options.minutes} minutes` : ''}`);
  const outcome = await runCampaign(options.long ? long : quick, stopping.signal);
  report(`report-${seed}`, outcome, { isKept: isKept(outcome), description: describeOutcome(outcome) });
}

async function sellLastUnits(): Promise<void> {
  say(`seed ${seed}, ${options.trials} trials`);
  const outcome = await runLastUnit({ seed, say, outDir, marketplaces: SANDBOXES, trials: options.trials, buyers: 50, atOnce: 100, comeWithinMs: [0, 5_000, 30_000, 60_000], restWithinMs: 3_600_000 }, stopping.signal);
  report(`last-unit-${seed}`, outcome, { isKept: lastUnit.isKept(outcome), description: lastUnit.describeOutcome(outcome) });
}

function report(name: string, { logs, ...outcome }: { readonly logs: string }, { isKept: kept, description }: { readonly isKept: boolean; readonly description: string }): void {
  const file = join(outDir, name);
  writeFileSync(`${file}.json`, `${JSON.stringify({ ...outcome, kept }, null, 2)}\n`);
  writeFileSync(`${file}.md`, description);
  if (!kept) writeFileSync(`${file}.log`, logs);
  console.log(description);
  say(`reports in ${outDir}`);
  process.exitCode = kept ? 0 : 1;
}
