import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { Cancelled } from '../../api/errors.ts';
import { type Block, sentence } from '../../pages/page.ts';
import { PagePanel } from '../../pages/vscode/panel.ts';
import type { Sighting } from '../../pages/webhookContribution.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import type { Log } from '../../platform/vscode/log.ts';
import type { Handler } from '../../platform/vscode/registrar.ts';
import type { Settings } from '../../platform/vscode/settings.ts';
import { DisposableStore } from '../../platform/disposableStore.ts';
import { ContextKey, DeliveryCommand, PageCommand } from '../../platform/ids.ts';
import type { Memory } from '../../platform/memory.ts';
import { plain } from '../../platform/text.ts';
import type { createContextKeys } from '../../platform/vscode/context.ts';
import { absoluteTime } from '../../webhooks/times.ts';
import { curlOf, httpFileOf } from '../copies.ts';
import type { Body, Delivery, DeliverySource } from '../delivery.ts';
import { type DeliveryFilter, NO_FILTER, matches } from '../filter.ts';
import { DeliveryLog } from '../log.ts';
import { deliveryPage } from '../page.ts';
import { type DeliveryNode, deliveryRow, partsOf } from '../rows.ts';
import { type VerdictKind, verdictLabel, verdictOf } from '../verdict.ts';
import { batchWords, outcomeWords, sourceWords } from '../words.ts';
import { bytesOf, demandBytes } from './bodies.ts';

/** What deliveries need of the features below them. */
export interface DeliveriesDeps {
  /** Where the log is; `undefined` when VS Code offers no place. */
  readonly folder: string | undefined;
  /** Remembers whether anything was ever sent here, so that the view is there after a reload. */
  readonly memory: Memory;
  readonly settings: Settings;
  readonly log: Log;
  readonly setContext: ReturnType<typeof createContextKeys>;
  readonly icon: vscode.Uri;
}

/** Handlers by the id of their command. */
export type DeliveryHandlers = Readonly<Record<string, Handler>>;

/** The scheme of bodies as read-only documents. */
const BODY_SCHEME = 'lettr-delivery';
const SHOWN_MS = 5_000;
/** Deliveries of a webhook on its page. */
const MOST_ON_PAGE = 10;

type Part = 'request' | 'response';

interface FeatureOptions {
  readonly view: () => vscode.TreeView<DeliveryNode> | undefined;
  /** Told when rows and pages have to be made anew. */
  readonly onChange: () => void;
}

/** The log with everything that shows it: rows, pages, documents, and the commands on them. */
export class DeliveriesFeature implements vscode.Disposable {
  readonly #disposables = new DisposableStore();
  readonly #deps: DeliveriesDeps;
  readonly #options: FeatureOptions;
  #filter: DeliveryFilter = NO_FILTER;
  #page: { readonly panel: PagePanel; id: string } | undefined;

  readonly log: DeliveryLog;

