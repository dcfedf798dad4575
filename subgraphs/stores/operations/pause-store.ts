import type { ExplainedCode } from '../../../platform/explanations/explain.js';
import type { SellerId, StoreId } from '../../../platform/ids.js';
import type { StoreOutcome } from './connect-store.js';
import type { StoresDeps } from './stores-deps.js';
import { foundStore } from './unknown-store.js';

/** `sellerId` null: the hub pauses it itself, for example because its credentials stopped working. */
export interface PauseStore {
  readonly sellerId: SellerId | null;
  readonly storeId: StoreId;
  /** `PAUSED_BY_SELLER`, `AUTHENTICATION`: why, for programs. */
  readonly code: ExplainedCode;
  readonly message: string;
  /** The credentials that were refused: a store that has been given others meanwhile stays as it is. */
  readonly credentialsSealed?: string;
  /** Only looks whether there is such a store. */
  readonly dryRun?: boolean;
}

/** Nothing more is sent to or asked of the store until it is resumed; its listings go on following stock and prices here. Paused for the same reason already, it stays as it is. */
export async function pauseStore({ stores, clock, logger, announce }: StoresDeps, { sellerId, storeId, code, message, credentialsSealed, dryRun = false }: PauseStore): Promise<StoreOutcome> {
  const current = await stores.byId(storeId, sellerId);
  const isSo = current?.state.kind === 'PAUSED' && current.state.code === code && current.state.message === message;
  if (dryRun || !current || isSo) return foundStore(current, storeId);
  const at = clock.now();
  const store = await stores.change(storeId, sellerId, { state: { kind: 'PAUSED', code, message, at } }, at, credentialsSealed === undefined ? {} : { credentialsSealed });
  announce();
  if (store) logger.warn({ storeId, code }, 'a store was paused');
  return foundStore(store ?? (await stores.byId(storeId, sellerId)), storeId);
}
