import type { Principal } from '../principal.js';

/** Why a key does not open anything. */
export interface AuthRefusal {
  /** `UNAUTHENTICATED`: unknown or malformed key. `KEY_EXPIRED`: a key that was good until its expiry. */
  readonly refused: 'UNAUTHENTICATED' | 'KEY_EXPIRED';
}

/** Who a bearer key stands for. Throws only when it cannot be found out (the store of keys is down). */
export type Authenticate = (bearer: string) => Promise<Principal | AuthRefusal>;

export function isRefusal(answer: Principal | AuthRefusal): answer is AuthRefusal {
  return 'refused' in answer;
}
