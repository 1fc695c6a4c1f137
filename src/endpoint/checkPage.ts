import * as l10n from '@vscode/l10n';

import { Command, DeliveryCommand } from '../platform/ids.ts';
import type { Action, Block, Page, Tone } from '../pages/page.ts';
import type { DeliveryWebhook } from '../deliveries/delivery.ts';
import { redactUrl } from '../deliveries/redaction.ts';
import { type Check, type CheckStatus, type Fix, checkSummary } from './checks.ts';

const TONES: Readonly<Record<CheckStatus, Tone>> = {
  passed: 'success',
  warning: 'warning',
  failed: 'error',
  skipped: 'neutral',
};

/** What was checked. */
export interface CheckedEndpoint {
  readonly url: string;
  readonly webhook?: DeliveryWebhook | undefined;
  /** `none`, `basic`, `oauth2`: how the requests were authenticated. */
  readonly authentication: string;
  /** The name of the handler whose credentials were sent; `undefined` for typed ones. */
  readonly handler?: string | undefined;
}

/** The report of a check: what is wrong and how to fix it, then every check. @param at Unix ms. */
export function checkPage(checked: CheckedEndpoint, checks: readonly Check[], at: number): Page {
  const { webhook, authentication, handler } = checked;
  // A URL with a password is refused, and its password isn't shown.
  const url = redactUrl(checked.url, []);
  const host = URL.canParse(url) ? new URL(url).host : url;
  const title = l10n.t('Endpoint Check: {0}', webhook?.name ?? host);
  const argument = webhook ? { id: webhook.id, account: webhook.accountId } : { url, authentication };
  const worst = checks.some(({ status }) => status === 'failed')
    ? 'failed'
    : checks.some(({ status }) => status === 'warning')
      ? 'warning'
      : 'passed';
  const edit = (field: NonNullable<Fix['field']>): readonly Action[] =>
    webhook
      ? [{ label: l10n.t('Edit Webhook'), command: Command.webhookEdit, args: [{ ...argument, field }] }]
      : [];
  return {
    title,
    blocks: [
      {
        kind: 'title',
        text: title,
        badge: { tone: TONES[worst], text: statusWords(worst) },
        actions: [
          { label: l10n.t('Check Again'), command: DeliveryCommand.check, args: [argument] },
          { label: l10n.t('Send Sample Event'), command: DeliveryCommand.sendSample, args: [argument] },
        ],
      },
      { kind: 'lead', text: checkSummary(checks) },
      {
        kind: 'fields',
        fields: [
          { label: l10n.t('URL'), value: [{ code: url }] },
          { label: l10n.t('Checked'), value: [{ time: at }] },
          ...(handler === undefined
            ? []
            : [{ label: l10n.t('Credentials'), value: l10n.t('From handler {0}', handler) }]),
        ],
      },
      ...checks.flatMap(({ fix, label, text, status }): readonly Block[] =>
        fix && status !== 'passed'
          ? [
              { kind: 'heading', text: label },
              {
                kind: 'paragraph',
                text: `${text} ${fix.text}`,
                ...(fix.field && { actions: edit(fix.field) }),
              },
              ...(fix.shell === undefined
                ? []
                : [{ kind: 'code', language: 'sh', text: fix.shell } as const]),
            ]
          : [],
      ),
      {
        kind: 'section',
        id: 'checks',
        title: l10n.t('All Checks'),
        blocks: [
          {
            kind: 'table',
            caption: l10n.t('All Checks'),
            head: [{ text: l10n.t('Check') }, { text: l10n.t('Result') }, { text: l10n.t('Details') }],
            groups: [
              {
                rows: checks.map(({ label, status, text }) => [
                  { text: label },
                  { text: statusWords(status), tone: TONES[status] },
                  { text },
                ]),
              },
            ],
          },
        ],
      },
    ],
  };
}

function statusWords(status: CheckStatus): string {
  switch (status) {
    case 'passed':
      return l10n.t('Passed');
    case 'warning':
      return l10n.t('Warning');
    case 'failed':
      return l10n.t('Failed');
    case 'skipped':
      return l10n.t('Skipped');
  }
}
