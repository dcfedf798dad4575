import type { StoreId } from '../../../platform/ids.js';
import { moneyField } from '../../../platform/subgraph/money-field.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { SubgraphContext } from '../../../platform/subgraph/subgraph.js';
import { type ListingReference, type OrderReference, remoteId, type StoreReference } from '../../sync/connector/entity-references.js';
import type { N11Claim } from '../connector/claim-answers.js';
import type { ReasonList } from '../connector/store-lists.js';
import { answerClaim, type AnswerDeps } from '../operations/answer-claim.js';
import type { AnswerClaim } from '../operations/claim-input.js';
import { readPublishingDefaults, readReasonsOf, readShipmentCompaniesOf } from '../operations/read-store.js';
import type { ShownProduct } from '../operations/read-shown-products.js';
import type { N11Loaders } from './loaders.js';
import { commissionsOf, type N11OrderReference } from './order-commissions.js';

type Context = SubgraphContext<N11Loaders>;
interface ReturnAnswerArgs {
  readonly input: Omit<AnswerClaim, 'sellerId' | 'kind' | 'claimId'> & { readonly returnId: string };
}
interface CancelAnswerArgs {
  readonly input: Omit<AnswerClaim, 'sellerId' | 'kind' | 'claimId'> & { readonly cancelId: string };
}

export function n11Resolvers(deps: AnswerDeps): ResolverMap<N11Loaders> {
  const of = (context: Context, storeId: StoreId) => ({ sellerId: context.principal.sellerId, storeId });
  const reasons =
    (which: ReasonList) =>
    ({ id }: StoreReference, _args: unknown, context: Context) => {
      requireScope(context, 'orders:read');
      return readReasonsOf(of(context, id), deps.stores, which);
    };
  return {
    Mutation: {
      n11ReturnAnswer(_root: unknown, { input }: ReturnAnswerArgs, context: Context) {
        requireScope(context, 'orders:write');
        return answerClaim(deps, { ...input, kind: 'RETURN', claimId: input.returnId, sellerId: context.principal.sellerId });
      },
      n11CancelAnswer(_root: unknown, { input }: CancelAnswerArgs, context: Context) {
        requireScope(context, 'orders:write');
        return answerClaim(deps, { ...input, kind: 'CANCEL', claimId: input.cancelId, sellerId: context.principal.sellerId });
      },
    },
    Listing: {
      __resolveReference: (reference: ListingReference) => reference,
      n11: (listing: ListingReference) => (listing.marketplace === 'N11' ? listing : null),
    },
    N11Listing: {
      stockCode: ({ remoteKey }: ListingReference) => remoteKey,
      productId: remoteId('n11ProductId'),
      groupId: remoteId('groupId'),
      product({ remoteKey, store }: ListingReference, _args: unknown, context: Context) {
        requireScope(context, 'catalog:read');
        return context.loaders.products.load({ storeId: store.id, remoteKey });
      },
    },
    N11Product: {
      price: ({ price }: ShownProduct) => moneyField(price),
      listPrice: ({ listPrice }: ShownProduct) => moneyField(listPrice),
    },
    N11Claim: { price: ({ price }: N11Claim) => moneyField(price) },
    Order: {
      __resolveReference: (reference: OrderReference) => reference,
      n11: (order: OrderReference) => (order.marketplace === 'N11' ? order : null),
    },
    N11Order: {
      campaignCode: ({ remoteDetails }: OrderReference) => remoteDetails['campaignCode'] ?? null,
      deliveryAddressType: ({ remoteDetails }: OrderReference) => remoteDetails['deliveryAddressType'] ?? null,
      isMicroExport: ({ remoteDetails }: OrderReference) => remoteDetails['isMicroExport'] === true,
      commissions: (order: N11OrderReference) => commissionsOf(order),
    },
    Store: {
      __resolveReference: (reference: StoreReference) => reference,
      n11: (store: StoreReference) => (store.marketplace === 'N11' ? store : null),
    },
    N11Store: {
      returnDenyReasons: reasons('RETURN_DENY'),
      returnPostponeReasons: reasons('RETURN_POSTPONE'),
      cancelDenyReasons: reasons('CANCEL_DENY'),
      shipmentCompanies({ id }: StoreReference, _args: unknown, context: Context) {
        requireScope(context, 'orders:read');
        return readShipmentCompaniesOf(of(context, id), deps.stores);
      },
      publishingDefaults({ id }: StoreReference, _args: unknown, context: Context) {
        requireScope(context, 'stores:read');
        return readPublishingDefaults(of(context, id), deps.stores);
      },
    },
  };
}
