import type { Account } from '../accounts/account.ts';
import { type AccountRow, type Telling, accountRow } from './accountRow.ts';
import { type Arrangement, isEmptyFilter } from './arrangement.ts';
import type { Section } from './section.ts';

/** What the rows of all accounts depend on. */
export interface BranchParts {
  readonly arrangement: Arrangement;
  readonly telling: () => Telling;
  /** The account that commands without a row mean. */
  readonly currentId: () => string | undefined;
}

/** An account in the tree: its own row, and the section with the rows of its webhooks. */
export class Branch {
  /** Another object when the account was renamed. */
  account: Account;
  readonly section: Section;
  readonly #parts: BranchParts;
  readonly #following: { dispose(): void };
  /** What the row says on screen. */
  #painted: string | undefined;

  /** @param following is ended with the branch. */
  constructor(account: Account, section: Section, parts: BranchParts, following: { dispose(): void }) {
    this.account = account;
    this.section = section;
    this.#parts = parts;
    this.#following = following;
  }

  /** The row as it is painted from now on. */
  paint(): AccountRow {
    const row = this.#row();
    this.#painted = textOf(row);
    return row;
  }

  /** Whether the row on screen says something else than it should. VS Code has yet to ask for one that is not there. */
  get isOutdated(): boolean {
    return this.#painted !== undefined && this.#painted !== textOf(this.#row());
  }

  dispose(): void {
    this.#following.dispose();
  }

  #row(): AccountRow {
    const { arrangement, telling, currentId } = this.#parts;
    const { account, section } = this;
    const shown = isEmptyFilter(arrangement.state.filter) ? undefined : section.structure.shown;
    const isCurrent = account.id === currentId();
    return accountRow({ account, isCurrent, state: section.store.state, shown }, telling());
  }
}

function textOf({ icon, words, hover }: AccountRow): string {
  return [icon, words, hover].join('\n');
}