  constructor(deps: DeliveriesDeps, options: FeatureOptions) {
    this.#deps = deps;
    this.#options = options;
    const { folder, settings, log } = deps;
    this.log = new DeliveryLog({ folder, keepDays: () => settings.deliveriesKeepDays, log });
    this.#disposables.add(this.log.onDidChange(options.onChange));
    this.#disposables.add(
      vscode.workspace.registerTextDocumentContentProvider(BODY_SCHEME, {
        provideTextDocumentContent: (uri) => this.#documentText(uri),
      }),
    );
    // Other windows on this workspace write into the same log.
    this.#disposables.add(
      vscode.window.onDidChangeWindowState(({ focused }) => void (focused && this.log.refresh())),
    );
  }

  dispose(): void {
    this.#page?.panel.dispose();
    this.#disposables.dispose();
  }

  /** The rows of the view, the newest delivery first; below one its parts. */
  async children(node: DeliveryNode | undefined): Promise<DeliveryNode[]> {
    if (node === undefined) {
      this.#describe();
      return this.log.deliveries
        .filter((delivery) => matches(delivery, this.#filter))
        .map(({ id }) => ({ kind: 'delivery', id }));
    }
    const delivery = node.kind === 'delivery' ? this.log.get(node.id) : undefined;
    return delivery ? [...partsOf(delivery, (await bytesOf(delivery.request.body)) ?? new Uint8Array())] : [];
  }

  item(node: DeliveryNode): vscode.TreeItem {
    const { None, Collapsed } = vscode.TreeItemCollapsibleState;
    if (node.kind === 'part') {
      const item = new vscode.TreeItem(node.label, None);
      item.id = node.id;
      item.description = node.description;
      item.iconPath = new vscode.ThemeIcon(node.icon);
      item.contextValue = 'part';
      item.tooltip = `${node.label}: ${node.description}`;
      if (node.body) {
        const args = [{ delivery: node.deliveryId, part: node.body }];
        item.command = {
          command: PageCommand.openDeliveryBody,
          title: l10n.t('Open as JSON'),
          arguments: args,
        };
      }
      return item;
    }
    const delivery = this.log.get(node.id);
    const item = new vscode.TreeItem('', Collapsed);
    item.id = node.id;
    if (delivery) {
      const row = deliveryRow(delivery, Date.now(), uiLanguage());
      item.label = row.label;
      item.description = row.description;
      item.iconPath = new vscode.ThemeIcon(
        row.icon,
        row.color === undefined ? undefined : new vscode.ThemeColor(row.color),
      );
      item.contextValue = row.contextValue;
      item.tooltip = `${row.words}\n${absoluteTime(delivery.at, uiLanguage())}`;
      item.accessibilityInformation = { label: row.words };
      item.command = {
        command: DeliveryCommand.open,
        title: l10n.t('Open Delivery'),
        arguments: [{ delivery: node.id }],
      };
    }
    return item;
  }

  /** Opens the page of a delivery in the panel that shows one after another. */
  async show(id: string): Promise<void> {
    const delivery = this.log.get(id);
    if (!delivery) {
      return;
    }
    if (!this.#page || this.#page.panel.isPinned) {
      const panel = new PagePanel({
        icon: this.#deps.icon,
        commands: [...Object.values(DeliveryCommand), PageCommand.openDeliveryBody],
        onShow: () => void (this.#page?.panel === panel && this.#render(this.#page)),
        onClose: () => {
          if (this.#page?.panel === panel) {
            this.#page = undefined;
          }
        },
      });
      this.#page = { panel, id };
    }
    this.#page.id = id;
    await this.#render(this.#page);
    this.#page?.panel.reveal();
  }

  async #render({ panel, id }: { readonly panel: PagePanel; readonly id: string }): Promise<void> {
    const delivery = this.log.get(id);
    if (delivery) {
      const { request, outcome } = delivery;
      const bodies = {
        request: await bytesOf(request.body),
        response: outcome.kind === 'response' ? await bytesOf(outcome.response.body) : undefined,
      };
      // Meanwhile the panel may have been closed, or another delivery opened in it.
      if (this.#page?.panel === panel && this.#page.id === id) {
        panel.show(deliveryPage(delivery, bodies), Date.now());
      }
    }
  }

  /**
   * The delivery that a command was called for: of its arguments, or the one that is picked from the newest.
   *
   * @throws {Cancelled} when the person leaves the picker or there is nothing to pick.
   */
  async pick(
    args: readonly unknown[],
    placeholder: string,
    isOffered: (id: string) => boolean = () => true,
  ): Promise<Delivery> {
    const [named] = idsIn(args);
    const found = named === undefined ? undefined : this.log.get(named);
    if (found) {
      return found;
    }
    await this.log.refresh();
    const items = this.log.deliveries
      .filter(({ id }) => isOffered(id))
      .map((delivery) => {
        const { label, description } = deliveryRow(delivery, Date.now(), uiLanguage());
        return { delivery, label: plain(label), description: plain(description) };
      });
    if (items.length === 0) {
      void vscode.window.showInformationMessage(
        l10n.t('There are no deliveries yet. Send a sample event first.'),
      );
      throw new Cancelled();
    }
    const picked = await vscode.window.showQuickPick(items, {
      placeHolder: placeholder,
      matchOnDescription: true,
    });
    if (!picked) {
      throw new Cancelled();
    }
    return picked.delivery;
  }

  /** The commands that only read or remove. */
  handlers(): DeliveryHandlers {
    return {
      [DeliveryCommand.open]: async (...args) =>
        this.show((await this.pick(args, l10n.t('Select a delivery to open'))).id),
      [DeliveryCommand.compare]: (...args) => this.#compare(args),
      [DeliveryCommand.copyCurl]: async (...args) => {
        const delivery = await this.pick(args, l10n.t('Select a delivery to copy as cURL'));
        await vscode.env.clipboard.writeText(curlOf(delivery, await demandBytes(delivery.request.body)));
        vscode.window.setStatusBarMessage(curlNote(delivery), SHOWN_MS);
      },
      [DeliveryCommand.copyBody]: async (...args) => {
        const delivery = await this.pick(args, l10n.t('Select a delivery to copy its body'));
        const bytes = await partBytes(delivery, partIn(args));
        await vscode.env.clipboard.writeText(Buffer.from(bytes ?? []).toString('utf8'));
        vscode.window.setStatusBarMessage(l10n.t('Copied the body.'), SHOWN_MS);
      },
      [DeliveryCommand.saveBody]: (...args) => this.#save(args),
      [DeliveryCommand.delete]: async (...args) => {
        const ids = idsIn(args);
        const picked =
          ids.length > 0 ? ids : [(await this.pick(args, l10n.t('Select a delivery to delete'))).id];
        await this.log.delete(picked);
      },
      [DeliveryCommand.filter]: () => this.#askFilter(),
      [DeliveryCommand.clearFilter]: () => this.#setFilter(NO_FILTER),
      [DeliveryCommand.clear]: () => this.log.clear(),
      [PageCommand.openDeliveryBody]: async (...args) => {
        const delivery = await this.pick(args, l10n.t('Select a delivery to open'));
        const uri = await documentOf(delivery, partIn(args));
        await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: true });
      },
    };
  }

  /** The section of a webhook's page. */
  sections(accountId: string, webhookId: string): readonly Block[] {
    const rows = this.#of(accountId, webhookId)
      .slice(0, MOST_ON_PAGE)
      .map((delivery) => [
        {
          text: [{ time: delivery.at }],
          action: {
            label: l10n.t('Open Delivery'),
            command: DeliveryCommand.open,
            args: [{ delivery: delivery.id }],
          },
        },
        { text: batchWords(delivery) },
        { text: outcomeWords(delivery) },
        { text: sourceWords(delivery.source) },
        { text: verdictOf(delivery).label },
      ]);
    const head = [l10n.t('Sent'), l10n.t('Events'), l10n.t('Status'), l10n.t('Source'), l10n.t('Verdict')];
    const caption = l10n.t('Deliveries from VS Code');
    return rows.length === 0
      ? []
      : [
          {
            kind: 'section',
            id: 'deliveries',
            title: caption,
            blocks: [{ kind: 'table', caption, head: head.map((text) => ({ text })), groups: [{ rows }] }],
          },
        ];
  }

  /** What the deliveries to a webhook's endpoint prove, the newest first. */
  sightings(accountId: string, webhookId: string): readonly Sighting[] {
    return this.#of(accountId, webhookId)
      .filter(({ source }) => source !== 'captured')
      .slice(0, MOST_ON_PAGE)
      .map((delivery) => {
        const { kind } = verdictOf(delivery);
        const { outcome } = delivery;
        const what = batchWords(delivery);
        const time = { time: delivery.at };
        return {
          at: delivery.at,
          isDelivered: kind === 'delivered' || kind === 'probablyDelivered',
          text:
            outcome.kind === 'response'
              ? sentence(
                  l10n.t('Your endpoint answered {0} to "{1}" from VS Code, {2}.'),
                  String(outcome.response.status),
                  what,
                  time,
                )
              : sentence(l10n.t('Your endpoint didn\'t answer "{0}" from VS Code, {1}.'), what, time),
          actions: [
            {
              label: l10n.t('Open Delivery'),
              command: DeliveryCommand.open,
              args: [{ delivery: delivery.id }],
            },
          ],
        };
      });
  }

  #of(accountId: string, webhookId: string): readonly Delivery[] {
    return this.log.deliveries.filter(
      ({ webhook }) => webhook?.accountId === accountId && webhook.id === webhookId,
    );
  }

  async #compare(args: readonly unknown[]): Promise<void> {
    const placeholder = l10n.t('Select a delivery to compare');
    const [, second] = idsIn(args);
    const left = await this.pick(args, placeholder);
    const right =
      (second === undefined ? undefined : this.log.get(second)) ??
      (await this.pick([], l10n.t('Select the delivery to compare with'), (id) => id !== left.id));
    const [older, newer] = left.at <= right.at ? [left, right] : [right, left];
    const part = partIn(args);
    await vscode.commands.executeCommand(
      'vscode.diff',
      await documentOf(older, part),
      await documentOf(newer, part),
      plain(`${batchWords(older)} ↔ ${batchWords(newer)}`),
    );
  }

  async #save(args: readonly unknown[]): Promise<void> {
    const delivery = await this.pick(args, l10n.t('Select a delivery to save its body'));
    const bytes = await partBytes(delivery, partIn(args));
    const target = await vscode.window.showSaveDialog({
      filters: { JSON: ['json'], [l10n.t('HTTP request')]: ['http'], [l10n.t('All files')]: ['*'] },
    });
    if (target && bytes) {
      const isRequestFile = target.path.endsWith('.http');
      const content = isRequestFile
        ? Buffer.from(httpFileOf(delivery, await demandBytes(delivery.request.body)))
        : bytes;
      await vscode.workspace.fs.writeFile(target, content);
    }
  }

  async #askFilter(): Promise<void> {
    const all = this.log.deliveries;
    const group = (label: string): vscode.QuickPickItem & { readonly filter?: undefined } => ({
      label,
      kind: vscode.QuickPickItemKind.Separator,
    });
    const webhooks = new Map(
      all.flatMap(({ webhook }) => (webhook ? [[webhook.id, webhook.name] as const] : [])),
    );
    const sources = [...new Set<DeliverySource>(all.map(({ source }) => source))];
    const kinds = [...new Set<VerdictKind>(all.map((delivery) => verdictOf(delivery).kind))];
    const picked = await vscode.window.showQuickPick(
      [
        group(l10n.t('Verdict')),
        ...kinds.map((verdict) => ({ label: verdictLabel(verdict), filter: { verdict } })),
        group(l10n.t('Source')),
        ...sources.map((source) => ({ label: sourceWords(source), filter: { source } })),
        group(l10n.t('Webhook')),
        ...[...webhooks].map(([webhookId, name]) => ({ label: plain(name), filter: { webhookId } })),
      ],
      { placeHolder: l10n.t('Filter deliveries by webhook, source or verdict') },
    );
    if (picked?.filter) {
      this.#setFilter(picked.filter);
    }
  }

  #setFilter(filter: DeliveryFilter): void {
    this.#filter = filter;
    this.#deps.setContext(ContextKey.deliveriesFiltered, filter !== NO_FILTER);
    this.#options.onChange();
  }

  /** What the filter shows stands beside the view's title. */
  #describe(): void {
    const view = this.#options.view();
    if (view) {
      const { webhookId, source, verdict } = this.#filter;
      const webhook = this.log.deliveries.find((delivery) => delivery.webhook?.id === webhookId)?.webhook;
      view.description = [
        webhookId === undefined ? '' : plain(webhook?.name ?? '', 40),
        source === undefined ? '' : sourceWords(source),
        verdict === undefined ? '' : verdictLabel(verdict),
      ].join('');
    }
  }

  async #documentText({ path }: vscode.Uri): Promise<string> {
    const [, id = '', name = ''] = path.split('/');
    const delivery = this.log.get(id);
    const body = delivery && bodyOfPart(delivery, name.startsWith('response') ? 'response' : 'request');
    const bytes = body && (await bytesOf(body));
    return bytes ? readable(bytes).text : l10n.t('The body is no longer in the log.');
  }
}

