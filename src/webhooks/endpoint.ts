import { plain } from '../platform/text.ts';

/** The host of an endpoint with its port, harmless; the text itself where it is no URL. */
export function endpointHost(url: string): string {
  return plain(URL.canParse(url) ? new URL(url).host : url);
}

/** Why a text can't be the URL of an endpoint, a handler or a token server. */
export type UrlFault = 'malformed' | 'credentials';

/**
 * Judges a text as a URL to which requests can be sent. One with a username or a password is refused: Node would make an
 * `Authorization` header of them, which neither Lettr nor the log knows of.
 *
 * @returns `undefined` when the text is a full http or https URL.
 */
export function urlFault(text: string): UrlFault | undefined {
  if (/\s/.test(text) || !/^https?:\/\/[^/\\]/i.test(text) || !URL.canParse(text)) {
    return 'malformed';
  }
  const { username, password } = new URL(text);
  return username === '' && password === '' ? undefined : 'credentials';
}

/**
 * Whether two texts name one endpoint, however they are written: capitals in the host, its port when it is the usual one,
 * names with umlauts or a dot at their end, the slash of an empty path and needless escapes make no difference. Neither does a fragment, which
 * is never sent. Paths differ by their capitals and their last slash.
 */
export function sameEndpoint(a: string, b: string): boolean {
  return a === b || endpointKey(a) === endpointKey(b);
}

/** A text that is the same for all ways to write an endpoint. */
export function endpointKey(url: string): string {
  if (!URL.canParse(url)) {
    return url.trim();
  }
  // Parsing sees to host and port.
  const { protocol, username, password, host, pathname, search } = new URL(url);
  const login = username === '' && password === '' ? '' : `${username}:${password}@`;
  return `${protocol}//${login}${host.replace(/\.(?=:|$)/, '')}${unescaped(pathname)}${unescaped(search)}`;
}

/**
 * Escapes of characters that need none are undone, the others are written in capitals (RFC 3986, 6.2.2); so are the few
 * that the RFC wants escaped and a parsed URL does not.
 */
function unescaped(text: string): string {
  return text
    .replace(/%[\da-f]{2}/gi, (escape) => {
      const character = String.fromCharCode(Number.parseInt(escape.slice(1), 16));
      return /[\w.~-]/.test(character) ? character : escape.toUpperCase();
    })
    .replace(/[[\]|^`{}]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}
