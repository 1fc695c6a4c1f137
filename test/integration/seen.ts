import * as vscode from 'vscode';

import { until } from './until.ts';

/*
 * Notes what the extension shows, on its way: every call goes on to the real VS Code as it is. The extension and these
 * tests share one API object, since both stand in the extension's folder.
 */

/** A message as the person sees it. */
export interface SeenMessage {
  readonly severity: 'error' | 'warning' | 'information';
  readonly text: string;
  readonly buttons: readonly string[];
  /** Chooses a button. */
  press(label: string): void;
}

/** A quick input that is on screen. */
export interface SeenInput {
  readonly title: string;
  /** The rows of a pick list, without separators; empty for a text input. */
  readonly labels: readonly string[];
  /** The remark under a text input, the first row of a refused pick list. */
  readonly remark: string | undefined;
  /** The sentence under a text input. */
  readonly prompt: string;
  /** Whether a text input shows dots in place of what is typed. */
  readonly isMasked: boolean;
  /** Writes into a text input. */
  fill(text: string): void;
  /** What a text input holds. */
  readonly value: string;
  /** The buttons in the title, by their tooltips; Back has none of ours. */
  readonly buttons: readonly string[];
  /** Presses the button with this tooltip. */
  press(button: string): void;
  /** Moves to the row whose label ends in `label` and presses Enter. */
  choose(label: string): Promise<void>;
  enter(): Promise<void>;
  escape(): Promise<void>;
}

/** The item in the status bar as the person sees it. */
export interface SeenStatus {
  readonly id: string;
  readonly name: string | undefined;
  readonly text: string;
  readonly hover: string;
  readonly label: string | undefined;
  readonly command: string;
}

export class Seen {
  readonly messages: SeenMessage[] = [];
  readonly statuses: string[] = [];
  readonly contextKeys = new Map<string, unknown>();
  readonly #inputs: { readonly input: SeenInput; readonly isShown: () => boolean }[] = [];
  #view: vscode.TreeView<unknown> | undefined;
  #deliveries: vscode.TreeDataProvider<unknown> | undefined;
  readonly #shownItems = new Set<vscode.StatusBarItem>();

  /** The view "Webhooks". */
  get view(): vscode.TreeView<unknown> {
    if (!this.#view) {
      throw new Error('The extension has made no view.');
    }
    return this.#view;
  }

  /** What fills the view "Deliveries". */
  get deliveries(): vscode.TreeDataProvider<unknown> {
    if (!this.#deliveries) {
      throw new Error('The extension has made no view of deliveries.');
    }
    return this.#deliveries;
  }

