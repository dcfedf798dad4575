import type { SandboxEffect } from '../../../support/sandbox-control.js';
import type { AskedAction } from '../book.js';

/** How often a call of the seller's, and nobody else, moved what `keyOf` names into the status that the action leads to. */
export function countSteps(effects: readonly SandboxEffect[], asked: readonly AskedAction[], { keyOf, statusAfter }: { keyOf: (one: AskedAction) => string; statusAfter: Readonly<Partial<Record<AskedAction['kind'], string>>> }): number[] {
  return asked.map((one) => effects.filter(({ key, new: now, requestId }) => requestId !== null && key === keyOf(one) && String(now) === statusAfter[one.kind]).length);
}
