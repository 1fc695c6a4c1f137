import * as l10n from '@vscode/l10n';

import { eventCatalogue } from '../api/events.ts';
import { plain } from '../platform/text.ts';
import type { Delivery, DeliverySource } from './delivery.ts';

/** The event types of a batch, such as "Bounce, +2". Harmless text. */
export function batchWords({
  batch: { types, count, isUnreadable = false },
}: Pick<Delivery, 'batch'>): string {
  const [first, ...rest] = types;
  if (first === undefined) {
    return isUnreadable ? l10n.t('Unreadable batch') : l10n.t('Empty batch');
  }
  if (rest.length > 0) {
    return `${typeWords(first)}, +${rest.length}`;
  }
  return count > 1 ? `${typeWords(first)} × ${count}` : typeWords(first);
}

/** The label of a full event type; a type that is not known as it is. Harmless text. */
export function typeWords(type: string): string {
  return eventCatalogue().find(({ name }) => name === type)?.label ?? plain(type, 60);
}

export function sourceWords(source: DeliverySource): string {
  switch (source) {
    case 'sample':
      return l10n.t('sample');
    case 'rebuilt':
      return l10n.t("rebuilt from Lettr's events");
    case 'captured':
      return l10n.t('captured');
    case 'replayed':
      return l10n.t('resent');
    case 'check':
      return l10n.t('check');
    case 'test':
      return l10n.t('test');
  }
}

/** "200", or what kept an answer from coming. */
export function outcomeWords({ outcome }: Delivery): string {
  return outcome.kind === 'response' ? String(outcome.response.status) : l10n.t('no response');
}

/** "34 ms", "2.1 s". */
export function durationWords(ms: number): string {
  return ms < 1000 ? l10n.t('{0} ms', Math.round(ms)) : l10n.t('{0} s', (ms / 1000).toFixed(1));
}

/** "512 B", "3.4 KB", "1.1 MB". */
export function sizeWords(bytes: number): string {
  const [kb, mb] = [bytes / 1024, bytes / 1024 / 1024];
  if (mb >= 1) {
    return `${mb.toFixed(1)} MB`;
  }
  return kb >= 1 ? `${kb.toFixed(1)} KB` : `${bytes} B`;
}
