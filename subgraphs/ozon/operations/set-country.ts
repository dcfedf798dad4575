import type { UserError } from '../../../platform/subgraph/user-error.js';
import { setCountry as setOnOzon } from '../connector/exemplars.js';
import { tellOzon, type OzonStore, type Stores } from './ozon-store.js';

export interface SetCountry extends OzonStore {
  readonly postingNumber: string;
  readonly sku: string;
  readonly countryCode: string;
}

/** Says where the goods of a posting were made; answers whether Ozon now wants their customs declaration number. */
export async function setCountry({ postingNumber, sku, countryCode, ...store }: SetCountry, stores: Stores): Promise<{ readonly gtdNeeded: boolean | null; readonly userErrors: readonly UserError[] }> {
  const { done, userErrors } = await tellOzon(stores, store, (context) => setOnOzon(context, { postingNumber, sku, countryCode: countryCode.toUpperCase() }));
  return { gtdNeeded: done, userErrors };
}
