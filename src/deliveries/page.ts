import * as l10n from '@vscode/l10n';

import { DeliveryCommand, PageCommand } from '../platform/ids.ts';
import { type Markup, element } from '../pages/markup.ts';
import { type Action, type Block, type Page, type Tone, sentence } from '../pages/page.ts';
import { type Delivery, type Header, type Timings, hostOf } from './delivery.ts';
import { HIDDEN } from './redaction.ts';
import { type VerdictKind, verdictOf } from './verdict.ts';
import { batchWords, durationWords, sizeWords, sourceWords } from './words.ts';

/** The bodies that a page shows; one that could not be read is left out. */
export interface DeliveryBodies {
  readonly request?: Uint8Array | undefined;
  readonly response?: Uint8Array | undefined;
}

const TONES: Readonly<Record<VerdictKind, Tone>> = {
  delivered: 'success',
  probablyDelivered: 'warning',
  retried: 'error',
  dropped: 'error',
  unknown: 'neutral',
};

/** Characters of a body on the page; "Open as JSON" shows all of it. */
const LONGEST_BODY = 20_000;

/** The page of a delivery: the verdict with its reason, request and response side by side, and where the time went. */
export function deliveryPage(delivery: Delivery, bodies: DeliveryBodies): Page {
  const verdict = verdictOf(delivery);
  const title = `${batchWords(delivery)} → ${hostOf(delivery)}`;
  const to = (label: string, command: Action['command'], part?: 'request' | 'response'): Action => ({
    label,
    command,
    args: [{ delivery: delivery.id, ...(part && { part }) }],
  });
  const lines = [verdict.advice, verdict.doubt].filter((text) => text !== undefined);
  return {
    title,
    blocks: [
      {
        kind: 'title',
        text: title,
        badge: { tone: TONES[verdict.kind], text: verdict.label },
        actions: [
          to(l10n.t('Resend'), DeliveryCommand.resend),
          to(l10n.t('Edit and Resend'), DeliveryCommand.edit),
          to(l10n.t('Copy as cURL'), DeliveryCommand.copyCurl),
        ],
        more: [
          to(l10n.t('Compare with Selected'), DeliveryCommand.compare),
          to(l10n.t('Copy Body'), DeliveryCommand.copyBody),
          to(l10n.t('Save Body As'), DeliveryCommand.saveBody),
        ],
      },
      { kind: 'lead', text: verdict.reason },
      ...lines.map((text): Block => ({ kind: 'paragraph', text })),
      {
        kind: 'fields',
        fields: [
          { label: l10n.t('Sent'), value: [{ time: delivery.at }] },
          { label: l10n.t('Source'), value: sourceWords(delivery.source) },
          { label: l10n.t('Endpoint'), value: [{ code: delivery.request.url }] },
          ...(delivery.webhook ? [{ label: l10n.t('Webhook'), value: delivery.webhook.name }] : []),
          { label: l10n.t('Events'), value: String(delivery.batch.count) },
          ...(delivery.hasNewToken === true
            ? [
                {
                  label: l10n.t('Token'),
                  value: l10n.t('A new token was requested after the endpoint rejected the first.'),
                },
              ]
            : []),
        ],
      },
      {
        kind: 'columns',
        columns: [requestBlocks(delivery, bodies, to), responseBlocks(delivery, bodies, to)],
      },
      timingSection(delivery.timings),
    ],
  };
}

type ActionTo = (label: string, command: Action['command'], part?: 'request' | 'response') => Action;

function requestBlocks({ request }: Delivery, bodies: DeliveryBodies, to: ActionTo): readonly Block[] {
  return [
    { kind: 'heading', text: l10n.t('Request') },
    {
      kind: 'code',
      language: 'http',
      text: `${request.method} ${pathOf(request.url)} HTTP/1.1\n${headerLines(request.headers)}`,
    },
    {
      kind: 'paragraph',
      text: l10n.t("The user agent is probably the sending provider's; Lettr doesn't document it."),
    },
    ...bodyBlocks(
      bodies.request,
      request.body.size,
      to(l10n.t('Open as JSON'), PageCommand.openDeliveryBody, 'request'),
    ),
  ];
}

