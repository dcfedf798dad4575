import { packagePage, readPackageQuery } from '../domain/package-query.js';
import { ofSeller, type Market } from '../market.js';
import { packagesMovedBetween } from '../packages-store.js';

/** GET /rest/delivery/v1/shipmentPackages; never refuses a parameter. */
export function listPackages(market: Market, sellerId: number, query: Readonly<Record<string, unknown>>): object {
  const read = readPackageQuery(query, market.nowMs());
  const candidates = read.byModification ? packagesMovedBetween(market, sellerId, read) : ofSeller(market.packages, sellerId);
  return packagePage(candidates, read);
}
