/** Replaces everything that looks like a key or the value of an authorization header. */
export function redact(text: string): string {
  return text
    .replace(/lttr_[\w.~+/=-]+/gi, 'lttr_…')
    .replace(/\b(authorization["']?\s*[:=][\s"'[]*)(?:[a-z]+\s+)?[^\s"',}\]]+/gi, '$1…')
    .replace(/\b(bearer|basic)\s+[\w.~+/=-]{8,}/gi, '$1 …');
}
