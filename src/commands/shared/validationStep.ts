import * as l10n from '@vscode/l10n';

import { isProblem } from '../../api/errors.ts';
import type { DraftField } from '../../api/types.ts';
import { plain } from '../../platform/text.ts';

/** Which wizard step answers a 422, and the server's words; `undefined` for any other error. */
export function validationStep(
  error: unknown,
): { readonly step: DraftField | undefined; readonly text: string } | undefined {
  if (!isProblem(error, 'invalid')) {
    return undefined;
  }
  const { fields, text } = error.problem;
  const known = fields.find(({ field }) => field !== undefined);
  const words = plain(known?.text ?? (fields.map((one) => one.text).join(' ') || text));
  return {
    step: known?.field,
    text: words === '' ? l10n.t("Lettr didn't accept this and didn't say why.") : words,
  };
}
