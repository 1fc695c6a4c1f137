import type { TreeNode } from '../../tree/nodes.ts';

/**
 * What the argument of a command names: a row of the view, `{ id, account? }` from a link or a keybinding, or an
 * account. Its fields are as far apart as those who call commands, and untrusted.
 */
export interface RowArgument {
  /** The webhook's; that of a row below a webhook is the webhook it belongs to. */
  readonly webhookId: string | undefined;
  /** The account's, where the argument names one. */
  readonly accountId: string | undefined;
}

/**
 * The rows that a command is meant for. A menu hands over the clicked row and, with several selected, all of them; a
 * keybinding says `{ selection: true }`.
 */
export function rowArguments(
  [first, all]: readonly unknown[],
  selection: readonly TreeNode[],
): readonly RowArgument[] {
  const rows: readonly unknown[] =
    isRecord(first) && first['selection'] === true
      ? selection
      : Array.isArray(all) && all.length > 0
        ? all
        : [first];
  return rows.map(rowArgument);
}

/** What one argument names; nothing where it is no row. */
export function rowArgument(value: unknown): RowArgument {
  if (!isRecord(value)) {
    return { webhookId: undefined, accountId: undefined };
  }
  if (value['kind'] === 'detail') {
    return rowArgument(value['parent']);
  }
  const id = textIn(value, 'id');
  // An account has a mode; whatever else comes without a kind is a webhook.
  const isAccount = value['kind'] === 'account' || 'mode' in value;
  const isWebhook = !isAccount && (value['kind'] ?? 'webhook') === 'webhook';
  return {
    webhookId: isWebhook ? id : undefined,
    accountId: textIn(value, 'account') ?? textIn(value, 'accountId') ?? (isAccount ? id : undefined),
  };
}

/** The account that the argument of an account's command names, where `{ id }` means an account. */
export function accountIdIn([value]: readonly unknown[]): string | undefined {
  const { accountId, webhookId } = rowArgument(value);
  return accountId ?? webhookId;
}

/** A text among the wishes that came along with an argument, such as `field`. */
export function textIn(value: unknown, name: string): string | undefined {
  const text = isRecord(value) ? value[name] : undefined;
  return typeof text === 'string' ? text : undefined;
}

/** A list of texts among the wishes that came along with an argument; empty where there is none. */
export function textsIn(value: unknown, name: string): readonly string[] {
  const texts = isRecord(value) ? value[name] : undefined;
  return Array.isArray(texts) ? texts.filter((text) => typeof text === 'string') : [];
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
