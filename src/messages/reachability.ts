import { isIP } from 'node:net';

import * as l10n from '@vscode/l10n';

import { isPublicAddress } from '../platform/publicAddress.ts';
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
  if (!isDeliveredPort(url)) {
    return {
      kind: 'port',
      text: l10n.t("Lettr only delivers to ports 443 and 80, so it can't use port {0}.", url.port),
    };
  }
  return url.protocol === 'http:'
    ? { kind: 'http', text: l10n.t("HTTP isn't encrypted, and Lettr may reject it.") }
    : undefined;
}

/** Whether Lettr delivers to the port of a URL. It knows no others, whether with http or https. */
export function isDeliveredPort({ port }: URL): boolean {
  return ['', '443', '80'].includes(port);
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
  return isIP(address) !== 0 && !isPublicAddress(address);
}
