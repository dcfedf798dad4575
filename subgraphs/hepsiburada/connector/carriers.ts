import { z } from 'zod';
import { optionalText, text } from '../../sync/connector/wire-values.js';
import { call, send, type HepsiburadaCall, type HepsiburadaContext } from './client.js';
import { packagePath } from './whole-orders.js';

/** What a carrier is chosen for: a line that is not packed yet, or a box that has not left. */
export type CarrierTarget = { readonly lineId: string } | { readonly packageNumber: string };

export interface Carrier {
  readonly shortName: string;
  readonly name: string;
}

const carrierSchema = z.looseObject({ shortName: text, name: optionalText.catch(null) }).transform(({ shortName, name }): Carrier => ({ shortName, name: name ?? shortName }));

/** The carriers that Hepsiburada lets the seller choose from. */
export function readCarriers(context: HepsiburadaContext, target: CarrierTarget): Promise<readonly Carrier[]> {
  // The two paths are spelt differently, as published.
  const path = 'lineId' in target ? `/delivery/changeablecargocompanies/merchantid/${context.store.remoteSellerId}/orderlineid/${encodeURIComponent(target.lineId)}` : `${packagePath(context, target.packageNumber)}/changablecargocompanies`;
  return call(context, { group: 'oms', operation: 'carriers.list', method: 'GET', path }, z.array(carrierSchema));
}

export function carrierCall(context: HepsiburadaContext, target: CarrierTarget, shortName: string): HepsiburadaCall {
  const path = 'lineId' in target ? `/lineitems/merchantid/${context.store.remoteSellerId}/orderlineid/${encodeURIComponent(target.lineId)}/cargocompany` : `${packagePath(context, target.packageNumber)}/changecargocompany`;
  return { group: 'oms', operation: 'carriers.change', method: 'PUT', path, json: { CargoCompanyShortName: shortName } };
}

export async function changeCarrier(context: HepsiburadaContext, target: CarrierTarget, shortName: string): Promise<void> {
  await send(context, carrierCall(context, target, shortName));
}
