import { newId, type SellerId, type StoreId } from '../../../platform/ids.js';
import { type Currency, isCurrency } from '../../../platform/money.js';
import { isDuplicateKey } from '../../../platform/mongo/duplicate-key.js';
import { SecretBoxError } from '../../../platform/secrets/secret-box.js';
import { type UserError, userError } from '../../../platform/subgraph/user-error.js';
import type { AccountSite, AccountVerdict } from '../domain/account-check.js';
import type { Marketplace } from '../domain/marketplace.js';
import { STORE_CODES } from '../domain/refusals.js';
import { faultOfStockPolicy, OPEN_POLICY } from '../domain/stock-policy.js';
import type { StockPolicy, Store, WebhookState } from '../domain/store.js';
import { openCredentials } from './open-store-secrets.js';
import { awaitedWebhook } from './record-webhook.js';
import { sealContext, type StoresDeps } from './stores-deps.js';

export interface ConnectStore {
  readonly sellerId: SellerId;
  readonly marketplace: Marketplace;
  readonly name: string;
  readonly remoteSellerId: string;
  readonly credentials: unknown;
  /** Null: the marketplace's own. */
  readonly baseUrl?: string | null;
  /** Null: lira for a new store, as it is for one connected again. */
  readonly currency?: string | null;
  readonly stockPolicy?: StockPolicy;
  /** Checks everything but asks no marketplace and writes nothing. */
  readonly dryRun?: boolean | null;
}

export interface StoreOutcome {
  readonly store: Store | null;
  readonly userErrors: readonly UserError[];
}

/**
 * Connects a seller's account on a marketplace after asking the marketplace whether the credentials are good. Connecting
 * the same account again replaces name, address, credentials and (if given) currency, and resumes it. Each site that an
 * account sells on is a store of its own; where that cannot be, its one store keeps its site, and another is refused.
 */
export async function connectStore(deps: StoresDeps, input: ConnectStore): Promise<StoreOutcome> {
  const faults = faultsOf(input);
  if (faults.length > 0) return { store: null, userErrors: faults };
  const site = deps.accountCheck.siteOf(input);
  const ofAccount = (await deps.stores.ofAccount(input.marketplace, input.remoteSellerId)).map((store) => ({ store, itsSite: siteOfStore(deps, store) }));
  if (ofAccount.some(({ store }) => store.sellerId !== input.sellerId)) return { store: null, userErrors: [alreadyConnected(input)] };
  const existing = ofAccount.find(({ itsSite }) => itsSite === null || itsSite === site?.name)?.store ?? null;
  const [elsewhere] = ofAccount;
  if (!existing && elsewhere && site?.fixedBy) return { store: null, userErrors: [onAnotherSite(elsewhere, site.fixedBy)] };
  const id = existing?._id ?? newId('store');
  const verdict = await deps.accountCheck.check({ ...input, storeId: id, baseUrl: input.baseUrl ?? null, currency: currencyOf(input, existing) }, { ask: input.dryRun !== true });
  if (verdict.kind !== 'GOOD') return { store: null, userErrors: errorsOf(verdict, input) };
  if (input.dryRun) return { store: existing, userErrors: [] };
  return await save(deps, { id, existing, input, site, verdict });
}

interface Saving {
  readonly id: StoreId;
  readonly existing: Store | null;
  readonly input: ConnectStore;
  readonly site: AccountSite | null;
  readonly verdict: Extract<AccountVerdict, { kind: 'GOOD' }>;
}

/** Where the store keeps no site, its credentials tell; null where there are none, and where nobody can say: then it is connected again to be readable. */
function siteOfStore(deps: StoresDeps, store: Store): string | null {
  if (store.remoteSite !== undefined) return store.remoteSite;
  try {
    return deps.accountCheck.siteOf({ marketplace: store.marketplace, credentials: openCredentials(deps, store) })?.name ?? null;
  } catch (error) {
    if (error instanceof SecretBoxError) return null;
    throw error;
  }
}

