import type { SellerId } from '../../../../platform/ids.js';
import type { Page, PageRequest } from '../../../../platform/mongo/keyset-page.js';
import { pageOfList } from '../../../sync/domain/list-page.js';
import { ALERT_KINDS, type AlertKind, type AlertRule } from '../domain/alert-rule.js';
import { shownRule } from './set-rule.js';
import type { AlertsDeps } from './alerts-deps.js';

/** A page of a seller's rules: one for each kind, then those of single stores and SKUs. Throws PageError. */
export async function listRules({ rules }: Pick<AlertsDeps, 'rules'>, { sellerId, kinds, page }: { readonly sellerId: SellerId; readonly kinds: readonly AlertKind[] | null; readonly page: PageRequest }): Promise<Page<AlertRule>> {
  const said = await rules.ofSeller(sellerId);
  const general = ALERT_KINDS.map((kind) => ({ sellerId, kind, storeId: null, sku: null }));
  const specific = said.filter(({ storeId, sku, own }) => (storeId !== null || sku !== null) && Object.keys(own).length > 0).map(({ kind, storeId, sku }) => ({ sellerId, kind, storeId, sku }));
  const wanted = [...general, ...specific].filter(({ kind }) => kinds?.includes(kind) ?? true);
  return pageOfList(wanted.map((scope) => shownRule(said, scope)), ({ id }) => id, page);
}
