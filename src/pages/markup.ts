/** HTML that is finished. Every other text is escaped where it meets HTML, so none can be forgotten. */
export interface Markup {
  readonly source: string;
}

const VOID: readonly string[] = ['meta', 'input'];

/** An element. Attributes and text are escaped; an attribute that is `undefined` is left out. */
export function element(
  name: string,
  attributes: Readonly<Record<string, string | undefined>>,
  ...children: readonly (Markup | string)[]
): Markup {
  const written = Object.entries(attributes)
    .flatMap(([key, value]) => (value === undefined ? [] : ` ${key}="${escape(value)}"`))
    .join('');
  const start = `<${name}${written}>`;
  return { source: VOID.includes(name) ? start : `${start}${inner(children)}</${name}>` };
}

function inner(children: readonly (Markup | string)[]): string {
  return children.map((child) => (typeof child === 'string' ? escape(child) : child.source)).join('');
}

function escape(text: string): string {
  return text.replace(/[&<>"'`]/g, (character) => `&#${character.charCodeAt(0)};`);
}
