import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import { payloadDigest } from '../../../platform/idempotency/payload-digest.js';
import type { StoreId } from '../../../platform/ids.js';
import type { Principal } from '../../../platform/principal.js';
import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import type { ErrorClass } from '../connector/connector-error.js';
import { ERROR_POLICIES, type ErrorPolicy } from '../domain/error-policies.js';
import { policiesInForce, POLICY_BOUNDS, type OwnPolicySettings, type PolicySettings } from '../domain/own-policies.js';
import type { SyncDeps } from './sync-deps.js';

/** Absent: as it is. Null: back to the default. */
export interface SetPolicyInput extends Readonly<Partial<Record<keyof PolicySettings, number | null>>> {
  readonly errorClass: ErrorClass;
  /** Null or absent: all stores that have not been told otherwise. */
  readonly storeId?: StoreId | null;
  readonly idempotencyKey?: string | null;
  readonly dryRun?: boolean | null;
}

export interface SetPolicyAnswer {
  readonly policy: ErrorPolicy | null;
  readonly userErrors: readonly UserError[];
}

const SETTINGS = ['baseDelayMs', 'maxDelayMs', 'pauseAfterFailures'] as const;

/** Says what is done about one class of trouble, on one store or on all; it counts from the next trouble on. */
export async function setPolicy(deps: Pick<SyncDeps, 'policies' | 'stores' | 'clock'>, principal: Pick<Principal, 'sellerId' | 'keyId'>, input: SetPolicyInput): Promise<SetPolicyAnswer> {
  const { sellerId, keyId } = principal;
  const { errorClass, storeId = null, idempotencyKey = null, dryRun } = input;
  if (storeId !== null && (await deps.stores.findOwnStores({ sellerId, ids: [storeId] })).length === 0) return refused('UNKNOWN_STORE', 'storeId', `there is no store '${storeId}'`);
  const of = { sellerId, storeId, errorClass };
  const present = await deps.policies.find(of);
  const given = Object.fromEntries(SETTINGS.map((name) => [name, input[name]]));
  const digest = payloadDigest({ errorClass, storeId, given });
  const done = idempotencyKey === null ? undefined : present?.changes.find((change) => change.idempotencyKey === idempotencyKey);
  if (done && done.digest !== digest) return refused('IDEMPOTENCY_KEY_REUSED', 'idempotencyKey', 'this idempotencyKey came with another change of the policy before');
  const said = await deps.policies.ofStore(sellerId, storeId);
  if (done) return { policy: policiesInForce(said, storeId)[errorClass], userErrors: [] };
  const own = changed(present?.own ?? {}, input);
  const next = [...said.filter((one) => one.storeId !== storeId || one.errorClass !== errorClass), { ...of, own }];
  const fault = faultOf(input, mergedOf(next, of));
  if (fault) return fault;
  if (!dryRun && !(await deps.policies.set(of, own, { at: deps.clock.now(), by: keyId, idempotencyKey, digest }))) return setPolicy(deps, principal, input);
  return { policy: policiesInForce(next, storeId)[errorClass], userErrors: [] };
}

function changed(own: OwnPolicySettings, input: SetPolicyInput): OwnPolicySettings {
  const given = SETTINGS.flatMap((name) => (input[name] === undefined ? [] : [[name, input[name]] as const]));
  const all: [string, unknown][] = Object.entries({ ...own, ...Object.fromEntries(given) });
  return Object.fromEntries(all.filter(([, value]) => value !== null));
}

/** As said, before a longest wait below the first one is raised to it. */
function mergedOf(said: readonly { readonly storeId: StoreId | null; readonly errorClass: ErrorClass; readonly own: OwnPolicySettings }[], { storeId, errorClass }: { storeId: StoreId | null; errorClass: ErrorClass }): OwnPolicySettings {
  const general = said.find((one) => one.storeId === null && one.errorClass === errorClass)?.own;
  const special = storeId === null ? undefined : said.find((one) => one.storeId === storeId && one.errorClass === errorClass)?.own;
  const { baseDelayMs, maxDelayMs } = ERROR_POLICIES[errorClass];
  return { baseDelayMs, maxDelayMs, ...general, ...special };
}

function faultOf(input: SetPolicyInput, { baseDelayMs = 0, maxDelayMs = 0 }: OwnPolicySettings): SetPolicyAnswer | null {
  const isAnythingGiven = SETTINGS.some((name) => input[name] != null);
  if (input.errorClass === 'VALIDATION' && isAnythingGiven) return refused('INVALID_ERROR_POLICY', 'errorClass', 'what a marketplace found wrong is recorded and never repeated; there is nothing to change');
  for (const name of SETTINGS) {
    const value = input[name];
    const { least, most } = POLICY_BOUNDS[name];
    if (value != null && !(value >= least && value <= most)) return refused('INVALID_ERROR_POLICY', name, `${name} is ${least} to ${most}`);
  }
  return maxDelayMs < baseDelayMs ? refused('INVALID_ERROR_POLICY', input.maxDelayMs == null ? 'baseDelayMs' : 'maxDelayMs', `the longest wait (${maxDelayMs} ms) cannot be shorter than the first (${baseDelayMs} ms)`) : null;
}

function refused(code: ExplainedCode, part: string, message: string): SetPolicyAnswer {
  return { policy: null, userErrors: [userError({ code, field: ['input', part], message })] };
}
