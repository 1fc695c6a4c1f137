import type { Uri } from 'vscode';

import type { Account } from '../../accounts/account.ts';
import type { LettrClient } from '../../api/client.ts';
import type { SendConsent } from '../../deliveries/vscode/consent.ts';
import type { Deliveries } from '../../deliveries/vscode/register.ts';
import type { Boundary } from '../../platform/vscode/boundary.ts';
import type { Log } from '../../platform/vscode/log.ts';
import type { Settings } from '../../platform/vscode/settings.ts';
import type { TargetDeps } from './target.ts';

/** What sending and checking need of the features below them. */
export interface EndpointDeps extends TargetDeps {
  readonly deliveries: Deliveries;
  readonly settings: Settings;
  readonly boundary: Boundary;
  readonly consent: SendConsent;
  readonly eventsOf: (account: Account) => LettrClient['events'];
  /** Where batches that are being edited lie; `undefined` when VS Code offers no place. */
  readonly drafts: string | undefined;
  readonly log: Log;
  readonly icon: Uri;
}