  /** The next quick input that was not looked at yet, once it is on screen. */
  async input(): Promise<SeenInput> {
    await until(() => this.#inputs.length > 0, 'a quick input');
    const [next] = this.#inputs.splice(0, 1);
    if (!next) {
      throw new Error('There is no quick input.');
    }
    await until(next.isShown, 'its rows');
    return next.input;
  }

  /** The only message so far. */
  async message(): Promise<SeenMessage> {
    await until(() => this.messages.length > 0, 'a message');
    const [message, ...more] = this.messages.splice(0);
    if (!message || more.length > 0) {
      throw new Error(`Several messages: ${[message, ...more].map((one) => one?.text).join(' | ')}`);
    }
    return message;
  }

  /** The status bar item; `undefined` while it is hidden. */
  get status(): SeenStatus | undefined {
    const [item, ...more] = this.#shownItems;
    if (more.length > 0) {
      throw new Error('There are several status bar items.');
    }
    return item && toStatus(item);
  }

  /** How many quick inputs were shown and not looked at. */
  get unreadInputs(): number {
    return this.#inputs.length;
  }

  clear(): void {
    this.messages.length = 0;
    this.statuses.length = 0;
    this.#inputs.length = 0;
  }

  /** Begins to watch; called once, before the extension is activated. */
  watch(): void {
    this.#watchMessages('error', 'showErrorMessage');
    this.#watchMessages('warning', 'showWarningMessage');
    this.#watchMessages('information', 'showInformationMessage');
    this.#watchInputs();
    this.#watchPick();
    this.#watchInputBox();
    this.#watchStatusBar();
    const { createTreeView, setStatusBarMessage } = vscode.window;
    const { executeCommand } = vscode.commands;
    Object.assign(vscode.window, {
      createTreeView: (id: string, options: vscode.TreeViewOptions<unknown>) => {
        const view = createTreeView(id, options);
        if (id === 'lettr.webhooks') {
          this.#view = view;
        } else if (id === 'lettr.deliveries') {
          this.#deliveries = options.treeDataProvider;
        }
        return view;
      },
      setStatusBarMessage: (text: string, ms: number) => {
        this.statuses.push(text);
        return setStatusBarMessage(text, ms);
      },
    });
    Object.assign(vscode.commands, {
      executeCommand: (id: string, ...args: readonly unknown[]) => {
        if (id === 'setContext') {
          this.contextKeys.set(String(args[0]), args[1]);
        }
        return executeCommand(id, ...args);
      },
    });
  }

  #watchMessages(
    severity: SeenMessage['severity'],
    name: 'showErrorMessage' | 'showWarningMessage' | 'showInformationMessage',
  ): void {
    const show = vscode.window[name];
    const watched = (text: string, ...buttons: string[]): Promise<string | undefined> => {
      const pressed = Promise.withResolvers<string | undefined>();
      this.messages.push({ severity, text, buttons, press: pressed.resolve });
      return Promise.race([pressed.promise, show(text, ...buttons)]);
    };
    Object.assign(vscode.window, { [name]: watched });
  }

  #watchStatusBar(): void {
    const { createStatusBarItem } = vscode.window;
    const watched = (id: string, alignment?: vscode.StatusBarAlignment, priority?: number) => {
      const item = createStatusBarItem(id, alignment, priority);
      const [show, hide, dispose] = [item.show.bind(item), item.hide.bind(item), item.dispose.bind(item)];
      return Object.assign(item, {
        show: () => {
          this.#shownItems.add(item);
          show();
        },
        hide: () => {
          this.#shownItems.delete(item);
          hide();
        },
        dispose: () => {
          this.#shownItems.delete(item);
          dispose();
        },
      });
    };
    Object.assign(vscode.window, { createStatusBarItem: watched });
  }

  #watchInputs(): void {
    const { createInputBox, createQuickPick } = vscode.window;
    Object.assign(vscode.window, {
      createInputBox: () => {
        const input = createInputBox();
        const listeners: ((button: vscode.QuickInputButton) => unknown)[] = [];
        const { onDidTriggerButton } = input;
        Object.assign(input, {
          onDidTriggerButton: (listener: (button: vscode.QuickInputButton) => unknown) => {
            listeners.push(listener);
            return onDidTriggerButton(listener);
          },
        });
        this.#add({
          value: () => input.value,
          buttons: () => input.buttons,
          press: (button) => listeners.forEach((listener) => listener(button)),
          title: () => input.title,
          items: () => [],
          active: () => undefined,
          isShown: () => true,
          prompt: () => input.prompt,
          isMasked: () => input.password,
          fill: (text) => {
            input.value = text;
          },
          remark: () =>
            typeof input.validationMessage === 'string'
              ? input.validationMessage
              : input.validationMessage?.message,
        });
        return input;
      },
      createQuickPick: () => {
        const pick = createQuickPick();
        this.#add({
          title: () => pick.title,
          items: () => pick.items,
          active: () => pick.activeItems[0],
          // With boxes to tick no row is active at first.
          isShown: () => pick.canSelectMany || pick.activeItems.length > 0,
          remark: () => pick.items.find(({ alwaysShow }) => alwaysShow)?.label,
        });
        return pick;
      },
    });
  }

  #watchPick(): void {
    const { showQuickPick } = vscode.window;
    const watched = (
      items: readonly vscode.QuickPickItem[] | Promise<readonly vscode.QuickPickItem[]>,
      options: vscode.QuickPickOptions,
    ) => {
      let active: vscode.QuickPickItem | undefined;
      let rows: readonly vscode.QuickPickItem[] = [];
      void Promise.resolve(items).then((found) => (rows = found));
      const title = () => options.title ?? options.placeHolder;
      this.#add({
        title,
        items: () => rows,
        active: () => active,
        isShown: () => active !== undefined,
        remark: () => undefined,
      });
      const onDidSelectItem = (item: vscode.QuickPickItem | string): void => {
        active = typeof item === 'string' ? { label: item } : item;
      };
      return showQuickPick(items, { ...options, onDidSelectItem });
    };
    Object.assign(vscode.window, { showQuickPick: watched });
  }

  /** VS Code judges the value of an input box when it shows it; nothing can be typed into it from here. */
  #watchInputBox(): void {
    const { showInputBox } = vscode.window;
    const watched = (options: vscode.InputBoxOptions) => {
      let isShown = false;
      this.#add({
        title: () => options.title,
        items: () => [],
        active: () => undefined,
        isShown: () => isShown,
        remark: () => undefined,
        prompt: () => options.prompt,
        value: () => options.value ?? '',
      });
      const validateInput = (value: string) => {
        isShown = true;
        return options.validateInput?.(value);
      };
      return showInputBox({ ...options, validateInput });
    };
    Object.assign(vscode.window, { showInputBox: watched });
  }

  #add(source: Source): void {
    this.#inputs.push({ input: toSeen(source), isShown: () => source.isShown() });
  }
}