function curlNote({ request, authentication }: Delivery): string {
  if (request.isAltered === true) {
    return l10n.t("Copied the request as cURL. It lacks a secret of its URL or body, which isn't kept.");
  }
  return authentication === 'none'
    ? l10n.t('Copied the request as cURL.')
    : l10n.t('Copied the request as cURL; it reads the credentials from the environment.');
}

function bodyOfPart({ request, outcome }: Delivery, part: Part): Body | undefined {
  if (part === 'request') {
    return request.body;
  }
  return outcome.kind === 'response' ? outcome.response.body : undefined;
}

/** @throws {Cancelled} after saying that the body is gone. */
async function partBytes(delivery: Delivery, part: Part): Promise<Uint8Array | undefined> {
  const body = bodyOfPart(delivery, part);
  return body && demandBytes(body);
}

/** The document of a body. Its name tells VS Code the language. */
async function documentOf(delivery: Delivery, part: Part): Promise<vscode.Uri> {
  const bytes = await partBytes(delivery, part);
  const ending = bytes && readable(bytes).isJson ? 'json' : 'txt';
  return vscode.Uri.from({ scheme: BODY_SCHEME, path: `/${delivery.id}/${part}.${ending}` });
}

/** JSON with a line for each value, which is easier to read and to compare; anything else as it is. */
function readable(bytes: Uint8Array): { readonly text: string; readonly isJson: boolean } {
  const text = Buffer.from(bytes).toString('utf8');
  try {
    return { text: `${JSON.stringify(JSON.parse(text), undefined, 2)}\n`, isJson: true };
  } catch {
    return { text, isJson: false };
  }
}

/** The deliveries that a command's arguments name: rows, all selected rows, or `{ delivery }` of a page. */
function idsIn([first, all]: readonly unknown[]): readonly string[] {
  const rows: readonly unknown[] = Array.isArray(all) && all.length > 0 ? all : [first];
  const ids = rows.flatMap((row) => {
    if (typeof row !== 'object' || row === null) {
      return [];
    }
    const id: unknown =
      Reflect.get(row, 'delivery') ?? Reflect.get(row, 'deliveryId') ?? Reflect.get(row, 'id');
    return typeof id === 'string' ? [id] : [];
  });
  return [...new Set(ids)];
}

function partIn([first]: readonly unknown[]): Part {
  const part: unknown =
    typeof first === 'object' && first !== null
      ? (Reflect.get(first, 'part') ?? Reflect.get(first, 'body'))
      : undefined;
  return part === 'response' ? 'response' : 'request';
}
