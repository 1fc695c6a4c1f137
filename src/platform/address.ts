/** An API address that a key may be sent to, or why the one in the settings is none. */
export type ApiAddress =
  | { readonly kind: 'valid'; readonly baseUrl: string; readonly origin: string }
  | { readonly kind: 'invalid'; readonly text: string };

/** Accepts https anywhere and http on this machine; the base URL comes back without credentials, query or final slash. */
export function parseApiAddress(text: string): ApiAddress {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isSafe = url && (url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname)));
  if (!url || !isSafe || url.username || url.password) {
    return { kind: 'invalid', text };
  }
  return { kind: 'valid', baseUrl: url.origin + url.pathname.replace(/\/+$/, ''), origin: url.origin };
}

/** Whether a host, as `URL` writes it, is certainly this machine. A name such as `app.localhost` may be looked up elsewhere. */
export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '[::1]' || /^127(\.\d{1,3}){3}$/.test(host);
}
