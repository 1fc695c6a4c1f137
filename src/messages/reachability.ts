import { BlockList, isIP } from 'node:net';

import * as l10n from '@vscode/l10n';

import { plain } from '../platform/text.ts';

/** What keeps Lettr from delivering to a URL, the worst first. */
export type ObstacleKind = 'localName' | 'privateAddress' | 'port' | 'http';

export interface Obstacle {
  readonly kind: ObstacleKind;
  /** One sentence; harmless text. */
  readonly text: string;
}

/** The worst that speaks against delivering to a URL; `undefined` when nothing does. Only Lettr knows for certain. */
export function obstacleTo(url: URL): Obstacle | undefined {
  if (isLocalName(url.hostname)) {
    return {
      kind: 'localName',
      text: l10n.t("Lettr can't reach {0}. Use a public URL.", plain(url.hostname.replace(/\.$/, ''))),
    };
  }
  if (isPrivateAddress(url.hostname)) {
    return {
      kind: 'privateAddress',
      text: l10n.t("Lettr can't reach the private address {0}. Use a public URL.", plain(url.hostname)),
    };
  }
  if (url.port !== '' && url.port !== '443' && url.port !== '80') {
    return {
      kind: 'port',
      text: l10n.t("Lettr only delivers to ports 443 and 80, so it can't use port {0}.", url.port),
    };
  }
  return url.protocol === 'http:'
    ? { kind: 'http', text: l10n.t("HTTP isn't encrypted, and Lettr may reject it.") }
    : undefined;
}

function isLocalName(host: string): boolean {
  const name = host.replace(/\.$/, '').toLowerCase();
  return (
    /(^|\.)(localhost|local|internal|test|invalid|home\.arpa)$/.test(name) ||
    (!name.includes('.') && !name.startsWith('['))
  );
}

function isPrivateAddress(host: string): boolean {
  const address = host.replace(/^\[|\]$/g, '');
  const version = isIP(address);
  return version !== 0 && PRIVATE.check(address, version === 6 ? 'ipv6' : 'ipv4');
}

/** Ranges that the internet does not route to a host, from IANA's special-purpose registries. */
const PRIVATE = new BlockList();
for (const [network, prefix] of [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 3],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv4');
}
for (const [network, prefix] of [
  ['::', 96],
  ['2001:db8::', 32],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const) {
  PRIVATE.addSubnet(network, prefix, 'ipv6');
}
