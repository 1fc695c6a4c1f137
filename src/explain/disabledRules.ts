import * as l10n from '@vscode/l10n';

import type { Cause } from './explanation.ts';
import { editUrl, enable, openInDashboard } from './fixes.ts';
import type { Situation } from './known.ts';

/** Somebody disabled it, or nobody knows why it is. */
export function disabled(situation: Situation): Cause | undefined {
  const { webhook } = situation;
  const change = lastDisabling(situation);
  if (webhook.enabled || (webhook.lastStatus === 'failure' && change?.by !== 'here')) {
    return undefined;
  }
  return {
    id: 'disabled',
    concerns: 'state',
    likelihood: 'certain',
    title: change?.by === 'here' ? l10n.t('It was disabled here') : l10n.t('It is disabled'),
    support: [...told(situation), ...missed(situation)],
    fixes: [...enable(situation)],
  };
}

/** It is disabled, its last delivery failed, and nobody did it here. */
export function disabledAfterFailures(situation: Situation): Cause | undefined {
  const { webhook, ago, host } = situation;
  if (webhook.enabled || webhook.lastStatus !== 'failure' || lastDisabling(situation)?.by === 'here') {
    return undefined;
  }
  return {
    id: 'disabledAfterFailures',
    concerns: 'state',
    likelihood: 'likely',
    title: l10n.t('Lettr disabled it after failures'),
    support: [
      l10n.t('Its last delivery to {0} failed {1}.', host, ago(webhook.lastFailureAt)),
      ...told(situation),
      l10n.t(
        'Lettr says that it disables webhooks after sustained failures, without numbers; that it did so here is likely, but not reported.',
      ),
      ...missed(situation),
    ],
    fixes: [...enable(situation), ...editUrl(situation), openInDashboard(situation)],
  };
}

function lastDisabling({ history }: Situation): Situation['history'][number] | undefined {
  const change = history.findLast(({ field }) => field === 'enabled');
  return change?.field === 'enabled' && !change.to ? change : undefined;
}

function told(situation: Situation): readonly string[] {
  const change = lastDisabling(situation);
  if (!change) {
    return [];
  }
  const time = situation.when(change.at);
  return [
    change.by === 'here'
      ? l10n.t('It was disabled in this extension: {0}.', time)
      : l10n.t('This machine saw that it had been disabled elsewhere: {0}.', time),
  ];
}

/** What goes by while it is disabled. */
function missed({ happened, lastEventAt, host, ago }: Situation): readonly string[] {
  return [
    l10n.t('Lettr delivers nothing to {0} while it is disabled.', host),
    ...(happened === 'yes'
      ? [l10n.t('Events of its types happen all the same, the newest {0}.', ago(lastEventAt))]
      : []),
  ];
}
