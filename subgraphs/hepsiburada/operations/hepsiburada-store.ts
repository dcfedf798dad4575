import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import { userError } from '../../../platform/subgraph/user-error.js';
import { ConnectorError } from '../../sync/connector/contract.js';
import type { StoreAccess } from '../../sync/connector/store-access.js';
import { toUserError, type Refused } from '../../sync/connector/stores-on.js';
import type { HepsiburadaContext } from '../connector/client.js';

/** Whose store is meant, and whether anything is to happen. */
export interface StoreCall {
  readonly sellerId: SellerId;
  readonly storeId: StoreId;
  readonly dryRun?: boolean | null;
}

/** A call as a dry run shows it. */
export interface Preview {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** Does something on the caller's own Hepsiburada store; what the marketplace says no to, or cannot be asked, becomes a user error. */
export async function onHepsiburada<T extends Refused>(stores: Pick<StoreAccess, 'openOwned'>, { sellerId, storeId }: StoreCall, act: (context: HepsiburadaContext) => Promise<T>): Promise<T | Refused> {
  const { connector, context, store } = await stores.openOwned(sellerId, storeId);
  if (connector.marketplace !== 'HEPSIBURADA') return refused('WRONG_MARKETPLACE', 'This store is not on Hepsiburada.', ['storeId']);
  if (store.state.kind === 'PAUSED') return refused('STORE_PAUSED', 'Nothing is asked of a paused store.', ['storeId']);
  try {
    return await act(context as HepsiburadaContext);
  } catch (error) {
    if (!(error instanceof ConnectorError)) throw error;
    return { userErrors: [toUserError(error)] };
  }
}

export function refused(code: ExplainedCode, message: string, field: readonly string[], itemRef: string | null = null): Refused {
  return { userErrors: [userError({ code, message, field: ['input', ...field], itemRef })] };
}
