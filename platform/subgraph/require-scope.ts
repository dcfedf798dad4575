import type { Principal, Scope } from '../principal.js';
import { forbidden } from './errors.js';

/** Throws FORBIDDEN naming the scope unless the caller's key has it. First line of every resolver of a root field. */
export function requireScope({ principal }: { principal: Principal }, scope: Scope): void {
  if (!principal.scopes.includes(scope)) throw forbidden(scope);
}

export function hasScope({ principal }: { principal: Principal }, scope: Scope): boolean {
  return principal.scopes.includes(scope);
}
