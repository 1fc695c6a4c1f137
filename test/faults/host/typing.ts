import * as vscode from 'vscode';

interface Box {
  readonly input: vscode.InputBox;
  readonly listeners: ((value: string) => unknown)[];
}

const boxes: Box[] = [];
const { createInputBox } = vscode.window;

// The watcher of the integration tests stands below this one, and sees the same boxes.
Object.assign(vscode.window, {
  createInputBox: () => {
    const input = createInputBox();
    const { onDidChangeValue } = input;
    const listeners: Box['listeners'] = [];
    boxes.push({ input, listeners });
    const listen: typeof onDidChangeValue = (listener, ...rest) => {
      listeners.push((value) => Reflect.apply(listener, rest[0], [value]));
      return onDidChangeValue(listener, ...rest);
    };
    return Object.defineProperty(input, 'onDidChangeValue', { value: listen });
  },
});

/** Types into the text input that was opened last. VS Code tells only of keys that a person pressed, so this does too. */
export function type(text: string): void {
  const box = boxes.at(-1);
  if (!box) {
    throw new Error('There is no text input.');
  }
  box.input.value = text;
  for (const tell of box.listeners) {
    tell(text);
  }
}
