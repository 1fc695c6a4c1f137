import type { Account } from '../../accounts/account.ts';
import type { Verb, ActionId } from '../../messages/problems.ts';
import type { Notice } from '../../platform/vscode/notify.ts';

/** What a command knows about a failure that the API does not. */
export interface FailureContext {
  readonly account?: Account | undefined;
  readonly verb?: Verb | undefined;
  /** What the buttons of the message do here; the others do what they do everywhere. */
  readonly actions?: Partial<Readonly<Record<ActionId, () => unknown>>> | undefined;
}

/** A failure with its context, on its way to the boundary that shows it. */
export class Failure extends Error {
  override readonly name = 'Failure';
  readonly reason: unknown;
  readonly context: FailureContext;

  constructor(reason: unknown, context: FailureContext) {
    super(reason instanceof Error ? reason.message : 'A command failed', { cause: reason });
    this.reason = reason;
    this.context = context;
  }
}

/** A command that cannot do what it was asked; it says so in words of its own. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly notice: Notice;

  constructor(notice: Notice) {
    super(notice.text);
    this.notice = notice;
  }
}

/** Adds what the command knows to whatever goes wrong in `work`. */
export async function inContext<T>(context: FailureContext, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof Failure || error instanceof Refusal ? error : new Failure(error, context);
  }
}