function responseBlocks({ outcome }: Delivery, bodies: DeliveryBodies, to: ActionTo): readonly Block[] {
  const heading: Block = { kind: 'heading', text: l10n.t('Response') };
  if (outcome.kind === 'fault') {
    const { code, message } = outcome.fault;
    return [
      heading,
      { kind: 'paragraph', text: sentence(l10n.t('No response: {0}'), { code: code ?? message }) },
    ];
  }
  const { status, statusText, headers, body, cut } = outcome.response;
  return [
    heading,
    { kind: 'code', language: 'http', text: `HTTP/1.1 ${status} ${statusText}\n${headerLines(headers)}` },
    ...(cut === undefined ? [] : [{ kind: 'paragraph', text: cutWords(cut) } as const]),
    ...bodyBlocks(
      bodies.response,
      body.size,
      to(l10n.t('Open as JSON'), PageCommand.openDeliveryBody, 'response'),
    ),
  ];
}

function cutWords(cut: 'tooLarge' | 'timeout' | 'closed'): string {
  switch (cut) {
    case 'tooLarge':
      return l10n.t('The body is larger than 5 MB; the rest was not read.');
    case 'timeout':
      return l10n.t("The body wasn't complete within the time limit.");
    case 'closed':
      return l10n.t('The connection was closed before the body was complete.');
  }
}

function bodyBlocks(bytes: Uint8Array | undefined, size: number, open: Action): readonly Block[] {
  if (size === 0) {
    return [{ kind: 'paragraph', text: l10n.t('No body') }];
  }
  if (!bytes) {
    return [{ kind: 'paragraph', text: l10n.t('The body is no longer in the log.') }];
  }
  const text = Buffer.from(bytes.subarray(0, LONGEST_BODY)).toString('utf8');
  return [
    { kind: 'code', language: 'json', text: bytes.length > LONGEST_BODY ? `${text}…` : text },
    { kind: 'paragraph', text: sizeWords(size), actions: [open] },
  ];
}

function headerLines(headers: readonly Header[]): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join('\n');
}

function pathOf(url: string): string {
  if (!URL.canParse(url)) return url;
  const { pathname, search } = new URL(url);
  // What stands for a secret is no ASCII, and would be escaped.
  return `${pathname}${search}`.replaceAll(encodeURIComponent(HIDDEN), HIDDEN);
}

function timingSection(timings: Timings): Block {
  const steps = timingSteps(timings);
  const words = steps.map(({ label, ms }) => `${label} ${durationWords(ms)}`).join(' · ');
  return {
    kind: 'section',
    id: 'timing',
    title: l10n.t('Timing'),
    blocks: [
      { kind: 'picture', picture: timingBar(steps), words },
      {
        kind: 'paragraph',
        text: l10n.t(
          '{0} in total. The provider waits 10 seconds; Lettr documents 30.',
          durationWords(timings.total),
        ),
      },
    ],
  };
}

interface TimingStep {
  readonly label: string;
  readonly ms: number;
}

function timingSteps({ dns, connect, tls, firstByte, total }: Timings): readonly TimingStep[] {
  const steps = [
    { label: l10n.t('DNS'), ms: dns },
    { label: l10n.t('Connect'), ms: connect },
    { label: l10n.t('TLS'), ms: tls },
    { label: l10n.t('First byte'), ms: firstByte },
  ].flatMap(({ label, ms }) => (ms === undefined ? [] : [{ label, ms }]));
  const rest = total - steps.reduce((sum, { ms }) => sum + ms, 0);
  return [...steps, { label: l10n.t('Rest'), ms: Math.max(0, rest) }];
}

const WIDTH = 400;

/** One bar, in which each step is as wide as it took; shades of the text's colour stay apart in every theme. */
function timingBar(steps: readonly TimingStep[]): Markup {
  const total = Math.max(
    steps.reduce((sum, { ms }) => sum + ms, 0),
    0.1,
  );
  let x = 0;
  const parts = steps.map(({ label, ms }, index) => {
    const width = (ms / total) * WIDTH;
    const part = element(
      'rect',
      {
        x: x.toFixed(1),
        y: '0',
        width: width.toFixed(1),
        height: '12',
        fill: 'currentColor',
        'fill-opacity': String(0.9 - index * 0.17),
      },
      element('title', {}, `${label} ${durationWords(ms)}`),
    );
    x += width;
    return part;
  });
  return element(
    'svg',
    { viewBox: `0 0 ${WIDTH} 12`, width: String(WIDTH), height: '12', 'aria-hidden': 'true' },
    ...parts,
  );
}
