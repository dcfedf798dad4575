import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { Command } from 'commander';
import { SANDBOXES } from '../../hub/sandbox-urls.js';
import { runCampaign, type Plan } from './campaign/campaign.js';
import { ALL, QUICK } from './campaign/faults/index.js';
import { describeOutcome, isKept } from './campaign/report.js';

const QUICK_SEED = 20_261_122;

interface Options {
  readonly long?: true;
  readonly seed?: number;
  readonly minutes: number;
  readonly out: string;
}

const options = new Command('faults')
  .description('Breaks everything around a hub that is at work, then checks that nothing was lost, doubled or oversold.')
  .option('--long', 'every fault, over and over, for some minutes, with a seed of its own')
  .option('--seed <number>', 'the seed of clients, buyers and faults', Number)
  .option('--minutes <number>', 'how long the long form goes on', Number, 10)
  .option('--out <dir>', 'where the reports go', '.data/faults')
  .parse()
  .opts<Options>();

const startedAt = performance.now();
const say = (text: string): void => console.log(`[${((performance.now() - startedAt) / 1_000).toFixed(1).padStart(6)}s] ${text}`);
const seed = options.seed ?? (options.long ? Math.floor(Math.random() * 1_000_000_000) : QUICK_SEED);
const outDir = resolve(options.out);
mkdirSync(outDir, { recursive: true });
const common = { seed, say, outDir, marketplaces: SANDBOXES, hands: 2 } satisfies Partial<Plan>;
const quick: Plan = { ...common, furtherOnTrendyol: 0, goods: { wide: 12, everywhere: 8 }, clients: 4, itemsAtMost: 4, stepMs: 80, pauseMs: [300, 900], faults: QUICK, minutes: null, noFaultAfterMs: 28_000, restWithinMs: 420_000, judgesTimes: false };
const long: Plan = { ...common, furtherOnTrendyol: 1, goods: { wide: 80, everywhere: 24 }, clients: 8, itemsAtMost: 12, stepMs: 150, pauseMs: [500, 4_000], faults: ALL, minutes: options.minutes, noFaultAfterMs: 0, restWithinMs: 900_000, judgesTimes: true };

say(`seed ${seed}${options.long ? `, ${options.minutes} minutes` : ''}`);
const stopping = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort(new Error(`ended by ${signal}`)));
const outcome = await runCampaign(options.long ? long : quick, stopping.signal);
const report = join(outDir, `report-${seed}`);
const { logs, ...rest } = outcome;
writeFileSync(`${report}.json`, `${JSON.stringify({ ...rest, kept: isKept(outcome) }, null, 2)}\n`);
writeFileSync(`${report}.md`, describeOutcome(outcome));
if (!isKept(outcome)) writeFileSync(`${report}.log`, logs);
console.log(describeOutcome(outcome));
say(`reports in ${outDir}`);
process.exitCode = isKept(outcome) ? 0 : 1;
