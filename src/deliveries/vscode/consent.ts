import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { Cancelled } from '../../api/errors.ts';
import { isLoopback } from '../../platform/address.ts';
import { plain } from '../../platform/text.ts';
import type { Ask, Notice } from '../../platform/vscode/notify.ts';

export interface ConsentDeps {
  readonly tell: (notice: Notice) => void;
  readonly ask: Ask;
}

/** What a person has to agree to before anything is sent. One for each window. */
export class SendConsent {
  readonly #deps: ConsentDeps;
  readonly #hosts = new Set<string>();

  constructor(deps: ConsentDeps) {
    this.#deps = deps;
  }

  /** In a workspace that is not trusted, an address may come from anybody. @throws {Cancelled} after saying why. */
  demandTrust(): void {
    if (vscode.workspace.isTrusted) {
      return;
    }
    this.#deps.tell({
      severity: 'warning',
      text: l10n.t(
        "Requests aren't sent from an untrusted workspace, because its files could choose where they go.",
      ),
      actions: [
        {
          label: l10n.t('Manage Workspace Trust'),
          run: () => vscode.commands.executeCommand('workbench.trust.manage'),
        },
      ],
    });
    throw new Cancelled();
  }

  /** A host outside this machine is named and confirmed once for each window. @throws {Cancelled} when it is not. */
  async confirm(url: string, verb: string): Promise<void> {
    if (!URL.canParse(url) || isLoopback(new URL(url).hostname) || this.#hosts.has(new URL(url).host)) {
      return;
    }
    const { host } = new URL(url);
    const answer = await this.#deps.ask({
      text: l10n.t('Send requests to {0}?', plain(host, 100)),
      detail: l10n.t("It isn't on this computer. You'll be asked once per window."),
      answers: [verb],
    });
    if (answer !== verb) {
      throw new Cancelled();
    }
    this.#hosts.add(host);
  }
}