function toStatus(item: vscode.StatusBarItem): SeenStatus {
  const { id, name, text, tooltip, accessibilityInformation, command } = item;
  return {
    id,
    name,
    text,
    hover: typeof tooltip === 'string' ? tooltip : (tooltip?.value ?? ''),
    label: accessibilityInformation?.label,
    command: typeof command === 'string' ? command : (command?.command ?? ''),
  };
}

interface Source {
  title(): string | undefined;
  items(): readonly vscode.QuickPickItem[];
  active(): vscode.QuickPickItem | undefined;
  /** Whether it waits for an answer; the rows of a pick list come later than the list. */
  isShown(): boolean;
  remark(): string | undefined;
  prompt?(): string | undefined;
  isMasked?(): boolean;
  fill?(text: string): void;
  value?(): string;
  buttons?(): readonly vscode.QuickInputButton[];
  press?(button: vscode.QuickInputButton): void;
}

function toSeen(source: Source): SeenInput {
  const active = (): string | undefined => source.active()?.label;
  return {
    get isMasked() {
      return source.isMasked?.() ?? false;
    },
    fill: (text) => source.fill?.(text),
    get title() {
      return source.title() ?? '';
    },
    get labels() {
      return source
        .items()
        .filter(({ kind }) => kind !== vscode.QuickPickItemKind.Separator)
        .map(({ label }) => label);
    },
    get remark() {
      return source.remark();
    },
    get prompt() {
      return source.prompt?.() ?? '';
    },
    get value() {
      return source.value?.() ?? '';
    },
    get buttons() {
      return (source.buttons?.() ?? []).map(({ tooltip }) => tooltip ?? '');
    },
    press: (tooltip) => {
      const button = source.buttons?.().find((one) => one.tooltip === tooltip);
      if (!button) {
        throw new Error(`No button "${tooltip}" in "${source.title()}".`);
      }
      source.press?.(button);
    },
    choose: async (label) => {
      const isReached = (): boolean => active()?.endsWith(label) === true;
      for (let moves = 0; !isReached() && moves < source.items().length; moves += 1) {
        // Two rows may have the same label.
        const before = source.active();
        await vscode.commands.executeCommand('workbench.action.quickOpenSelectNext');
        await until(() => source.active() !== before, `the row after "${before?.label}"`);
      }
      if (!isReached()) {
        throw new Error(`No row "${label}" in "${source.title()}".`);
      }
      await enter();
    },
    enter,
    escape: async () => {
      await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    },
  };
}

async function enter(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.acceptSelectedQuickOpenItem');
}
