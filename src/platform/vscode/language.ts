import * as vscode from 'vscode';

import { languageOf } from '../language.ts';

/** The language of VS Code's UI, as `Intl` takes it. Nothing else reads `env.language`, and `Intl` gets no other language. */
export function uiLanguage(): string {
  return languageOf(vscode.env.language);
}
