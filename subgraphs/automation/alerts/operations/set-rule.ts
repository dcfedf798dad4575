import type { ExplainedCode } from '../../../../platform/explanations/explain.js';
import type { Sku, StoreId } from '../../../../platform/ids.js';
import type { Principal } from '../../../../platform/principal.js';
import { type UserError, userError } from '../../../../platform/subgraph/user-error.js';
import { payloadDigest } from '../../../../platform/idempotency/payload-digest.js';
import { endsAtOf, KIND_TRAITS, ruleIdOf, ruleInForce, type AlertKind, type AlertRule, type OwnRule, type RuleScope, type Severity, type StoredRule } from '../domain/alert-rule.js';
import type { RuleGiven } from '../store/rule-store.js';
import { STORES_TURN } from './look-at-stores.js';
import { OPEN_STOCK_TURN, stockTurn } from './look-at-stock.js';
import type { AlertsDeps } from './alerts-deps.js';

/** Which rule is meant, as mutations say it. */
export interface RuleInput {
  readonly kind: AlertKind;
  readonly storeId?: StoreId | null;
  readonly sku?: Sku | null;
  readonly idempotencyKey?: string | null;
  readonly dryRun?: boolean | null;
}

/** Absent: as it is. Null: back to what holds more generally. */
export interface SetRuleInput extends RuleInput {
  readonly threshold?: number | null;
  readonly severity?: Severity | null;
}

export interface RuleAnswer {
  readonly rule: AlertRule | null;
  readonly userErrors: readonly UserError[];
}

type Caller = Pick<Principal, 'sellerId' | 'keyId'>;
const MOST_RULES = 5_000;

/** Says what counts and how much it matters; a threshold of a rule that nobody switched on or off switches it on. */
export function setRule(deps: AlertsDeps, caller: Caller, input: SetRuleInput): Promise<RuleAnswer> {
  const { threshold, severity } = input;
  const given = { ...(threshold === undefined ? {} : { threshold }), ...(severity === undefined ? {} : { severity }) };
  return changeRule(deps, caller, input, { asked: { set: given }, given: (own) => (typeof threshold === 'number' && own.isOn === undefined ? { ...given, isOn: true } : given) });
}

/** Nothing more is raised by it, and what is open of it ends. */
export function pauseRule(deps: AlertsDeps, caller: Caller, input: RuleInput): Promise<RuleAnswer> {
  return changeRule(deps, caller, input, { asked: 'pause', given: () => ({ isOn: false }) });
}

export function resumeRule(deps: AlertsDeps, caller: Caller, input: RuleInput): Promise<RuleAnswer> {
  return changeRule(deps, caller, input, { asked: 'resume', given: () => ({ isOn: true }) });
}

/** Forgets what was said: what holds more generally holds again. */
export function resetRule(deps: AlertsDeps, caller: Caller, input: RuleInput): Promise<RuleAnswer> {
  return changeRule(deps, caller, input, { asked: 'reset', given: () => ({ threshold: null, severity: null, isOn: null }) });
}

interface RuleWish {
  /** The mutation and what it asks: what must be the same under the same key. */
  readonly asked: unknown;
  readonly given: (own: OwnRule) => RuleGiven;
}

async function changeRule(deps: AlertsDeps, { sellerId, keyId }: Caller, input: RuleInput, { asked, given }: RuleWish): Promise<RuleAnswer> {
  const { rules, clock } = deps;
  const { kind, storeId = null, sku = null, idempotencyKey = null, dryRun } = input;
  const scope: RuleScope = { sellerId, kind, storeId, sku };
  const said = await rules.ofSeller(sellerId);
  const present = said.find(({ _id }) => _id === ruleIdOf(scope));
  const fault = (await faultOf(deps, scope, input)) ?? (!present && said.length >= MOST_RULES ? ruleFault('INVALID_ALERT_RULE', 'kind', `there are ${MOST_RULES} rules already`) : null);
  if (fault) return { rule: null, userErrors: [fault] };
  const digest = payloadDigest({ asked, kind, storeId, sku });
  const done = idempotencyKey === null ? undefined : present?.changes.find((change) => change.idempotencyKey === idempotencyKey);
  if (done && done.digest !== digest) return { rule: null, userErrors: [ruleFault('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey', 'this idempotencyKey came with another change of the rule before')] };
  const wish = given(present?.own ?? {});
  if (done || dryRun) return { rule: shownRule(done ? said : withGiven(said, scope, present, wish), scope), userErrors: [] };
  const changed = await rules.change(scope, wish, { at: clock.now(), by: keyId, idempotencyKey, digest });
  if (!changed) return changeRule(deps, { sellerId, keyId }, input, { asked, given });
  for (const turn of kind === 'STOCK_LOW' ? [stockTurn(sellerId), OPEN_STOCK_TURN, STORES_TURN] : [STORES_TURN]) await deps.turns.ask(turn);
  return { rule: shownRule(await rules.ofSeller(sellerId), scope), userErrors: [] };
}

/** What holds for the scope, as a seller sees it. */
export function shownRule(said: readonly StoredRule[], scope: RuleScope): AlertRule {
  const settings = ruleInForce(said, scope);
  const own = said.find(({ _id }) => _id === ruleIdOf(scope))?.own ?? {};
  return { ...scope, ...settings, id: ruleIdOf(scope).slice(scope.sellerId.length + 1), isDefault: Object.keys(own).length === 0, endsAt: endsAtOf(scope.kind, settings) };
}

function withGiven(said: readonly StoredRule[], scope: RuleScope, present: StoredRule | undefined, given: RuleGiven): readonly StoredRule[] {
  const merged = Object.entries({ ...present?.own, ...given }).filter(([, value]) => value !== null);
  const changed: StoredRule = { ...scope, _id: ruleIdOf(scope), changes: [], own: Object.fromEntries(merged) };
  return [...said.filter((one) => one !== present), changed];
}

async function faultOf({ stores, catalog }: AlertsDeps, { sellerId, kind, storeId, sku }: RuleScope, { threshold }: SetRuleInput): Promise<UserError | null> {
  const { about, bounds } = KIND_TRAITS[kind];
  if (storeId !== null && about !== 'STORE') return ruleFault('INVALID_ALERT_RULE', 'storeId', `rules of the kind ${kind} are not about single stores`);
  if (sku !== null && about !== 'SKU') return ruleFault('INVALID_ALERT_RULE', 'sku', `rules of the kind ${kind} are not about single SKUs`);
  if (typeof threshold === 'number' && (bounds === null || threshold < bounds.least || threshold > bounds.most)) return ruleFault('INVALID_ALERT_RULE', 'threshold', bounds === null ? `rules of the kind ${kind} have no threshold` : `${threshold} is outside ${bounds.least} to ${bounds.most}`);
  if (storeId !== null && (await stores.findOwnStores({ sellerId, ids: [storeId] })).length === 0) return ruleFault('UNKNOWN_STORE', 'storeId', `there is no store '${storeId}'`);
  if (sku !== null && (await catalog.stockOfSkus({ sellerId, skus: [sku as Sku] })).length === 0) return ruleFault('UNKNOWN_SKU', 'sku', `there is no SKU '${sku}'`);
  return null;
}

function ruleFault(code: ExplainedCode, part: string, message: string): UserError {
  return userError({ code, field: ['input', part], message });
}
