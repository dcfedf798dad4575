import { userError, type UserError } from '../../../platform/subgraph/user-error.js';
import type { StoreOfCaller } from '../../sync/connector/ask-marketplace.js';
import type { ActionOutcome } from '../../sync/connector/contract.js';
import type { Stores } from '../../sync/connector/stores-on.js';
import type { OzonContext } from '../connector/client.js';
import type { WritingCall } from '../connector/methods.js';
import { tellOzon } from './ozon-store.js';

/** A posting that the seller delivers (rFBS), of which Ozon is to be told. */
export interface OwnDelivery extends StoreOfCaller {
  readonly postingNumber: string;
  readonly dryRun?: boolean | null;
}

export interface OwnDeliveryNews {
  /** The call it is told by, for a dry run. */
  readonly call: WritingCall;
  /** Looks at the posting first: what Ozon knows already is not told again. */
  readonly tell: (context: OzonContext) => Promise<ActionOutcome>;
}

export interface OwnDeliveryOutcome {
  /** Whether Ozon knows now. */
  readonly isTold: boolean;
  /** What a dry run would have sent. */
  readonly preview: WritingCall | null;
  readonly userErrors: readonly UserError[];
}

const NOTHING: OwnDeliveryOutcome = { isTold: false, preview: null, userErrors: [] };

/** Tells Ozon of an own delivery, or shows in a dry run what would be sent, without asking Ozon anything. */
export async function tellOfOwnDelivery({ postingNumber, dryRun, ...store }: OwnDelivery, stores: Stores, { call, tell }: OwnDeliveryNews): Promise<OwnDeliveryOutcome> {
  const { done, userErrors } = await tellOzon(stores, store, async (context): Promise<OwnDeliveryOutcome> => {
    if (dryRun === true) return { ...NOTHING, preview: call };
    const told = await tell(context);
    if (told.kind === 'APPLIED') return { ...NOTHING, isTold: true };
    return { ...NOTHING, userErrors: [userError({ code: told.issue.code, message: told.issue.message, field: ['input', 'postingNumber'], itemRef: postingNumber })] };
  });
  return done ?? { ...NOTHING, userErrors };
}
