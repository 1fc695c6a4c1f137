import * as vscode from 'vscode';

import { Cancelled } from '../../api/errors.ts';

export interface TextQuestion {
  readonly title?: string;
  readonly prompt: string;
  readonly value?: string;
  readonly placeholder?: string;
  /** Whether dots are shown in place of what is typed. */
  readonly isSecret?: boolean;
  /** What is wrong with a text; `undefined` when nothing is. */
  readonly validate?: (text: string) => string | undefined;
}

/**
 * Asks for a text in an input that stays open while the person looks something up elsewhere.
 *
 * @throws {Cancelled} when the person leaves it.
 */
export async function askText(question: TextQuestion): Promise<string> {
  const { title, prompt, value = '', placeholder, isSecret = false, validate = () => undefined } = question;
  const input = vscode.window.createInputBox();
  input.title = title;
  input.prompt = prompt;
  input.value = value;
  input.placeholder = placeholder;
  input.password = isSecret;
  input.ignoreFocusOut = true;
  try {
    return await new Promise((resolve, reject) => {
      input.onDidChangeValue(() => {
        input.validationMessage = undefined;
      });
      input.onDidAccept(() => {
        const fault = validate(input.value);
        input.validationMessage = fault;
        if (fault === undefined) {
          resolve(input.value);
        }
      });
      input.onDidHide(() => reject(new Cancelled()));
      input.show();
    });
  } finally {
    input.dispose();
  }
}
