import * as vscode from 'vscode';

/** A message for the person: one sentence, and what they can do about it. */
export interface Notice {
  readonly severity: 'error' | 'warning' | 'information';
  /** Already harmless: every part that came from outside went through `plain`. */
  readonly text: string;
  readonly actions: readonly Action[];
}

/** A button of a message. */
export interface Action {
  readonly label: string;
  readonly run: () => unknown;
}

/** Shows a message and runs the button that was chosen; resolves when it was, or when the message was closed. */
export async function notify(notice: Notice): Promise<void> {
  const show = {
    error: vscode.window.showErrorMessage,
    warning: vscode.window.showWarningMessage,
    information: vscode.window.showInformationMessage,
  }[notice.severity];
  const chosen = await show(notice.text, ...notice.actions.map((way) => way.label));
  await notice.actions.find((way) => way.label === chosen)?.run();
}

/** A question in a modal dialog, which needs an answer before anything happens. */
export interface Question {
  readonly text: string;
  readonly detail: string;
  readonly answers: readonly string[];
}

/** Asks; `undefined` when the person cancelled. Injected, since VS Code refuses dialogs while extension tests run. */
export type Ask = (question: Question) => Promise<string | undefined>;

export const askInDialog: Ask = async ({ text, detail, answers }) =>
  vscode.window.showWarningMessage(text, { modal: true, detail }, ...answers);
