import type { LanguageSpoken } from '../platform/language.js';
import type { Principal } from '../platform/principal.js';

/** What is known of a caller once the key has been checked. */
export interface GatewayContext {
  readonly principal: Principal;
  readonly correlationId: string;
  readonly language: LanguageSpoken;
}
