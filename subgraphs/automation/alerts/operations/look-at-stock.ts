import type { SellerId, Sku } from '../../../../platform/ids.js';
import { groupBy } from '../../../../platform/group-by.js';
import type { StockLevel } from '../../../catalog/operations/read-stock.js';
import { ruleInForce, type StoredRule } from '../domain/alert-rule.js';
import type { Alert, Observation } from '../domain/alert.js';
import { decideAlerts, levelBelow } from '../domain/decide-alerts.js';
import { applyDecisions } from './apply-decisions.js';
import type { AlertsDeps } from './alerts-deps.js';

const AT_ONCE = 500;
/** Changes of stock are heard of at once; this finds what was changed while nobody listened. */
const SCAN_EVERY_MS = 10 * 60_000;

/** Judges the stock of these SKUs as it is now. */
export async function lookAtSkus(deps: AlertsDeps, sellerId: SellerId, skus: readonly Sku[], rules?: readonly StoredRule[]): Promise<void> {
  const said = rules ?? (await deps.rules.ofSeller(sellerId));
  for (let from = 0; from < skus.length; from += AT_ONCE) {
    const some = skus.slice(from, from + AT_ONCE);
    // What is open is read first: an alert raised after the stock was read may know better.
    const open = await deps.alerts.openOfSkus(sellerId, some);
    if (open.length === 0 && !said.some(isStockRuleOn)) continue;
    await judge(deps, sellerId, { open, levels: await deps.catalog.stockOfSkus({ sellerId, skus: some }), rules: said });
  }
}

/** Whose turn it is to look at open alerts about stock. */
export const OPEN_STOCK_TURN = 'open-stock';
const OPEN_STOCK_EVERY_MS = 5 * 60_000;

/** Looks again at whatever is open, when it is time: a rule may have been switched off, or nobody heard that there is enough again. */
export async function lookAtOpenStock(deps: AlertsDeps): Promise<void> {
  const now = deps.clock.now();
  if (!(await deps.turns.take(OPEN_STOCK_TURN, { now, nextAt: new Date(now.getTime() + OPEN_STOCK_EVERY_MS) }))) return;
  for (const [sellerId, open] of groupBy(await deps.alerts.open(['STOCK_LOW']), (alert) => alert.sellerId)) await lookAtSkus(deps, sellerId, open.flatMap(({ sku }) => (sku === null ? [] : [sku])));
}

/** Goes through the stock of every seller who wants to hear of it and whose turn it is. */
export async function scanStock(deps: AlertsDeps): Promise<void> {
  for (const [sellerId, on] of groupBy(await deps.rules.stockRules(), (rule) => rule.sellerId)) {
    const now = deps.clock.now();
    if (!(await deps.turns.take(stockTurn(sellerId), { now, nextAt: new Date(now.getTime() + SCAN_EVERY_MS) }))) continue;
    const isAboutAll = on.some(({ sku }) => sku === null);
    if (isAboutAll) await scanAll(deps, sellerId);
    else await lookAtSkus(deps, sellerId, on.flatMap(({ sku }) => (sku === null ? [] : [sku as Sku])));
  }
}

export function stockTurn(sellerId: SellerId): string {
  return `stock:${sellerId}`;
}

async function scanAll(deps: AlertsDeps, sellerId: SellerId): Promise<void> {
  const rules = await deps.rules.ofSeller(sellerId);
  for (let after: Sku | null = null; ; ) {
    const levels: readonly StockLevel[] = await deps.catalog.stockPage({ sellerId, after, limit: AT_ONCE });
    const open = await deps.alerts.openOfSkus(sellerId, levels.map(({ sku }) => sku));
    await judge(deps, sellerId, { open, levels, rules });
    const last = levels.at(-1);
    if (!last || levels.length < AT_ONCE) return;
    after = last.sku;
  }
}

async function judge(deps: AlertsDeps, sellerId: SellerId, { open, levels, rules }: { readonly open: readonly Alert[]; readonly levels: readonly StockLevel[]; readonly rules: readonly StoredRule[] }): Promise<void> {
  const observations = levels.map(({ sku, available }): Observation => {
    const settings = ruleInForce(rules, { kind: 'STOCK_LOW', storeId: null, sku });
    return { kind: 'STOCK_LOW', storeId: null, subject: sku, value: available, dueAt: null, level: levelBelow(available, 'STOCK_LOW', settings) };
  });
  const done = await applyDecisions(deps, sellerId, decideAlerts({ observations, open, rules }));
  // The stock may have moved between reading and writing, and whoever heard of that may have been before us: look once more.
  if (done.length > 0) await lookAtSkus(deps, sellerId, done as readonly Sku[], rules);
}

function isStockRuleOn({ kind, own }: StoredRule): boolean {
  return kind === 'STOCK_LOW' && own.isOn === true;
}
