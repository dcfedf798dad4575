import type { Outcome } from './last-unit.js';

const SHOWN_VIOLATIONS = 20;

export function isKept({ verdicts }: Outcome): boolean {
  return verdicts.every(({ violations }) => violations.length === 0);
}

/** The report as a person reads it. */
export function describeOutcome(outcome: Outcome): string {
  const { seed, trials, buyers, orders, ordersByShop, refusedPurchases, trialsByOrders, tookMs, restAfterMs, verdicts } = outcome;
  return [
    `# The last unit, ${trials} trials with ${buyers} buyers each, seed ${seed}: ${isKept(outcome) ? 'every promise kept' : 'PROMISES BROKEN'}`,
    '',
    `- purchases tried: ${trials * buyers}, refused by the marketplace: ${refusedPurchases}, sold: ${orders} (${Object.entries(ordersByShop).map(([shop, count]) => `${shop} ${count}`).join(', ')})`,
    `- trials by how many marketplaces sold the unit: ${trialsByOrders.map(([count, found]) => `${count} marketplaces: ${found}`).join(' · ')}`,
    `- sold in ${(tookMs / 1_000).toFixed(1)} s, at rest ${(restAfterMs / 1_000).toFixed(1)} s later`,
    '',
    '| promise | checked | violations |',
    '| --- | --- | --- |',
    ...verdicts.map(({ promise, checked, violations }) => `| ${promise} | ${checked} | ${violations.length} |`),
    '',
    ...verdicts.flatMap(({ promise, violations }) => (violations.length === 0 ? [] : [`## Broken: ${promise}`, '', ...violations.slice(0, SHOWN_VIOLATIONS).map((one) => `- ${one}`), ''])),
  ].join('\n');
}
