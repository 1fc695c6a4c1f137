type Values = ReadonlySet<string>;

/**
 * The ticked values of a pick list whose rows are replaced while somebody ticks them.
 *
 * VS Code unticks everything when it gets new rows, and ticks again only what it is told to; it reports both, later, as if
 * a person had done it. In the meantime the person goes on. So what VS Code reports is compared with what it was asked to
 * show, and only the difference counts as the person's.
 */
export class Selection {
  readonly #adjust: (before: Values, after: Values) => Values;
  #values: Values;
  /** What VS Code reported last. */
  #shown: Values;
  /** What VS Code was asked to show and has not reported yet, oldest first. */
  #asked: Values[] = [];

  /** @param adjust given the values before and after a person's change, returns the values to tick. */
  constructor(values: Values, adjust: (before: Values, after: Values) => Values) {
    this.#values = values;
    this.#shown = values;
    this.#adjust = adjust;
  }

  get values(): Values {
    return this.#values;
  }

  /** Has to be called whenever rows that are on the screen are replaced with `values` ticked. */
  asked(): void {
    // With nothing ticked, VS Code has nothing to report afterwards.
    if (this.#values.size === 0) this.#asked = [];
    else this.#asked.push(this.#values);
  }

  /**
   * Takes what VS Code reports as ticked.
   *
   * @returns whether a person has changed something.
   */
  reported(values: Values): boolean {
    const before = this.#shown;
    this.#shown = values;
    const answered = this.#asked.findIndex((asked) => isSameSet(asked, values));
    this.#asked = this.#asked.slice(answered + 1);
    const isPending = this.#asked.length > 0;
    if (isPending && (answered !== -1 || values.size === 0)) return false;
    // While VS Code has more to report, what it shows is out of date, and only the person's change to it counts.
    const after = isPending
      ? this.#values.union(values.difference(before)).difference(before.difference(values))
      : values;
    if (isSameSet(after, this.#values)) return false;
    this.#values = this.#adjust(this.#values, after);
    return true;
  }

  /** Whether VS Code shows, or is about to show, something else than the values. */
  get isBehind(): boolean {
    return this.#asked.length > 0 || !isSameSet(this.#shown, this.#values);
  }
}

function isSameSet(a: Values, b: Values): boolean {
  return a.size === b.size && a.isSubsetOf(b);
}
