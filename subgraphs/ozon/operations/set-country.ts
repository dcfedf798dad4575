import type { UserError } from '../../../platform/subgraph/user-error.js';
import { countryCall, setCountry as setOnOzon, type CountryOfGoods } from '../connector/exemplars.js';
import type { WritingCall } from '../connector/methods.js';
import type { StoreOfCaller } from '../../sync/connector/ask-marketplace.js';
import type { Stores } from '../../sync/connector/stores-on.js';
import { tellOzon } from './ozon-store.js';

export interface SetCountry extends StoreOfCaller, CountryOfGoods {
  readonly dryRun?: boolean | null;
}

export interface CountryOutcome {
  /** Whether Ozon now wants the goods' customs declaration number; null when nothing was set. */
  readonly gtdNeeded: boolean | null;
  /** What a dry run would have sent. */
  readonly preview: WritingCall | null;
  readonly userErrors: readonly UserError[];
}

/** Says where the goods of a posting were made. Saying the same again changes nothing. */
export async function setCountry({ postingNumber, sku, countryCode, dryRun, ...store }: SetCountry, stores: Stores): Promise<CountryOutcome> {
  const goods: CountryOfGoods = { postingNumber, sku, countryCode: countryCode.toUpperCase() };
  const { done, userErrors } = await tellOzon(stores, store, async (context): Promise<CountryOutcome> =>
    dryRun === true ? { gtdNeeded: null, preview: countryCall(goods), userErrors: [] } : { gtdNeeded: await setOnOzon(context, goods), preview: null, userErrors: [] },
  );
  return done ?? { gtdNeeded: null, preview: null, userErrors };
}