async function save(deps: StoresDeps, { id, existing, input, site, verdict }: Saving): Promise<StoreOutcome> {
  const credentialsSealed = deps.secretBox.seal(JSON.stringify(verdict.credentials), sealContext(id, 'credentials'));
  // Kept where it tells an account's stores apart: without it, the index allows an account one store.
  const remoteSite = site !== null && site.fixedBy === null ? { remoteSite: site.name } : {};
  const part = { name: input.name.trim(), baseUrl: verdict.baseUrl, credentialsSealed, state: { kind: 'ACTIVE' }, warnings: [], ...remoteSite } as const;
  if (existing) {
    const isRepriced = input.currency != null && input.currency !== existing.currency;
    const store = await deps.stores.change(id, input.sellerId, { ...part, ...(isRepriced && repriced(existing, input)) }, deps.clock.now());
    deps.announce();
    if (isRepriced) deps.policyChanged(id);
    return { store, userErrors: [] };
  }
  const webhook: WebhookState = verdict.takesWebhooksByHand === true ? awaitedWebhook(deps, id) : { kind: 'NONE' };
  const store: Store = { ...newStore(deps, id, input), ...part, webhook };
  try {
    await deps.stores.insert(store, store.createdAt);
  } catch (error) {
    // Connected meanwhile: by the same seller, as when a form is sent twice, or by another.
    if (isDuplicateKey(error)) return connectStore(deps, input);
    throw error;
  }
  deps.announce();
  deps.logger.info({ storeId: id, marketplace: input.marketplace }, 'a store was connected');
  return { store, userErrors: [] };
}

function newStore({ clock }: StoresDeps, id: StoreId, input: ConnectStore): Omit<Store, 'name' | 'baseUrl' | 'credentialsSealed' | 'state' | 'warnings' | 'webhook'> {
  const { sellerId, marketplace, remoteSellerId, stockPolicy = OPEN_POLICY } = input;
  return { _id: id, sellerId, marketplace, remoteSellerId, currency: currencyOf(input), stockPolicy, policyVersion: 1, createdAt: clock.now() };
}

/** What a store that sells in another currency from now on must be written with: all its listings follow, as they follow a stock policy. */
function repriced({ policyVersion }: Store, input: ConnectStore): Pick<Store, 'currency' | 'policyVersion' | 'policyPending'> {
  return { currency: currencyOf(input), policyVersion: policyVersion + 1, policyPending: true };
}

function currencyOf({ currency }: ConnectStore, existing: Store | null = null): Currency {
  return currency != null && isCurrency(currency) ? currency : (existing?.currency ?? 'TRY');
}

function faultsOf({ name, remoteSellerId, currency, stockPolicy }: ConnectStore): UserError[] {
  const policyFault = stockPolicy && faultOfStockPolicy(stockPolicy);
  return [
    name.trim().length < 1 || name.length > 100 ? fault('INVALID_STORE', ['name'], 'name must have 1 to 100 characters') : [],
    remoteSellerId.trim() !== remoteSellerId || remoteSellerId.length < 1 || remoteSellerId.length > 100 ? fault('INVALID_STORE', ['remoteSellerId'], 'remoteSellerId must have 1 to 100 characters and no blanks at its ends') : [],
    currency != null && !isCurrency(currency) ? fault('UNKNOWN_CURRENCY', ['currency'], `'${currency}' is not a currency the hub keeps`) : [],
    policyFault ? fault('INVALID_STOCK_POLICY', ['stockPolicy', policyFault.field], policyFault.message) : [],
  ].flat();
}

function errorsOf(verdict: Exclude<AccountVerdict, { kind: 'GOOD' }>, { marketplace }: ConnectStore): UserError[] {
  switch (verdict.kind) {
    case 'NO_CONNECTOR':
      return [fault('MARKETPLACE_NOT_SUPPORTED', ['marketplace'], `this hub has no connector for ${marketplace}`)];
    case 'MALFORMED':
      return verdict.faults.map(({ path, message }) => fault('INVALID_CREDENTIALS', ['credentials', ...path], message));
    case 'BASE_URL_REFUSED':
      return [fault('INVALID_BASE_URL', ['baseUrl'], verdict.message)];
    case 'REFUSED':
      return [fault('CREDENTIALS_REFUSED', ['credentials'], verdict.message)];
    case 'UNREACHABLE':
      return [{ ...fault('MARKETPLACE_UNREACHABLE', ['marketplace'], verdict.message), retryable: true }];
  }
}

function alreadyConnected({ marketplace, remoteSellerId }: ConnectStore): UserError {
  return fault('STORE_ALREADY_CONNECTED', ['remoteSellerId'], `the ${marketplace} account '${remoteSellerId}' is connected already`);
}

function onAnotherSite({ store: { _id, name, marketplace, remoteSellerId }, itsSite }: { readonly store: Store; readonly itsSite: string | null }, credential: string): UserError {
  return fault('ACCOUNT_ON_ANOTHER_SITE', ['credentials', credential], `the ${marketplace} account '${remoteSellerId}' is connected as the store '${name}' (${_id}) for ${itsSite}, and can be connected for that site only`);
}

function fault(code: keyof typeof STORE_CODES, path: readonly string[], message: string): UserError {
  return userError({ code: STORE_CODES[code], field: ['input', ...path], message });
}
