import type { CommandId, DeliveryCommandId, PageCommandId } from '../platform/ids.ts';
import type { Markup } from './markup.ts';

/*
 * A page as data. A webview and a Markdown document are made from the same blocks, so that they say the same. Texts are
 * plain and may come from outside: both renderers escape them and leave out what nobody can see.
 */

/** A part of a text: words, a moment (Unix ms), or something to be read letter by letter. */
export type Inline =
  | string
  | { readonly time: number }
  | {
      readonly code: string;
      /** What the button that copies it is called, such as "Copy URL". */
      readonly copy?: string;
    };

/** One line. A webview shows moments as "3 hours ago" with date and time on hover, a document as date and time. */
export type Text = string | readonly Inline[];

/** What a shape and its colour stand for; the words beside it say the same. */
export type Tone = 'error' | 'warning' | 'success' | 'off' | 'neutral';

/** A verdict or a state: a shape with its word. */
export interface Badge {
  readonly tone: Tone;
  readonly text: string;
}

/** A command of this extension as a button. Only webviews can run it; a document names it where it mends something. */
export interface Action {
  readonly label: string;
  readonly command: CommandId | DeliveryCommandId | PageCommandId;
  /** Plain JSON. */
  readonly args: readonly unknown[];
  /** More words than the label has, for the hover and for screen readers. */
  readonly hint?: string;
}

/** A fact with its label. */
export interface Field {
  readonly label: string;
  readonly value: Text;
}

export interface Item {
  readonly text: Text;
  /** What follows from it or speaks for it, in smaller print. */
  readonly details?: readonly Text[];
  readonly actions?: readonly Action[];
}

export interface Cell {
  readonly text: Text;
  readonly tone?: Tone;
  readonly action?: Action;
}

/** Rows of a table that belong together. The first cell of a row is its head. */
export interface RowGroup {
  readonly label?: string;
  readonly rows: readonly (readonly Cell[])[];
}

export type Block =
  /** The head of the page: its name, its state, and what can be done; `more` stands behind "…". */
  | {
      readonly kind: 'title';
      readonly text: string;
      readonly badge?: Badge;
      readonly actions?: readonly Action[];
      readonly more?: readonly Action[];
    }
  /** Within a section. */
  | { readonly kind: 'heading'; readonly text: Text }
  | { readonly kind: 'badge'; readonly badge: Badge }
  | { readonly kind: 'lead' | 'paragraph'; readonly text: Text; readonly actions?: readonly Action[] }
  | { readonly kind: 'list'; readonly isOrdered?: boolean; readonly items: readonly Item[] }
  | { readonly kind: 'fields'; readonly fields: readonly Field[] }
  /** Scrolls by itself where it is wider or taller than the page; its heads stay. */
  | {
      readonly kind: 'table';
      readonly caption: string;
      readonly head: readonly Cell[];
      readonly groups: readonly RowGroup[];
    }
  /** Lines as they are. They have a Copy button; where the text is too long for a link, `copy` has to copy it. */
  | {
      readonly kind: 'code';
      /** Of the fence in Markdown, such as `sh`. */
      readonly language: string;
      readonly text: string;
      readonly copy?: Action;
    }
  /** Side by side where there is room, else one below the other. */
  | { readonly kind: 'columns'; readonly columns: readonly (readonly Block[])[] }
  /** A drawing made here; a document has only the words. */
  | { readonly kind: 'picture'; readonly picture: Markup; readonly words: Text }
  | { readonly kind: 'actions'; readonly actions: readonly Action[] }
  | {
      readonly kind: 'section';
      /** Where a page can be opened at; unique in the page. */
      readonly id: string;
      readonly title: string;
      /** Only its title is shown until somebody opens it. */
      readonly isFolded?: boolean;
      readonly blocks: readonly Block[];
    }
  /** One of them is shown at a time; a document has them all. */
  | {
      readonly kind: 'tabs';
      readonly label: string;
      readonly tabs: readonly { readonly label: string; readonly blocks: readonly Block[] }[];
    };

export interface Page {
  /** Of its tab and its document. */
  readonly title: string;
  readonly blocks: readonly Block[];
}

/** A button's command as VS Code reads it from a link. */
export function commandUri({ command, args }: Action): string {
  return args.length === 0
    ? `command:${command}`
    : `command:${command}?${encodeURIComponent(JSON.stringify(args))}`;
}

/**
 * Fills in a translated sentence with texts that are more than words, such as `{ time }` for the `{0}` of "Last failure {0}".
 * A text that is translated without values keeps its placeholders for this.
 */
export function sentence(template: string, ...values: readonly (Text | Inline)[]): readonly Inline[] {
  return template.split(/(\{\d+\})/).flatMap((part): readonly Inline[] => {
    const index = /^\{(\d+)\}$/.exec(part)?.[1];
    if (index === undefined) {
      return part === '' ? [] : [part];
    }
    const value = values[Number(index)] ?? part;
    return isText(value) ? inlines(value) : [value];
  });
}

/** Texts one after the other, with `separator` between them. */
export function joined(texts: readonly Text[], separator = ' '): readonly Inline[] {
  return texts.flatMap((text, index) => (index === 0 ? inlines(text) : [separator, ...inlines(text)]));
}

/** The parts of a text. */
export function inlines(text: Text): readonly Inline[] {
  return typeof text === 'string' ? [text] : text;
}

function isText(value: Text | Inline): value is Text {
  return typeof value === 'string' || Array.isArray(value);
}
