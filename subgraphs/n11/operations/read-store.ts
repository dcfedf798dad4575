import { readReasons, readShipmentCompanies, type N11Reason, type N11ShipmentCompany, type ReasonList } from '../connector/store-lists.js';
import type { StoreOfCaller } from '../../sync/connector/ask-marketplace.js';
import type { Stores } from '../../sync/connector/stores-on.js';
import { askN11 } from './n11-store.js';

/** What is sent with a product that names none of its own. */
export interface PublishingDefaults {
  readonly shipmentTemplate: string | null;
  readonly preparingDays: number;
}

/** What N11 lets the seller give as a reason; kept for an hour. */
export function readReasonsOf(store: StoreOfCaller, stores: Stores, which: ReasonList): Promise<readonly N11Reason[]> {
  return askN11(stores, store, (context) => readReasons(context, which));
}

export function readShipmentCompaniesOf(store: StoreOfCaller, stores: Stores): Promise<readonly N11ShipmentCompany[]> {
  return askN11(stores, store, readShipmentCompanies);
}

/** Said when the store was connected: N11 lists the templates of a shop in its panel only. */
export function readPublishingDefaults(store: StoreOfCaller, stores: Stores): Promise<PublishingDefaults> {
  return askN11(stores, store, async ({ store: { credentials } }) => ({ shipmentTemplate: credentials.shipmentTemplate ?? null, preparingDays: credentials.preparingDay }));
}
