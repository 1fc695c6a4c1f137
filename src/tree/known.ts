import type { GroupNode, WebhookNode } from './nodes.ts';

/** The nodes of one account, each made once: VS Code finds a row to repaint by its node. */
export class KnownNodes {
  readonly #accountId: string;
  readonly #webhooks = new Map<string, WebhookNode>();
  readonly #groups = new Map<string, GroupNode>();

  constructor(accountId: string) {
    this.#accountId = accountId;
  }

  webhook(id: string): WebhookNode {
    const known = this.#webhooks.get(id);
    if (known) {
      return known;
    }
    const made: WebhookNode = { kind: 'webhook', accountId: this.#accountId, id };
    this.#webhooks.set(id, made);
    return made;
  }

  group(by: GroupNode['by'], value: string): GroupNode {
    const key = `${by}:${value}`;
    const known = this.#groups.get(key);
    if (known) {
      return known;
    }
    const made: GroupNode = { kind: 'group', accountId: this.#accountId, by, value };
    this.#groups.set(key, made);
    return made;
  }

  /** Forgets the webhooks that are gone. */
  keep(webhooks: ReadonlyMap<string, unknown>): void {
    keepKnown(this.#webhooks, webhooks);
  }
}

/** Takes the ids of webhooks that are gone out of a map or set. */
export function keepKnown(
  some: { keys(): Iterable<string>; delete(id: string): unknown },
  webhooks: ReadonlyMap<string, unknown>,
): void {
  for (const id of some.keys()) {
    if (!webhooks.has(id)) {
      some.delete(id);
    }
  }
}
