import ipaddr from 'ipaddr.js';

/**
 * Whether the internet routes to an IP address; also to the IPv4 address that it carries within IPv6. The ranges are those of
 * IANA's special-purpose registries, as the library has them. Not a part of `address.ts`, which activation needs.
 *
 * @param address without brackets; anything that is no address isn't public.
 */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) {
    return false;
  }
  const parsed = ipaddr.process(address);
  return parsed.range() === 'unicast' && !isIPv4Compatible(parsed);
}

/** Such as `::127.0.0.1`; deprecated (RFC 4291, 2.5.5.1), and in no range of the library. */
function isIPv4Compatible(address: ipaddr.IPv4 | ipaddr.IPv6): boolean {
  return address instanceof ipaddr.IPv6 && address.parts.slice(0, 6).every((part) => part === 0);
}
