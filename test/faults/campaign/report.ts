import { groupBy } from '../../../platform/group-by.js';
import type { Outcome } from './campaign.js';
import type { Struck } from './strike.js';

const SHOWN_VIOLATIONS = 20;
const LONGEST_NAME = 80;

export function isKept({ verdicts, recoveries, judgesTimes, unmet }: Outcome): boolean {
  return unmet.length === 0 && arePromisesKept({ verdicts, recoveries, judgesTimes });
}

function arePromisesKept({ verdicts, recoveries, judgesTimes }: Pick<Outcome, 'verdicts' | 'recoveries' | 'judgesTimes'>): boolean {
  return verdicts.every(({ violations }) => violations.length === 0) && (!judgesTimes || recoveries.every(({ tookMs, mayTakeMs }) => tookMs <= (mayTakeMs ?? tookMs)));
}

/** The report as a person reads it. */
export function describeOutcome(outcome: Outcome): string {
  const { seed, struck, operations, recoveries, restAfterMs, verdicts } = outcome;
  return [
    `# Fault campaign, seed ${seed}: ${headingOf(outcome)}`,
    '',
    `Run on ${outcome.startedAt} for ${Math.round(outcome.tookMs / 1_000)} s on ${outcome.processors} processors; to have the same done and broken again: \`${outcome.command}\`. Each promise, and how it is judged, is explained in \`test/faults/README.md\`.`,
    '',
    '## What was done',
    '',
    ...Object.entries(operations).map(([what, count]) => `- ${what}: ${count}`),
    '',
    '## What was promised',
    '',
    '| promise | verdict | checked | violations |',
    '| --- | --- | --- | --- |',
    ...verdicts.map(({ promise, checked, violations }) => `| ${promise} | ${violations.length === 0 ? 'kept' : 'BROKEN'} | ${checked} | ${violations.length} |`),
    '',
    ...verdicts.flatMap(({ promise, violations }) => (violations.length === 0 ? [] : [`## Broken: ${promise}`, '', ...violations.slice(0, SHOWN_VIOLATIONS).map((one) => `- ${one}`), ''])),
    ...(outcome.unmet.length === 0 ? [] : ['## Faults that did not do what they are for', '', ...outcome.unmet.map((one) => `- ${one}`), '']),
    '## How long it took',
    '',
    '| recovery | took | may take |',
    '| --- | --- | --- |',
    ...recoveries.map(({ what, tookMs, mayTakeMs }) => `| ${what} | ${tookMs} ms | ${mayTakeMs === null ? '' : `${mayTakeMs} ms`} |`),
    `| everything at rest after the last fault | ${restAfterMs} ms | |`,
    '',
    '| from, until | times | half within | longest | which |',
    '| --- | --- | --- | --- | --- |',
    ...outcome.lags.map(({ what, count, medianMs, longestMs, longest }) => `| ${what} | ${count} | ${seconds(medianMs)} s | ${seconds(longestMs)} s | ${longest.length > LONGEST_NAME ? `${longest.slice(0, LONGEST_NAME)}…` : longest} |`),
    '',
    '## What broke',
    '',
    `${struck.length} faults struck, of ${timesOf(struck).length} kinds; met: how many calls they spoilt or pieces of work they interrupted; in seconds after the first, and how long until each was mended:`,
    '',
    '| fault | times | met | when |',
    '| --- | --- | --- | --- |',
    ...timesOf(struck).map(([fault, times]) => `| ${fault} | ${times.length} | ${times.reduce((sum, { met }) => sum + met, 0)} | ${times.map(({ afterMs, tookMs }) => `${seconds(afterMs)} (${seconds(tookMs)})`).join(', ')} |`),
    '',
    ...(outcome.endings.length === 0 ? [] : [`Ended without being told to, and started again: ${outcome.endings.join(', ')}.`, '']),
  ].join('\n');
}

function headingOf(outcome: Outcome): string {
  if (!arePromisesKept(outcome)) return 'PROMISES BROKEN';
  return outcome.unmet.length === 0 ? 'every promise kept' : 'every promise kept, BUT NOT EVERY FAULT MET';
}

function timesOf(struck: readonly Struck[]): [string, readonly Struck[]][] {
  return [...groupBy(struck, ({ fault }) => fault)].toSorted(([one], [other]) => one.localeCompare(other));
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(1);
}
