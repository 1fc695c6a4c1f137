import { readFileSync } from 'node:fs';

/** A JSON object whose content is not known yet. */
export type JsonObject = Readonly<Record<string, unknown>>;

/**
 * Parses the text of a JSON object.
 * @throws SyntaxError for what is not JSON, Error for what is not an object
 */
export function parseObject(text: string): JsonObject {
  const value: unknown = JSON.parse(text);
  if (!isObject(value)) throw new Error('This JSON is not an object.');
  return value;
}

/** Reads a file that holds one JSON object. Throws as `parseObject` and `readFileSync` do. */
export function readObject(file: string): JsonObject {
  return parseObject(readFileSync(file, 'utf8'));
}

/** The text at a path of keys, or undefined. */
export function textAt(object: JsonObject, ...keys: string[]): string | undefined {
  let value: unknown = object;
  for (const key of keys) value = isObject(value) ? value[key] : undefined;
  return typeof value === 'string' ? value : undefined;
}

/** Whether a value is an object, arrays excluded. */
export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
