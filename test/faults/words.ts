/*
 * The error table's sentences and buttons, written out: they are compared with what the extension says, so nothing of
 * its own words is used here.
 */

/** A message as a person reads it. */
export interface Told {
  readonly text: string;
  readonly buttons: readonly string[];
}

/** Stands in sentences for the host of another origin, whose port is not known before it is there. */
export const ELSEWHERE = '<elsewhere>';

/** What was tried, as the sentences name it. */
export type Verb = 'read' | 'create' | 'change' | 'delete';

export const UNAUTHORIZED: Told = {
  text: 'Lettr rejected the API key of "Acme".',
  buttons: ['Replace Key'],
};

export const SANDBOX: Told = {
  text: 'Sandbox keys can read webhooks but not change them.',
  buttons: ['Switch Account'],
};

export const ADDRESS_REFUSED: Told = {
  text: "Lettr doesn't accept this API key from your network address.",
  buttons: ['Show Log'],
};

export const BLOCKED: Told = {
  text: "Couldn't reach Lettr: a proxy or firewall blocked the request (status 403).",
  buttons: ['Show Log'],
};

export const MISSING: Told = {
  text: 'The webhook no longer exists and was removed from the list.',
  buttons: [],
};

export const CONFLICT: Told = {
  text: 'Another webhook already uses this URL.',
  buttons: ['Edit URL', 'Reveal It'],
};

export function internal(status: number): Told {
  return { text: internalLost(status), buttons: ['Try Again'] };
}

export const INTERNAL_LOST_PROXY =
  'Lettr, or the proxy in the setting http.proxy, had an internal error (status 502).';

export const INTERNAL_PROXY: Told = { text: INTERNAL_LOST_PROXY, buttons: ['Try Again'] };

export const NO_WORDS = "Lettr didn't accept this and didn't say why.";

export function scope(verb: Verb): Told {
  return {
    text: `This API key isn't allowed to ${verb} webhooks. Use a key with full access.`,
    buttons: ['Switch Account'],
  };
}

export function refusedWords(words: string): Told {
  return { text: `Lettr didn't accept this: ${words}`, buttons: ['Review'] };
}

/** Longer waits than a minute are told with their length. */
export function limited(minutes = 0): Told {
  const wait = minutes === 0 ? 'at <time>' : `in ${minutes} minutes (<time>)`;
  return { text: `Lettr received too many requests. Try again ${wait}.`, buttons: ['Try Again'] };
}

export function unreachable(cause: string): Told {
  return { text: `Couldn't reach Lettr: ${cause}.`, buttons: ['Try Again', 'Show Log'] };
}

export function unreadable(status: number): Told {
  return { text: `Lettr returned an unexpected response (status ${status}).`, buttons: ['Show Log'] };
}

export function unexpected(status: number): Told {
  return { text: `Lettr returned an unexpected status (${status}).`, buttons: ['Show Log'] };
}

export function redirected(host: string): Told {
  return { text: `The server redirected to ${host}. Your API key wasn't sent there.`, buttons: ['Show Log'] };
}

const WIZARD_BUTTONS = { editUrl: 'Edit URL', revealIt: 'Reveal It', review: 'Review' } as const;

/** What only some commands can do about a failure. */
export type WizardWay = keyof typeof WIZARD_BUTTONS;

/** The table's buttons, without those that a command has no place for, and with its way back to the review. */
export function inCommand({ text, buttons }: Told, actions: readonly WizardWay[]): Told {
  const all: readonly string[] = Object.values(WIZARD_BUTTONS);
  const own: readonly string[] = actions.map((way) => WIZARD_BUTTONS[way]);
  const fit = buttons.filter((button) => !all.includes(button) || own.includes(button));
  const leadsBack = own.includes('Review') && fit.length > 0 && !fit.includes('Review');
  return { text, buttons: leadsBack ? [...fit, 'Review'] : fit };
}

/** Of a write whose answer was lost: `what` was lost, and the list shows that it was not done. */
export function notDone(what: string): Told {
  return {
    text: `${what} The list was read again: nothing was changed.`,
    buttons: ['Try Again', 'Show Log'],
  };
}

/** Of a write whose answer was lost, while the list could not be read either. */
export function notKnown(what: string): Told {
  return {
    text: `${what} It isn't known whether the change was made.`,
    buttons: ['Refresh', 'Show Log'],
  };
}

/** What a lost 5xx is called before the list is looked at. */
export function internalLost(status: number): string {
  return `Lettr had an internal error (status ${status}).`;
}

/** Of a write that was certainly not done: what happened, and that nothing was changed, where a person would wonder. */
export function unchanged({ text, buttons }: Told): Told {
  const isInDoubt = /^(Couldn't reach Lettr|Lettr returned|Lettr had|The server redirected)/.test(text);
  return { text: isInDoubt ? `${text} Nothing was changed.` : text, buttons };
}

/**
 * Puts stand-ins for what nobody can know before: the time of day that a sentence names, and a host with its port. The
 * ID of a request is left out.
 */
export function withStandIns(text: string, elsewhere: string): string {
  return text
    .replace(/ Correlation ID: \S+$/, '')
    .replace(/(Try again at ).*(?=\.)/, '$1<time>')
    .replace(/(Try again in \d+ minutes \().*(?=\))/, '$1<time>')
    .replace(elsewhere, ELSEWHERE);
}

/** The buttons without that which copies the ID of a request. */
export function withoutCopyId(buttons: readonly string[]): readonly string[] {
  return buttons.filter((button) => button !== 'Copy ID');
}
