import { groupBy } from '../../../platform/group-by.js';
import type { Outcome } from './campaign.js';
import type { Struck } from './strike.js';

const SHOWN_VIOLATIONS = 20;

export function isKept({ verdicts, recoveries, judgesTimes }: Outcome): boolean {
  return verdicts.every(({ violations }) => violations.length === 0) && (!judgesTimes || recoveries.every(({ tookMs, mayTakeMs }) => tookMs <= (mayTakeMs ?? tookMs)));
}

/** The report as a person reads it. */
export function describeOutcome(outcome: Outcome): string {
  const { seed, struck, operations, recoveries, restAfterMs, verdicts } = outcome;
  return [
    `# Fault campaign, seed ${seed}: ${isKept(outcome) ? 'every promise kept' : 'PROMISES BROKEN'}`,
    '',
    ...Object.entries(operations).map(([what, count]) => `- ${what}: ${count}`),
    '',
    '| promise | checked | violations |',
    '| --- | --- | --- |',
    ...verdicts.map(({ promise, checked, violations }) => `| ${promise} | ${checked} | ${violations.length} |`),
    '',
    ...verdicts.flatMap(({ promise, violations }) => (violations.length === 0 ? [] : [`## Broken: ${promise}`, '', ...violations.slice(0, SHOWN_VIOLATIONS).map((one) => `- ${one}`), ''])),
    '| recovery | took | may take |',
    '| --- | --- | --- |',
    ...recoveries.map(({ what, tookMs, mayTakeMs }) => `| ${what} | ${tookMs} ms | ${mayTakeMs === null ? '' : `${mayTakeMs} ms`} |`),
    `| everything at rest after the last fault | ${restAfterMs} ms | |`,
    '',
    `${struck.length} faults struck, of ${timesOf(struck).length} kinds; in seconds after the first, and how long until each was mended:`,
    '',
    '| fault | times | when |',
    '| --- | --- | --- |',
    ...timesOf(struck).map(([fault, times]) => `| ${fault} | ${times.length} | ${times.map(({ afterMs, tookMs }) => `${seconds(afterMs)} (${seconds(tookMs)})`).join(', ')} |`),
    '',
  ].join('\n');
}

function timesOf(struck: readonly Struck[]): [string, readonly Struck[]][] {
  return [...groupBy(struck, ({ fault }) => fault)].toSorted(([one], [other]) => one.localeCompare(other));
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}
