import * as vscode from 'vscode';

import { plain } from '../../platform/text.ts';
import type { Frame, Move } from '../engine.ts';
import { Selection } from '../selection.ts';
import type { Finding } from '../validate.ts';

/** A button that fills in the value of a text question. */
export interface GenerateButton {
  readonly tooltip: string;
  /** Shown under the input once it was pressed. */
  readonly remark: string;
  /** Makes the value, and keeps it like one that was typed. */
  generate(): string;
}

/** A question that is answered by typing. */
export interface TextQuestion {
  readonly prompt: string;
  readonly placeholder: string;
  readonly value: string;
  /** Hides what is typed. */
  readonly isSecret?: boolean;
  readonly generateButton?: GenerateButton;
  /** Told every change, so that it can be kept. */
  onType(value: string): void;
  /** Judges what is typed; only an error holds the step. */
  validate(value: string): Finding | undefined;
  /**
   * Asked on Enter, where somebody outside has to agree. An error holds the step; a warning holds it until Enter is
   * pressed again. Only one check runs at a time: until it settles, Enter does nothing. Esc fires the signal.
   */
  confirm?(value: string, signal: AbortSignal): Promise<Finding | undefined>;
}

/** Asks for a line of text. */
export function askText(question: TextQuestion, frame: Frame): Promise<Move> {
  const input = vscode.window.createInputBox();
  dress(input, frame, question.placeholder);
  input.prompt = question.prompt;
  input.value = question.value;
  input.password = question.isSecret === true;
  const abort = new AbortController();
  let confirmed: string | undefined;
  const show = (finding: Finding | undefined): void => {
    input.validationMessage = finding
      ? { message: finding.text, severity: SEVERITY[finding.severity] }
      : undefined;
  };
  show(frame.problem === undefined ? presentFinding(question) : { severity: 'error', text: frame.problem });
  const accept = async (): Promise<Move | undefined> => {
    const { value } = input;
    const finding = question.validate(value);
    show(finding);
    if (finding?.severity === 'error') {
      return undefined;
    }
    if (question.confirm && confirmed !== value) {
      const answer = await busy(input, question.confirm(value, abort.signal));
      if (input.value !== value) {
        // What was typed while the box was being disabled has not been checked.
        show(question.validate(input.value));
        return undefined;
      }
      show(answer ?? finding);
      confirmed = answer?.severity === 'warning' && !answer.asksAgain ? value : undefined;
      return answer ? undefined : 'next';
    }
    return 'next';
  };
  input.onDidChangeValue((value) => {
    question.onType(value);
    show(value === '' ? undefined : question.validate(value));
  });
  const { generateButton } = question;
  if (generateButton) {
    const { tooltip } = generateButton;
    input.buttons = [...input.buttons, { iconPath: new vscode.ThemeIcon('key'), tooltip }];
  }
  const press = (): void => {
    if (generateButton) {
      input.value = generateButton.generate();
      input.validationMessage = {
        message: generateButton.remark,
        severity: vscode.InputBoxValidationSeverity.Info,
      };
    }
  };
  return settle(input, accept, abort, press);
}

/** A row of a pick list with what it stands for. */
export interface Choice<T> extends vscode.QuickPickItem {
  /** Absent on separators. */
  readonly value?: T;
}

/** A question that is answered by choosing one row. */
export interface PickQuestion<T> {
  readonly placeholder: string;
  readonly choices: readonly Choice<T>[];
  /** The row that is chosen at first. */
  readonly active: T | undefined;
  onPick(value: T): Move;
}

/** Asks for one of several rows. */
export function askPick<T>(question: PickQuestion<T>, frame: Frame): Promise<Move> {
  const pick = vscode.window.createQuickPick<Choice<T>>();
  dress(pick, frame, question.placeholder);
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.items = [...problemRows<T>(frame), ...question.choices];
  const active = pick.items.find(({ value }) => value !== undefined && value === question.active);
  // An empty list would leave no row active at all, and Enter without effect.
  if (active) {
    pick.activeItems = [active];
  }
  const accept = (): Move | undefined => {
    const value = pick.selectedItems[0]?.value;
    return value === undefined ? undefined : question.onPick(value);
  };
  return settle(pick, accept);
}

/** A question that is answered by ticking rows. */
export interface TickQuestion {
  readonly placeholder: string;
  /** The rows for the ticked values. Their order and values stay; their descriptions may follow the ticks. */
  choices(ticked: ReadonlySet<string>): readonly Choice<string>[];
  readonly ticked: ReadonlySet<string>;
  /** Given the ticked values before and after a change, the values to tick. */
  onTick(before: ReadonlySet<string>, after: ReadonlySet<string>): ReadonlySet<string>;
  /** What the title adds for these values; `isRefused` after Enter was pressed in vain. */
  note(ticked: ReadonlySet<string>, isRefused: boolean): string;
  canAccept(ticked: ReadonlySet<string>): boolean;
}

