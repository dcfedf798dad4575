import type { AccessToken, Seller } from '../market.js';
import { accessErrors } from '../wire-errors.js';

/** All of them begin with this; without more it is what every token has. */
export const SCOPE_PREFIX = 'https://api.ebay.com/oauth/api_scope';

/** What a seller may consent to, without the prefix; `.readonly` is part of each that has it. */
export const SCOPES = ['sell.inventory', 'sell.account', 'sell.fulfillment', 'sell.finances', 'sell.marketing', 'sell.cancellation', 'sell.return', 'sell.inquiry', 'sell.listing.read', 'commerce.notification.subscription', 'commerce.identity.readonly'] as const;
export type Scope = (typeof SCOPES)[number];

/** The scope an API wants of a seller's token. (sandbox choice) Post-Order, Taxonomy and the developer's own want none beyond the base. */
const scopeOf: Readonly<Partial<Record<string, Scope>>> = { inventory: 'sell.inventory', fulfillment: 'sell.fulfillment', account: 'sell.account', finances: 'sell.finances', notification: 'commerce.notification.subscription', identity: 'commerce.identity.readonly' };

/** Those of a `scope` parameter, without the prefix and the bare one; null where one is none of eBay's, or not among those granted. */
export function readScopes(text: string, granted: readonly string[]): readonly string[] | null {
  const names = text.split(/\s+/).filter((one) => one !== '');
  if (names.some((one) => one !== SCOPE_PREFIX && !one.startsWith(`${SCOPE_PREFIX}/`))) return null;
  const asked = names.flatMap((one) => (one === SCOPE_PREFIX ? [] : [one.slice(SCOPE_PREFIX.length + 1)]));
  return asked.every((one) => covers(granted, one)) ? asked : null;
}

/** What a seller has consented to; all there is for one whose consent names none. */
export function consentOf({ scopes }: Pick<Seller, 'scopes'>): readonly string[] {
  return scopes ?? SCOPES;
}

/** Refuses a seller's token without the scope that the API wants, with 1100; reading takes the `.readonly` one as well. */
export function requireScopeOf(api: string, token: AccessToken, isRead: boolean): void {
  const scope = scopeOf[api];
  if (scope !== undefined && !holds(token, scope, isRead)) throw accessErrors.insufficient();
}

/** Application tokens, and those of an earlier version of the sandbox, hold all. */
export function holds({ username, scopes }: Pick<AccessToken, 'username' | 'scopes'>, scope: string, isRead: boolean): boolean {
  if (username === null || scopes === undefined) return true;
  return covers(scopes, scope) || (isRead && scopes.includes(`${scope}.readonly`));
}

function covers(granted: readonly string[], asked: string): boolean {
  return granted.includes(asked) || (asked.endsWith('.readonly') && granted.includes(asked.slice(0, -'.readonly'.length)));
}
