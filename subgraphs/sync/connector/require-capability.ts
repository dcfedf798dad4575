import type { CatalogueLanguage, CataloguePort, Connector } from './contract.js';

export type Capability = 'content' | 'webhooks' | 'notifications' | 'catalogue' | 'claims' | 'buybox' | 'splits' | 'fees';

/** A marketplace was asked for something it doesn't offer, or that the hub can't do there yet. Never worth a retry. */
export class UnsupportedCapabilityError extends Error {
  override readonly name = 'UnsupportedCapabilityError';
  readonly marketplace: string;
  readonly capability: Capability | 'catalogueLanguage';

  constructor(connector: Pick<Connector, 'marketplace' | 'displayName'>, capability: Capability | 'catalogueLanguage') {
    super(`${connector.displayName} does not offer ${capability} through the hub`);
    this.marketplace = connector.marketplace;
    this.capability = capability;
  }
}

/** The optional port of that name; throws UnsupportedCapabilityError when the connector has none. */
export function requireCapability<C, K extends Capability>(connector: Connector<C>, capability: K): NonNullable<Connector<C>[K]> {
  const port = connector[capability];
  if (port === undefined) throw new UnsupportedCapabilityError(connector, capability);
  return port;
}

/** The marketplace's catalogue, in this language where one is asked for; throws UnsupportedCapabilityError when it offers none, or none to choose. */
export function catalogueIn<C>(connector: Connector<C>, language: CatalogueLanguage | null): CataloguePort<C> {
  const catalogue = requireCapability(connector, 'catalogue');
  if (language === null) return catalogue;
  const told = catalogue.inLanguage?.(language);
  if (told === undefined) throw new UnsupportedCapabilityError(connector, 'catalogueLanguage');
  return told;
}
