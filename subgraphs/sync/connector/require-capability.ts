import type { Connector } from './contract.js';

export type Capability = 'content' | 'webhooks' | 'notifications' | 'catalogue' | 'claims' | 'buybox' | 'splits' | 'fees';

/** A marketplace was asked for something it doesn't offer, or that the hub can't do there yet. Never worth a retry. */
export class UnsupportedCapabilityError extends Error {
  override readonly name = 'UnsupportedCapabilityError';
  readonly marketplace: string;
  readonly capability: Capability;

  constructor(connector: Pick<Connector, 'marketplace' | 'displayName'>, capability: Capability) {
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
