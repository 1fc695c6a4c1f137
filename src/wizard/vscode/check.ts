import * as l10n from '@vscode/l10n';

import type { Frame, Move } from '../engine.ts';
import { CHECK } from '../review.ts';
import { type Choice, type PickQuestion, askPick } from './inputs.ts';

/** The row that checks the endpoint. */
export function checkRow(): Choice<typeof CHECK> {
  return {
    value: CHECK,
    label: `$(pulse) ${l10n.t('Check Endpoint First')}`,
    detail: l10n.t('Sends test requests to the URL, as Lettr will'),
  };
}

/** Asks for a row. The row that checks the endpoint leads back to the list, as often as it is chosen. */
export async function askPickOrCheck<T>(
  question: Omit<PickQuestion<T | typeof CHECK>, 'onPick'> & {
    onPick(value: T | typeof CHECK): Move | typeof CHECK;
  },
  frame: Frame,
  check: () => Promise<void>,
): Promise<Move> {
  let { active } = question;
  for (;;) {
    let isCheck = false;
    const onPick = (value: T | typeof CHECK): Move => {
      const move = question.onPick(value);
      isCheck = move === CHECK;
      return move === CHECK ? 'next' : move;
    };
    const move = await askPick({ ...question, active, onPick }, frame);
    if (!isCheck) {
      return move;
    }
    await check();
    active = CHECK;
  }
}
