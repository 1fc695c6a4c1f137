/** A way in which text may be written. */
export type Form =
  | 'plain'
  | 'UTF-16'
  | 'base64'
  | 'base64 in a URL'
  | 'URL-encoded'
  | 'form-encoded'
  | 'JSON'
  | 'HTML'
  | 'hexadecimal';

/** How many bytes may stand before a text that is encoded in base64 together with others. */
const SHIFTS = [0, 1, 2] as const;

/** The bytes of a text in every form that differs from its plain one. */
export function formsOf(text: string): readonly (readonly [Form, Buffer])[] {
  const utf8 = Buffer.from(text);
  const utf16 = Buffer.from(text, 'utf16le');
  const encoded = encodeURIComponent(text);
  const base64 = SHIFTS.map((shift) => base64Inside(utf8, shift));
  const texts: readonly (readonly [Form, string])[] = [
    ...base64.map((one) => ['base64', one] as const),
    ...base64.map((one) => ['base64 in a URL', one.replaceAll('+', '-').replaceAll('/', '_')] as const),
    ...base64.map((one) => ['base64 in a URL', encodeURIComponent(one)] as const),
    ['URL-encoded', encoded],
    ['form-encoded', encoded.replaceAll('%20', '+')],
    ['JSON', JSON.stringify(text).slice(1, -1)],
    ['JSON', JSON.stringify(JSON.stringify(text).slice(1, -1)).slice(1, -1)],
    ['HTML', escaped(text)],
    ['hexadecimal', utf8.toString('hex')],
  ];
  const forms: (readonly [Form, Buffer])[] = [
    ['plain', utf8],
    ['UTF-16', utf16],
    ['UTF-16', Buffer.from(utf16).swap16()],
  ];
  const known = new Set([text]);
  for (const [form, written] of texts) {
    if (!known.has(written)) {
      known.add(written);
      forms.push([form, Buffer.from(written)]);
    }
  }
  return forms;
}

/**
 * The part of a base64 text that `bytes` alone decide when other bytes stand around them: so a password is found in the
 * value of an authorization header without its username.
 */
function base64Inside(bytes: Buffer, shift: 0 | 1 | 2): string {
  const whole = Buffer.concat([Buffer.alloc(shift), bytes]);
  const first = Math.ceil((shift * 8) / 6);
  const end = Math.floor((whole.length * 8) / 6);
  return whole.toString('base64').slice(first, end);
}

function escaped(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
