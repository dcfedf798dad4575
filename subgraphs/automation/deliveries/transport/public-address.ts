import { lookup as askDns, type LookupAddress } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Whether an IP address may be called. */
export type AddressRule = (address: string) => boolean;

/** The address is not one that may be called: private, on this machine, or reserved. */
export class AddressRefusedError extends Error {
  override readonly name = 'AddressRefusedError';
  readonly code = 'ADDRESS_REFUSED';
}

// The special-purpose registries of IANA (RFC 6890 and its successors, read 2026-11-22).
const IPV4_RESERVED = [
  ['0.0.0.0', 8], ['10.0.0.0', 8], ['100.64.0.0', 10], ['127.0.0.0', 8], ['169.254.0.0', 16], ['172.16.0.0', 12], ['192.0.0.0', 24], ['192.0.2.0', 24],
  ['192.31.196.0', 24], ['192.52.193.0', 24], ['192.88.99.0', 24], ['192.168.0.0', 16], ['192.175.48.0', 24], ['198.18.0.0', 15], ['198.51.100.0', 24],
  ['203.0.113.0', 24], ['224.0.0.0', 4], ['240.0.0.0', 4],
] as const;
/** Of IPv6 only what is given out to the public (2000::/3) may be called, less these: protocol assignments and Teredo, documentation, 6to4. */
const IPV6_RESERVED = [['2001::', 23], ['2001:db8::', 32], ['2002::', 16], ['2620:4f:8000::', 48], ['3fff::', 20]] as const;

const reserved = new BlockList();
for (const [network, prefix] of IPV4_RESERVED) reserved.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of IPV6_RESERVED) reserved.addSubnet(network, prefix, 'ipv6');
const globalIpv6 = new BlockList();
globalIpv6.addSubnet('2000::', 3, 'ipv6');
const thisMachine = new BlockList();
thisMachine.addSubnet('127.0.0.0', 8, 'ipv4');
thisMachine.addAddress('::1', 'ipv6');

/** Addresses of the public internet alone. An IPv4 address in IPv6 clothes is none of them. */
export const isPublicAddress: AddressRule = (address) => {
  const family = isIP(address);
  if (family === 4) return !reserved.check(address, 'ipv4');
  return family === 6 && globalIpv6.check(address, 'ipv6') && !reserved.check(address, 'ipv6');
};

/** Those, and this machine: for a demo or a test. */
export const isPublicOrThisMachine: AddressRule = (address) => isPublicAddress(address) || (isIP(address) === 4 ? thisMachine.check(address, 'ipv4') : isIP(address) === 6 && thisMachine.check(address, 'ipv6'));

/** What a name stands for, as `dns.lookup` with `all` answers it. */
export type Resolve = (hostname: string, options: { readonly all: true }, answer: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void) => void;

/**
 * A `lookup` for sockets: what it answers is what is connected to, so a name cannot mean one address when it is checked and another when it is
 * called. A name of which one address may not be called is refused as a whole. Sockets do not look up literal addresses: check those before.
 */
export function guardedLookup(mayCall: AddressRule, resolve: Resolve = askDns): LookupFunction {
  return (hostname, options, answer) => {
    resolve(hostname, { all: true }, (error, addresses) => {
      if (error) {
        answer(error, '', 0);
        return;
      }
      const wanted = addresses.filter(({ family }) => options.family === undefined || options.family === 0 || familyOf(options.family) === family);
      const [first] = wanted;
      if (!addresses.every(({ address }) => mayCall(address))) answer(new AddressRefusedError('the name stands for an address that may not be called'), '', 0);
      else if (!first) answer(Object.assign(new Error('the name stands for no address'), { code: 'ENOTFOUND' }), '', 0);
      else if (options.all === true) answer(null, wanted);
      else answer(null, first.address, first.family);
    });
  };
}

function familyOf(family: number | 'IPv4' | 'IPv6'): number {
  return family === 'IPv4' ? 4 : family === 'IPv6' ? 6 : family;
}
