import type { StoreAccess } from '../../sync/connector/store-access.js';
import { carrierCall, changeCarrier as changeOnHepsiburada, type CarrierTarget } from '../connector/carriers.js';
import type { Refused } from '../../sync/connector/stores-on.js';
import { onHepsiburada, refused, type Preview, type StoreCall } from './hepsiburada-store.js';

export interface ChangeCarrier extends StoreCall {
  readonly lineId?: string | null;
  readonly packageNumber?: string | null;
  readonly carrier: string;
}

export interface CarrierOutcome extends Refused {
  readonly isChanged: boolean;
  readonly preview: Preview | null;
}

/** Another carrier for a line that is not packed yet, or a box that has not left. The same call again changes nothing more. */
export async function changeCarrier(input: ChangeCarrier, stores: Pick<StoreAccess, 'openOwned'>): Promise<CarrierOutcome> {
  const target = targetOf(input);
  if (target === null) return nothing(refused('LINE_NOT_FOUND', 'Name either a line or a package.', ['lineId']));
  const outcome = await onHepsiburada(stores, input, async (context): Promise<CarrierOutcome> => {
    const { method, path, json } = carrierCall(context, target, input.carrier);
    if (input.dryRun === true) return { isChanged: false, preview: { method, path, body: json }, userErrors: [] };
    await changeOnHepsiburada(context, target, input.carrier);
    return { isChanged: true, preview: null, userErrors: [] };
  });
  return 'isChanged' in outcome ? outcome : nothing(outcome);
}

/** Null unless it is one of the two. */
export function targetOf({ lineId, packageNumber }: Pick<ChangeCarrier, 'lineId' | 'packageNumber'>): CarrierTarget | null {
  if (typeof lineId === 'string' && typeof packageNumber === 'string') return null;
  if (typeof lineId === 'string') return { lineId };
  return typeof packageNumber === 'string' ? { packageNumber } : null;
}

function nothing({ userErrors }: Refused): CarrierOutcome {
  return { isChanged: false, preview: null, userErrors };
}
