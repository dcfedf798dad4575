import { describe, expect, it } from '@jest/globals';
import { capabilitiesOf, type Connector } from '../../subgraphs/sync/connector/contract.js';
import { requireCapability, type Capability } from '../../subgraphs/sync/connector/require-capability.js';
import type { CapabilitiesUnderTest } from './capabilities-under-test.js';
import type { Bench } from './connector-contract.js';

/** The calls without which a capability is none. */
const CALLS: Readonly<Record<Capability, readonly string[]>> = {
  content: ['check', 'publish', 'withdraw', 'poll'],
  webhooks: ['isAuthentic', 'parse'],
  notifications: ['ensure', 'receive', 'acknowledge', 'parse'],
  catalogue: ['categories', 'attributes', 'attributeValues', 'brands'],
  claims: ['list'],
  buybox: ['read'],
  splits: ['split'],
  fees: ['estimate'],
};
const TRIED = ['claims', 'catalogue', 'content', 'buybox', 'fees', 'foreseeTrouble'] as const;

export function describeCapabilities<C>(get: () => Bench<C>): void {
  describe('declaring what it can do', () => {
    it.each(Object.entries(CALLS) as [Capability, readonly string[]][])('has all of %s, or nothing of it and says so', (capability, calls) => {
      const connector = get().connector as Connector;
      if (capabilitiesOf(connector).includes(capability)) {
        const port = requireCapability(connector, capability) as unknown as Readonly<Record<string, unknown>>;
        expect(calls.map((name) => [name, typeof port[name]])).toEqual(calls.map((name) => [name, 'function']));
      } else {
        expect(connector[capability]).toBeUndefined();
        expect(() => requireCapability(connector, capability)).toThrow(expect.objectContaining({ name: 'UnsupportedCapabilityError', capability, marketplace: connector.marketplace }));
      }
    });

    it('is tried in all of it against its sandbox', () => {
      const { connector, sandbox } = get();
      expect(TRIED.filter((name) => sandbox.tries[name] !== undefined)).toEqual(TRIED.filter((name) => connector[name] !== undefined));
    });
  });
}

/** Throws when the connector declares what its test file gives no means to try. */
export function hooksFor<C, K extends keyof CapabilitiesUnderTest<C>>({ connector, sandbox }: Bench<C>, capability: K): NonNullable<CapabilitiesUnderTest<C>[K]> {
  const hooks = sandbox.tries[capability];
  if (hooks == null) throw new Error(`${connector.displayName} declares ${capability}, so its sandbox must be able to try it: give 'tries.${capability}'`);
  return hooks;
}
