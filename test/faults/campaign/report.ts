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
    `${struck.length} faults struck:`,
    '',
    ...timesOf(struck).map(([fault, times]) => `- ${fault}${times === 1 ? '' : ` (${times} times)`}`),
    '',
  ].join('\n');
}

function timesOf(struck: readonly Struck[]): [string, number][] {
  const times = new Map<string, number>();
  for (const { fault } of struck) times.set(fault, (times.get(fault) ?? 0) + 1);
  return [...times].toSorted(([one], [other]) => one.localeCompare(other));
}
