import * as l10n from '@vscode/l10n';

import { plain } from '../platform/text.ts';
import { eventsIn } from '../samples/batch.ts';
import { relativeTime } from '../webhooks/times.ts';
import { type Delivery, hostOf } from './delivery.ts';
import { type VerdictKind, verdictOf } from './verdict.ts';
import { batchWords, durationWords, outcomeWords, sizeWords, sourceWords, typeWords } from './words.ts';

/** A row of the view "Deliveries". Below a delivery stand its events, its request and its response. */
export type DeliveryNode =
  | { readonly kind: 'delivery'; readonly id: string }
  | {
      readonly kind: 'part';
      /** Unique in the view. */
      readonly id: string;
      readonly deliveryId: string;
      readonly label: string;
      readonly description: string;
      readonly icon: string;
      /** Which body a click on it opens. */
      readonly body?: 'request' | 'response';
    };

export interface DeliveryRow {
  readonly label: string;
  readonly description: string;
  readonly icon: string;
  readonly color: string | undefined;
  /** For the hover and for screen readers. */
  readonly words: string;
  readonly contextValue: string;
}

const ICONS: Readonly<Record<VerdictKind, { readonly icon: string; readonly color: string | undefined }>> = {
  delivered: { icon: 'pass-filled', color: 'testing.iconPassed' },
  probablyDelivered: { icon: 'pass', color: 'problemsWarningIcon.foreground' },
  retried: { icon: 'error', color: 'problemsErrorIcon.foreground' },
  dropped: { icon: 'circle-slash', color: 'problemsErrorIcon.foreground' },
  unknown: { icon: 'question', color: undefined },
};

/** @param now Unix ms to which its time refers. */
export function deliveryRow(delivery: Delivery, now: number, language: string | undefined): DeliveryRow {
  const { kind, label, reason } = verdictOf(delivery);
  const facts = [
    outcomeWords(delivery),
    durationWords(delivery.timings.total),
    plain(hostOf(delivery), 60),
    sourceWords(delivery.source),
    relativeTime(delivery.at, now, language),
  ].join(' · ');
  const title = `${label}: ${batchWords(delivery)}`;
  return {
    label: title,
    description: facts,
    ...ICONS[kind],
    words: `${title}, ${facts}. ${reason}`,
    contextValue: `delivery+${kind}`,
  };
}

/** More events than anybody reads in a tree; the body has them all. */
const MOST_EVENTS = 50;

/** The rows below a delivery. @param body of its request. */
export function partsOf(delivery: Delivery, body: Uint8Array): readonly DeliveryNode[] {
  const part = (
    id: string,
    fields: Omit<Extract<DeliveryNode, { kind: 'part' }>, 'kind' | 'id' | 'deliveryId'>,
  ) => ({ kind: 'part', id: `${delivery.id}/${id}`, deliveryId: delivery.id, ...fields }) as const;
  const { request, outcome, timings } = delivery;
  const events = eventsIn(body);
  const shown = events.slice(0, MOST_EVENTS).map(({ type, recipient, id }, index) =>
    part(`event/${index}`, {
      label: typeWords(type),
      description: [recipient, id].flatMap((text) => (text === undefined ? [] : plain(text, 60))).join(' · '),
      icon: 'mail',
    }),
  );
  const rest = events.length - shown.length;
  return [
    ...shown,
    ...(rest > 0
      ? [part('event/rest', { label: l10n.t('More events'), description: String(rest), icon: 'ellipsis' })]
      : []),
    part('request', {
      label: l10n.t('Request'),
      description: `${request.method} ${plain(request.url, 120)} · ${sizeWords(request.body.size)}`,
      icon: 'arrow-up',
      body: 'request',
    }),
    outcome.kind === 'response'
      ? part('response', {
          label: l10n.t('Response'),
          description: `${outcome.response.status} ${plain(outcome.response.statusText, 40)} · ${sizeWords(outcome.response.body.size)} · ${durationWords(timings.total)}`,
          icon: 'arrow-down',
          body: 'response',
        })
      : part('response', {
          label: l10n.t('Response'),
          description: l10n.t('no response'),
          icon: 'arrow-down',
        }),
  ];
}
