import { moneyToDecimal } from '../../../platform/money.js';
import { requireScope } from '../../../platform/subgraph/require-scope.js';
import type { ResolverMap } from '../../../platform/subgraph/resolver-map.js';
import { maxAgeMsOf, roundingsOf, type SettingsChange, type ShownRounding } from '../domain/conversion-settings.js';
import type { AutomationDeps } from '../operations/automation-deps.js';
import { setConversionSettings, type SetConversionSettings } from '../operations/set-conversion-settings.js';
import type { SettingsEntry, StoredSettings } from '../store/settings-store.js';

type RoundingChange = SettingsChange['rounding'][number];

export function settingsResolvers(deps: AutomationDeps): ResolverMap<null> {
  return {
    Query: {
      conversionSettings(_parent, _args, context) {
        requireScope(context, 'catalog:read');
        return deps.settings.of(context.principal.sellerId);
      },
    },
    Mutation: {
      conversionSettingsSet(_parent, { input }: { input: SetConversionSettings }, context) {
        requireScope(context, 'catalog:write');
        return setConversionSettings(deps, context.principal, input);
      },
    },
    ConversionSettings: {
      rounding: (settings: StoredSettings) => roundingsOf(settings),
      maxAgeHours: (settings: StoredSettings) => Math.floor(maxAgeMsOf(settings, deps.maxAgeMs) / 3_600_000),
      isOwnMaxAge: ({ maxAgeHours }: StoredSettings) => maxAgeHours !== null,
    },
    PriceRounding: {
      step: ({ currency, rule }: ShownRounding) => moneyToDecimal({ amountMinor: rule.stepMinor, currency }),
      ending: ({ currency, rule }: ShownRounding) => moneyToDecimal({ amountMinor: rule.endingMinor, currency }),
    },
    ConversionSettingsChange: {
      rounding: ({ change }: SettingsEntry) => change.rounding,
      maxAgeHours: ({ change }: SettingsEntry) => change.maxAgeHours ?? null,
      staleRates: ({ change }: SettingsEntry) => change.staleRates ?? null,
    },
    PriceRoundingChange: {
      step: ({ currency, rule }: RoundingChange) => rule && moneyToDecimal({ amountMinor: rule.stepMinor, currency }),
      ending: ({ currency, rule }: RoundingChange) => rule && moneyToDecimal({ amountMinor: rule.endingMinor, currency }),
    },
  };
}
