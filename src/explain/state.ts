import * as l10n from '@vscode/l10n';

import { plain } from '../platform/text.ts';
import { healthLabel } from '../webhooks/health.ts';
import type { Situation } from './known.ts';

/** The state of a webhook in one sentence that names its endpoint, in the words that its row has for it. */
export function stateOf(situation: Situation): string {
  const { webhook, health, host, ago } = situation;
  switch (health) {
    case 'failing':
      return failingState(situation);
    case 'disabledAfterFailures':
      return l10n.t(
        'Disabled, likely by Lettr after failures: the last delivery to {0} failed {1}.',
        host,
        ago(webhook.lastFailureAt),
      );
    case 'disabled':
      return l10n.t('Disabled: nothing is delivered to {0}.', host);
    case 'recovered':
      return l10n.t(
        'Recovered: the last delivery to {0} succeeded {1}, after one that failed {2}.',
        host,
        ago(webhook.lastSuccessAt),
        ago(webhook.lastFailureAt),
      );
    case 'healthy':
      return l10n.t('Healthy: the last delivery to {0} succeeded {1}.', host, ago(webhook.lastSuccessAt));
    case 'waiting':
      return l10n.t('No delivery yet: Lettr reports none to {0}.', host);
    case 'unknown':
      return webhook.lastStatus === null
        ? l10n.t('Status not given: Lettr does not say how the last delivery to {0} went.', host)
        : l10n.t(
            'Status "{0}": Lettr reports it of deliveries to {1}, and it is not known here.',
            plain(webhook.lastStatus),
            host,
          );
  }
}

function failingState({ webhook, host, newUrl, ago }: Situation): string {
  const { lastSuccessAt, lastFailureAt } = webhook;
  const failing = healthLabel('failing');
  if (newUrl) {
    return l10n.t(
      '{0}: the last delivery failed {1}, and there was none to its new URL at {2} yet.',
      failing,
      ago(lastFailureAt),
      host,
    );
  }
  return lastSuccessAt === null
    ? l10n.t(
        '{0}: the last delivery to {1} failed {2}, and none is known to have succeeded.',
        failing,
        host,
        ago(lastFailureAt),
      )
    : l10n.t(
        '{0}: the last delivery to {1} failed {2}, and the last success was {3}.',
        failing,
        host,
        ago(lastFailureAt),
        ago(lastSuccessAt),
      );
}
