import { atWorth, type ForeseenRefusal, type OfferChange } from '../../sync/connector/contract.js';
import { toMessage } from './carry-offers.js';
import type { AmazonContext } from './credentials.js';
import { ASKED_AT_MOST, objectionTo } from './rehearse-content.js';

/** What Amazon itself says to the patches of the first twenty: its validation preview, which counts in the quota of real patches and lets those go first. */
export async function foreseeOffers(context: AmazonContext, changes: readonly OfferChange[]): Promise<readonly ForeseenRefusal[]> {
  const patient = atWorth(context, 'BULK');
  const foreseen: ForeseenRefusal[] = [];
  for (const change of changes.slice(0, ASKED_AT_MOST)) {
    const issue = await objectionTo(patient, toMessage(change, context.store.credentials.marketplaceId));
    if (issue !== null) foreseen.push({ remoteKey: change.remoteKey, issue, isSent: true });
  }
  return foreseen;
}
