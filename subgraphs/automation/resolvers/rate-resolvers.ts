import { isCurrency, type Currency } from '../../../platform/money.js';
import { badInput } from '../../../platform/subgraph/errors.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import type { AutomationDeps } from '../operations/automation-deps.js';
import { findExchangeRate } from '../operations/find-exchange-rate.js';
import { type FeedReport, listFeeds } from '../operations/list-feeds.js';
import { setOwnRate, type SetOwnRateInput } from '../operations/set-own-rate.js';

export function rateResolvers(deps: AutomationDeps): ResolverMap<null> {
  return {
    Query: {
      exchangeRate(_parent, { from, to }: { from: string; to: string }, context) {
        requireScope(context, 'catalog:read');
        return findExchangeRate(deps, { sellerId: context.principal.sellerId, from: readCurrency(from, 'from'), to: readCurrency(to, 'to') });
      },
      ownExchangeRates(_parent, _args, context) {
        requireScope(context, 'catalog:read');
        return deps.ownRates.ofSeller(context.principal.sellerId);
      },
      exchangeRateFeeds(_parent, _args, context) {
        requireScope(context, 'catalog:read');
        return listFeeds(deps, context.principal.sellerId);
      },
    },
    Mutation: {
      exchangeRateSet(_parent, { input }: { input: SetOwnRateInput }, context) {
        requireScope(context, 'catalog:write');
        return setOwnRate(deps, context.principal, input);
      },
    },
    ExchangeRateFeed: {
      date: ({ inForce }: FeedReport) => inForce?.date ?? null,
      fetchedAt: ({ inForce }: FeedReport) => inForce?.fetchedAt ?? null,
      lastSuccessAt: ({ state }: FeedReport) => state?.lastSuccessAt ?? null,
      nextTryAt: ({ state }: FeedReport) => state?.nextTryAt ?? null,
      lastError: ({ state }: FeedReport) => state?.lastError?.message ?? null,
    },
  };
}

function readCurrency(code: string, argument: string): Currency {
  if (!isCurrency(code)) throw badInput([argument], `'${code}' is not a currency the hub keeps`);
  return code;
}
