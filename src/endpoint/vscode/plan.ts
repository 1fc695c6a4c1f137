import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { Cancelled } from '../../api/errors.ts';
import type { Batch, EventFields } from '../../samples/batch.ts';
import {
  LARGEST_BATCH,
  type SampleOptions,
  type Variant,
  sampleBatch,
  variantBatch,
} from '../../samples/samples.ts';
import { askText } from './askText.ts';

/** How the selected events are sent. */
export interface Plan {
  readonly how: 'send' | 'edit';
  /** What the person gave of their own. */
  readonly values?: Omit<SampleOptions, 'now'>;
  readonly bodies: (options: SampleOptions) => readonly Batch[];
  /** The id that all bodies have, because they are one batch. */
  readonly batchId?: string;
  /** How many requests at the same time. */
  readonly atOnce?: number;
}

const MOST_AT_ONCE = 20;

/** Asks how to send events of these types. @throws {Cancelled} when the person leaves a question. */
export async function askPlan(types: readonly string[]): Promise<Plan> {
  const one = (options: SampleOptions): readonly Batch[] => [sampleBatch(types, options)];
  const variant =
    (name: Variant, count?: number) =>
    (options: SampleOptions): readonly Batch[] => [variantBatch(name, types, options, count)];
  const send = (bodies: Plan['bodies']) => (): Plan => ({ how: 'send', bodies });
  const items: readonly (vscode.QuickPickItem & { readonly plan?: () => Plan | Promise<Plan> })[] = [
    { label: `$(play) ${l10n.t('Send')}`, plan: send(one) },
    { label: `$(edit) ${l10n.t('Edit First')}`, plan: () => ({ how: 'edit', bodies: one }) },
    {
      label: `$(person) ${l10n.t('With Recipient, Subject and Metadata…')}`,
      plan: async () => ({ how: 'send', values: await askValues(), bodies: one }),
    },
    { label: l10n.t('Variants'), kind: vscode.QuickPickItemKind.Separator },
    {
      label: l10n.t('Batch of Several Events…'),
      plan: async () =>
        send(variant('batch', await askCount(l10n.t('Events in the batch'), LARGEST_BATCH)))(),
    },
    {
      label: l10n.t('Mixed Event Types…'),
      plan: async () =>
        send(variant('mixed', await askCount(l10n.t('Events in the batch'), LARGEST_BATCH)))(),
    },
    {
      label: l10n.t('Same Batch Twice'),
      detail: l10n.t('The handler must detect the duplicate by its event_id'),
      plan: () => ({
        how: 'send',
        bodies: (options) => {
          const batch = sampleBatch(types, options);
          return [batch, batch];
        },
        batchId: crypto.randomUUID(),
      }),
    },
    {
      label: l10n.t('Out of Order'),
      detail: l10n.t('A click before its delivery'),
      plan: send(variant('reordered')),
    },
    { label: l10n.t('Unknown Event Type'), plan: send(variant('unknownType')) },
    { label: l10n.t('With a Field Beside msys'), plan: send(variant('cust')) },
    { label: l10n.t('Body of 1 MB'), plan: send(variant('large')) },
    {
      label: l10n.t('Several Requests at Once…'),
      plan: async () => {
        const count = await askCount(l10n.t('Requests at the same time'), MOST_AT_ONCE);
        const bodies = (options: SampleOptions): readonly Batch[] =>
          Array.from({ length: count }, () => sampleBatch(types, options));
        return { how: 'send', bodies, atOnce: count };
      },
    },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    title: l10n.t('Send Sample Event'),
    placeHolder: l10n.t('Select how to send it'),
  });
  if (!picked?.plan) {
    throw new Cancelled();
  }
  return picked.plan();
}

async function askCount(prompt: string, most: number): Promise<number> {
  const text = await askText({
    prompt,
    value: String(Math.min(most, 50)),
    validate: (value) =>
      /^\d+$/.test(value) && Number(value) >= 1 && Number(value) <= most
        ? undefined
        : l10n.t('Enter a number from 1 to {0}.', most),
  });
  return Number(text);
}

/** Empty answers leave a sample's own values. */
async function askValues(): Promise<Omit<SampleOptions, 'now'>> {
  const ask = async (prompt: string, validate: (text: string) => string | undefined = () => undefined) =>
    (await askText({ prompt, validate })).trim();
  const recipient = await ask(l10n.t('Recipient; empty for the sample address'));
  const subject = await ask(l10n.t('Subject; empty for the sample subject'));
  const metadata = await ask(l10n.t('Metadata as a JSON object; empty for the sample metadata'), (text) =>
    text.trim() === '' || objectIn(text)
      ? undefined
      : l10n.t('Enter a JSON object, for example {0}.', '{"user_id":"42"}'),
  );
  return {
    ...(recipient !== '' && { recipient }),
    ...(subject !== '' && { subject }),
    ...(metadata !== '' && { metadata: objectIn(metadata) }),
  };
}

function objectIn(text: string): EventFields | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isFields(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** Whatever JSON.parse makes of an object has only JSON in it. */
function isFields(value: unknown): value is EventFields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
