import { lookup } from 'node:dns';
import { BlockList, isIP, type LookupFunction } from 'node:net';

/** Networks nobody on the internet has an address in. Source: IANA special-purpose address registries. */
const SPECIAL = new BlockList();
const SPECIAL_V4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const;
/** Inside the part of IPv6 that is in use: tunnels to IPv4 addresses, protocol assignments, documentation. */
const SPECIAL_V6 = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
  ['3fff::', 20],
] as const;
for (const [network, prefix] of SPECIAL_V4) SPECIAL.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of SPECIAL_V6) SPECIAL.addSubnet(network, prefix, 'ipv6');

/** The only part of IPv6 that has been given out for the internet. */
const UNICAST_V6 = new BlockList();
UNICAST_V6.addSubnet('2000::', 3, 'ipv6');

/** Whether an IP address is one of the internet's: not this machine, its network, or a cloud's metadata service. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !SPECIAL.check(address, 'ipv4');
    case 6:
      return UNICAST_V6.check(address, 'ipv6') && !SPECIAL.check(address, 'ipv6');
    default:
      return false;
  }
}

/**
 * Resolves a name to its public addresses, for the `lookup` option of a connection: what was checked is what is
 * connected to, so a name cannot be turned to an inside address between the two. It is not called for a host that is
 * an IP address already: check that with {@link isPublicAddress}.
 */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, []);
    const open = addresses.filter(({ address }) => isPublicAddress(address));
    const [first] = open;
    if (first === undefined) return callback(new Error(`${hostname} has no public address`), []);
    if (options.all === true) return callback(null, open);
    return callback(null, first.address, first.family);
  });
};