/** Asks for some of several rows. */
export function askTicks(question: TickQuestion, frame: Frame): Promise<Move> {
  const pick = vscode.window.createQuickPick<Choice<string>>();
  dress(pick, frame, question.placeholder);
  pick.canSelectMany = true;
  pick.matchOnDescription = true;
  pick.matchOnDetail = true;
  pick.keepScrollPosition = true;
  const selection = new Selection(question.ticked, (before, after) => question.onTick(before, after));
  const rows = (): Choice<string>[] => [...problemRows<string>(frame), ...question.choices(selection.values)];
  const show = (items: readonly Choice<string>[]): void => {
    const isTicked = ({ value }: Choice<string>): boolean =>
      value !== undefined && selection.values.has(value);
    const active = pick.activeItems[0]?.value;
    // Both are always set, in this order: VS Code sends them together and unticks all rows when it gets new ones.
    pick.items = items;
    pick.selectedItems = items.filter(isTicked);
    pick.activeItems = items.filter(({ value }) => value !== undefined && value === active);
  };
  const paint = (isRefused: boolean): void => {
    pick.title = `${frame.title} – ${question.note(selection.values, isRefused)}`;
  };
  show(rows());
  paint(false);
  pick.onDidChangeSelection((selected) => {
    if (!selection.reported(new Set(selected.flatMap(({ value }) => (value === undefined ? [] : [value]))))) {
      return;
    }
    const items = rows();
    const isDescribed = items.every(
      ({ description }, index) => description === pick.items[index]?.description,
    );
    if (selection.isBehind || !isDescribed) {
      show(items);
      selection.asked();
    }
    paint(false);
  });
  const accept = (): Move | undefined => {
    if (question.canAccept(selection.values)) {
      return 'next';
    }
    paint(true);
    return undefined;
  };
  return settle(pick, accept);
}

const SEVERITY = {
  error: vscode.InputBoxValidationSeverity.Error,
  warning: vscode.InputBoxValidationSeverity.Warning,
} as const;

function presentFinding(question: TextQuestion): Finding | undefined {
  return question.value === '' ? undefined : question.validate(question.value);
}

function dress(
  input: vscode.QuickInput & { placeholder: string | undefined; buttons: readonly vscode.QuickInputButton[] },
  frame: Frame,
  placeholder: string,
): void {
  input.title = frame.title;
  if (frame.totalSteps > 1) {
    input.step = frame.step;
    input.totalSteps = frame.totalSteps;
  }
  input.placeholder = placeholder;
  // People leave the window to copy a value.
  input.ignoreFocusOut = true;
  input.buttons = frame.canGoBack ? [vscode.QuickInputButtons.Back] : [];
}

/** A pick list has no place for a validation message; a first row that every filter keeps carries it. */
function problemRows<T>({ problem }: Frame): Choice<T>[] {
  return problem === undefined
    ? []
    : [{ label: `$(error) ${plain(problem)}`, alwaysShow: true, description: '' }];
}

async function busy<T>(input: vscode.QuickInput, work: Promise<T>): Promise<T> {
  input.busy = true;
  input.enabled = false;
  try {
    return await work;
  } finally {
    input.busy = false;
    input.enabled = true;
  }
}

type AnyInput = vscode.QuickInput & {
  readonly onDidAccept: vscode.Event<void>;
  readonly onDidTriggerButton: vscode.Event<vscode.QuickInputButton>;
};

/**
 * Shows the input until it is answered. VS Code hides it on Esc, and also when another quick input takes its place.
 *
 * @param abort fired once it is answered.
 * @param press run for a button other than Back.
 */
function settle(
  input: AnyInput,
  accept: () => Move | undefined | Promise<Move | undefined>,
  abort?: AbortController,
  press?: () => void,
): Promise<Move> {
  return new Promise<Move>((resolve, reject) => {
    input.onDidTriggerButton((button) =>
      button === vscode.QuickInputButtons.Back ? resolve('back') : press?.(),
    );
    input.onDidHide(() => resolve('cancel'));
    // VS Code reports every Enter, also those that come before it has disabled the box.
    let isAccepting = false;
    input.onDidAccept(async () => {
      if (isAccepting) {
        return;
      }
      isAccepting = true;
      try {
        const move = await accept();
        if (move !== undefined) {
          resolve(move);
        }
      } catch (error) {
        reject(error);
      } finally {
        isAccepting = false;
      }
    });
    input.show();
  }).finally(() => {
    abort?.abort();
    input.dispose();
  });
}
