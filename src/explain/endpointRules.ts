import * as l10n from '@vscode/l10n';

import { type Obstacle, obstacleTo } from '../messages/reachability.ts';
import { authenticationLabel } from '../messages/words.ts';
import type { Cause, Likelihood } from './explanation.ts';
import { checkAgain, editAuthentication, editUrl } from './fixes.ts';
import type { Situation } from './known.ts';

/** The endpoint is at an address that Lettr cannot, or likely does not, deliver to. */
export function unreachableUrl(situation: Situation): Cause | undefined {
  const { webhook, ago } = situation;
  const obstacle = obstacleOf(webhook.url);
  if (!obstacle) {
    return undefined;
  }
  // Whatever the address looks like: what was delivered arrived somewhere.
  const hasWorked = webhook.lastStatus === 'success';
  return {
    id: 'unreachableUrl',
    concerns: 'state',
    likelihood: hasWorked ? 'possible' : obstacle.likelihood,
    title: l10n.t('Lettr cannot reach its URL'),
    support: [
      obstacle.text,
      ...(hasWorked
        ? [
            l10n.t(
              'Still, Lettr reports a delivery that succeeded {0}: perhaps to an earlier URL, or it does reach this one.',
              ago(webhook.lastSuccessAt),
            ),
          ]
        : []),
    ],
    fixes: [...editUrl(situation)],
  };
}

/** Its authentication needs credentials, and Lettr holds none. */
export function missingCredentials(situation: Situation): Cause | undefined {
  const { webhook, health } = situation;
  if (webhook.authentication === 'none' || webhook.hasCredentials) {
    return undefined;
  }
  return {
    id: 'missingCredentials',
    concerns: 'state',
    likelihood: health === 'failing' || health === 'disabledAfterFailures' ? 'likely' : 'possible',
    title: l10n.t('Lettr holds no credentials for it'),
    support: [
      l10n.t(
        'Its authentication is {0}, but Lettr reports that no credentials are stored.',
        authenticationLabel(webhook.authentication),
      ),
    ],
    fixes: [...editAuthentication(situation)],
  };
}

/** The endpoint answers, but does not let Lettr in. */
export function refusedCredentials(situation: Situation): Cause | undefined {
  const { webhook, health, host } = situation;
  const isMissing = webhook.authentication !== 'none' && !webhook.hasCredentials;
  if (health !== 'failing' || isMissing) {
    return undefined;
  }
  const words = {
    none: l10n.t('Lettr sends no credentials along; {0} may ask for some.', host),
    oauth2: l10n.t(
      'Lettr fetches a token before it delivers; a token server that refuses has the same effect as an endpoint that does.',
    ),
  };
  const isOpen = webhook.authentication === 'none';
  return {
    id: 'refusedCredentials',
    concerns: 'state',
    likelihood: 'possible',
    title: isOpen
      ? l10n.t('The endpoint asks for credentials')
      : l10n.t('The endpoint refuses the credentials'),
    support: [
      ...(isOpen ? [words.none] : []),
      ...(webhook.authentication === 'oauth2' ? [words.oauth2] : []),
      ...(isOpen ? [] : [l10n.t('Lettr never returns credentials, so that they cannot be compared here.')]),
    ],
    fixes: [...editAuthentication(situation)],
  };
}

/** What Lettr last reported is older than the URL. */
export function changedUrl(situation: Situation): Cause | undefined {
  const { webhook, newUrl, when } = situation;
  if (!webhook.enabled || !newUrl) {
    return undefined;
  }
  return {
    id: 'changedUrl',
    concerns: 'state',
    likelihood: 'likely',
    title: l10n.t('Nothing was delivered to its new URL yet'),
    support: [
      l10n.t('This machine saw its URL change: {0}.', when(newUrl.changedAt)),
      l10n.t('The last delivery that Lettr reports is older: {0}.', when(newUrl.deliveredAt)),
    ],
    fixes: [checkAgain(situation)],
  };
}

/** The worst that speaks against a URL, and how sure that is. */
function obstacleOf(url: string): { readonly text: string; readonly likelihood: Likelihood } | undefined {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (!parsed || (parsed.protocol !== 'https:' && parsed.protocol !== 'http:')) {
    return { text: l10n.t('It is no whole URL with https.'), likelihood: 'likely' };
  }
  const obstacle = obstacleTo(parsed);
  return obstacle && { text: obstacle.text, likelihood: LIKELIHOOD[obstacle.kind] };
}

/** Whether it is public cannot be doubted; which ports and schemes Lettr takes is not documented for certain. */
const LIKELIHOOD: Readonly<Record<Obstacle['kind'], Likelihood>> = {
  localName: 'certain',
  privateAddress: 'certain',
  port: 'likely',
  http: 'possible',
};
