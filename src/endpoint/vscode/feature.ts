import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { Cancelled } from '../../api/errors.ts';
import { eventCatalogue, eventCategories } from '../../api/events.ts';
import type { Authentication } from '../../api/types.ts';
import { type Delivery, type DeliverySource, headerOf } from '../../deliveries/delivery.ts';
import { type VerdictKind, verdictLabel, verdictOf } from '../../deliveries/verdict.ts';
import { demandBytes } from '../../deliveries/vscode/bodies.ts';
import { batchWords } from '../../deliveries/words.ts';
import { renderMarkdown } from '../../pages/markdown.ts';
import { PagePanel } from '../../pages/vscode/panel.ts';
import { uiLanguage } from '../../platform/vscode/language.ts';
import type { DisposableStore } from '../../platform/disposableStore.ts';
import { Command, DeliveryCommand, View } from '../../platform/ids.ts';
import { plain } from '../../platform/text.ts';
import type { Action } from '../../platform/vscode/notify.ts';
import { withProgress } from '../../platform/vscode/progress.ts';
import type { Handler } from '../../platform/vscode/registrar.ts';
import { type Batch, bytesOf, summaryOf } from '../../samples/batch.ts';
import { type SampleOptions, sampleBatch, withFreshIds } from '../../samples/samples.ts';
import { urlFault } from '../../webhooks/endpoint.ts';
import { type CheckedEndpoint, checkPage } from '../checkPage.ts';
import { type Check, checkEndpoint, checkSummary } from '../checks.ts';
import { type SendRequest, send } from '../sender.ts';
import { findCredentials } from './credentials.ts';
import { Drafts } from './drafts.ts';
import type { EndpointDeps } from './deps.ts';
import { askPlan } from './plan.ts';
import { recentEvents } from './recent.ts';
import { type Target, rememberUrl, targetOf } from './target.ts';

/** Everything that one command sends. */
interface SendJob {
  readonly target: Target;
  readonly authentication: Authentication;
  readonly bodies: readonly Uint8Array[];
  readonly source: DeliverySource;
  /** For bodies that are one batch, sent again; a new id for each by default. */
  readonly batchId?: string | undefined;
  /** How many are under way at the same time. */
  readonly atOnce?: number | undefined;
}

/** Everything that sends something to an endpoint. Nothing is sent that was not asked for. */
export class EndpointFeature {
  readonly #deps: EndpointDeps;
  readonly #drafts: Drafts;
  readonly #disposables: DisposableStore;
  #report: PagePanel | undefined;

  constructor(deps: EndpointDeps, disposables: DisposableStore) {
    this.#deps = deps;
    this.#disposables = disposables;
    this.#drafts = disposables.add(new Drafts(deps.drafts, deps.log));
  }

  /** Handlers by the id of their command. */
  handlers(): Readonly<Record<string, Handler>> {
    return {
      [DeliveryCommand.check]: (...args) => this.#check(args),
      [DeliveryCommand.sendSample]: (...args) => this.#sendSample(args),
      [DeliveryCommand.sendRecent]: (...args) => this.#sendRecent(args),
      [DeliveryCommand.sendDocument]: (...args) => this.#sendDocument(args),
      [DeliveryCommand.resend]: (...args) => this.#resend(args),
      [DeliveryCommand.edit]: (...args) => this.#editDelivery(args),
    };
  }

  /**
   * Checks an endpoint and shows the report.
   *
   * @param credentials what was typed elsewhere already; asked for when it is missing.
   * @param actions what the message with the result offers first.
   * @throws {Cancelled}
   */
  async check(target: Target, credentials?: Authentication, actions: readonly Action[] = []): Promise<void> {
    const { deliveries, settings, consent } = this.#deps;
    consent.demandTrust();
    await consent.confirm(target.url, l10n.t('Check'));
    const { authentication, handler } = credentials
      ? { authentication: credentials, handler: undefined }
      : await findCredentials(target, await this.#deps.handlers());
    const { url, webhook } = target;
    const checks = await withProgress(l10n.t('Checking {0}', plain(hostIn(url), 60)), ({ signal, tell }) =>
      checkEndpoint(
        { url, authentication, webhook },
        {
          signal,
          isProxied: settings.hasProxy,
          onCheck: ({ label }) => tell(label),
          onDelivery: ({ delivery, secrets }) => void deliveries.add(delivery, secrets),
        },
      ),
    );
    this.#rememberUrl(target);
    this.#showReport({ url, webhook, authentication: authentication.type, handler }, checks, actions);
  }

  async #check(args: readonly unknown[]): Promise<void> {
    // Before anything is asked.
    this.#deps.consent.demandTrust();
    await this.check(await targetOf(args, this.#deps, l10n.t('Select an endpoint to check')));
  }

  async #sendSample(args: readonly unknown[]): Promise<void> {
    this.#deps.consent.demandTrust();
    const target = await targetOf(args, this.#deps, l10n.t('Select where to send the event'));
    const types = typesIn(args) ?? (await this.#askTypes());
    if (types === 'recent') {
      return this.#sendRecentTo(target, isEdit(args));
    }
    const given = isEdit(args) ? { how: 'edit' as const } : undefined;
    const plan = given ?? (typesIn(args) ? { how: 'send' as const } : await askPlan(types));
    const options: SampleOptions = { now: Date.now(), ...('values' in plan ? plan.values : {}) };
    const bodies = ('bodies' in plan ? plan.bodies(options) : [sampleBatch(types, options)]).map(bytesOf);
    const job = {
      bodies,
      source: 'sample',
      atOnce: 'atOnce' in plan ? plan.atOnce : 1,
      batchId: 'batchId' in plan ? plan.batchId : undefined,
    } as const;
    await this.#sendOrEdit(target, job, plan.how === 'edit');
  }

  async #sendRecent(args: readonly unknown[]): Promise<void> {
    this.#deps.consent.demandTrust();
    await this.#sendRecentTo(
      await targetOf(args, this.#deps, l10n.t('Select where to send the event')),
      isEdit(args),
    );
  }

  async #sendRecentTo(target: Target, isEdited: boolean): Promise<void> {
    const events = await recentEvents(this.#deps, target.webhook?.accountId);
    const job = { bodies: [bytesOf(events)], source: 'rebuilt' } as const;
    await this.#sendOrEdit(target, job, isEdited || (await askEdit()));
  }

  async #sendDocument([argument]: readonly unknown[]): Promise<void> {
    this.#deps.consent.demandTrust();
    const uri = argument instanceof vscode.Uri ? argument : vscode.window.activeTextEditor?.document.uri;
    if (!uri) {
      return;
    }
    const document = await vscode.workspace.openTextDocument(uri);
    const body = Buffer.from(document.getText());
    const draft = await this.#drafts.read(uri);
    const target =
      draft?.target ?? (await targetOf([], this.#deps, l10n.t('Select where to send the event')));
    await this.#send(target, { bodies: [body], source: draft?.source ?? 'sample' });
  }

  async #resend(args: readonly unknown[]): Promise<void> {
    this.#deps.consent.demandTrust();
    const delivery = await this.#deps.deliveries.pick(args, l10n.t('Select a delivery to resend'));
    if (delivery.request.isAltered === true) {
      this.#deps.boundary.tell({
        severity: 'warning',
        text: l10n.t("This delivery contained a password or a token, which isn't kept. Nothing was sent."),
        actions: [{ label: l10n.t('Edit and Resend'), run: () => this.#editAgain(delivery) }],
      });
      return;
    }
    const body = await demandBytes(delivery.request.body);
    const isFresh = delivery.batch.count > 0 && (await askFreshIds());
    const again = isFresh ? freshBytes(body) : body;
    await this.#send(targetOfDelivery(delivery), {
      bodies: [again],
      source: 'replayed',
      // A retry of Lettr's has the id of the batch too.
      batchId: isFresh ? undefined : headerOf(delivery.request.headers, 'X-MessageSystems-Batch-ID'),
    });
  }

  async #editDelivery(args: readonly unknown[]): Promise<void> {
    this.#deps.consent.demandTrust();
    const delivery = await this.#deps.deliveries.pick(args, l10n.t('Select a delivery to edit and resend'));
    await this.#editAgain(delivery);
  }

  async #editAgain(delivery: Delivery): Promise<void> {
    const target =
      delivery.request.isAltered === true
        ? await targetOf([], this.#deps, l10n.t('Select where to send the event'))
        : targetOfDelivery(delivery);
    await this.#edit(target, await demandBytes(delivery.request.body), 'replayed');
  }

  #showReport(checked: CheckedEndpoint, checks: readonly Check[], actions: readonly Action[]): void {
    const page = checkPage(checked, checks, Date.now());
    this.#report ??= this.#disposables.add(
      new PagePanel({
        icon: this.#deps.icon,
        commands: [Command.webhookEdit, ...Object.values(DeliveryCommand)],
        onShow: () => undefined,
        onClose: () => {
          this.#report = undefined;
        },
      }),
    );
    this.#report.show(page, Date.now());
    this.#report.reveal();
    const hasFailed = checks.some(({ status }) => status === 'failed');
    this.#deps.boundary.tell({
      severity: hasFailed ? 'warning' : 'information',
      text: checkSummary(checks),
      actions: [
        ...actions,
        {
          label: l10n.t('Open as Text'),
          run: async () => {
            const content = renderMarkdown(page, uiLanguage());
            const document = await vscode.workspace.openTextDocument({ language: 'markdown', content });
            await vscode.window.showTextDocument(document);
          },
        },
      ],
    });
  }

  async #askTypes(): Promise<readonly string[] | 'recent'> {
    await this.#deps.accounts.load();
    const recent: vscode.QuickInputButton = {
      iconPath: new vscode.ThemeIcon('history'),
      tooltip: l10n.t('Select Recent Events from Lettr'),
    };
    const pick = vscode.window.createQuickPick<vscode.QuickPickItem & { readonly type?: string }>();
    const catalogue = eventCatalogue();
    pick.title = l10n.t('Send Sample Event');
    pick.placeholder = l10n.t('Select the events to send');
    pick.canSelectMany = true;
    pick.matchOnDescription = true;
    pick.buttons = this.#deps.accounts.current ? [recent] : [];
    pick.items = eventCategories().flatMap(({ id, label }) => [
      { label, kind: vscode.QuickPickItemKind.Separator },
      ...catalogue
        .filter(({ category }) => category === id)
        .map((info) => ({
          label: info.label,
          description: info.name,
          detail: info.description,
          type: info.name,
        })),
    ]);
    const first = pick.items.find(({ type }) => type === 'message.delivery');
    pick.selectedItems = first ? [first] : [];
    try {
      return await new Promise((resolve, reject) => {
        pick.onDidAccept(() => {
          const types = pick.selectedItems.flatMap(({ type }) => type ?? []);
          if (types.length > 0) {
            resolve(types);
          }
        });
        pick.onDidTriggerButton(() => resolve('recent'));
        pick.onDidHide(() => reject(new Cancelled()));
        pick.show();
      });
    } finally {
      pick.dispose();
    }
  }

  async #sendOrEdit(
    target: Target,
    job: Omit<SendJob, 'target' | 'authentication'>,
    isEdited: boolean,
  ): Promise<void> {
    const [body] = job.bodies;
    await (isEdited && body ? this.#edit(target, body, job.source) : this.#send(target, job));
  }

  async #edit(target: Target, body: Uint8Array, source: DeliverySource): Promise<void> {
    this.#demandUrl(target);
    const uri = await this.#drafts.create({ target, source }, batchWords({ batch: summaryOf(body) }), body);
    await vscode.window.showTextDocument(await vscode.workspace.openTextDocument(uri), { preview: false });
  }

  /** A URL may come from another extension's call of a command. @throws {Cancelled} after saying why it is refused. */
  #demandUrl({ url }: Target): void {
    if (urlFault(url) === 'credentials') {
      this.#deps.boundary.tell({
        severity: 'warning',
        text: l10n.t('Remove the username and password from the URL. You can enter them in a later step.'),
        actions: [],
      });
      throw new Cancelled();
    }
  }

  /** Asks for what is missing, sends, and shows how it went. */
  async #send(target: Target, job: Omit<SendJob, 'target' | 'authentication'>): Promise<void> {
    this.#demandUrl(target);
    await this.#deps.consent.confirm(target.url, l10n.t('Send'));
    const { authentication } = await findCredentials(target, await this.#deps.handlers());
    const title = l10n.t('Sending to {0}', plain(hostIn(target.url), 60));
    const sent = await withProgress(title, ({ signal, tell }) =>
      this.#sendAll({ target, authentication, ...job }, signal, tell),
    );
    this.#rememberUrl(target);
    await this.#tell(sent);
  }

  async #sendAll(
    { target, authentication, bodies, source, batchId, atOnce = 1 }: SendJob,
    signal: AbortSignal,
    tell: (text: string) => void,
  ): Promise<readonly Delivery[]> {
    const { deliveries } = this.#deps;
    const { url, webhook } = target;
    const left = [...bodies];
    const kept: Delivery[] = [];
    const next = async (): Promise<void> => {
      for (let body = left.shift(); body; body = left.shift()) {
        const request: SendRequest = { url, webhook, body, authentication, source, batchId };
        const { delivery, secrets } = await send(request, { signal });
        kept.push(await deliveries.add(delivery, secrets));
        tell(l10n.t('{0} of {1}', kept.length, bodies.length));
      }
    };
    await Promise.all(Array.from({ length: Math.min(atOnce, bodies.length) }, next));
    return kept;
  }

  async #tell(sent: readonly Delivery[]): Promise<void> {
    const [only, ...more] = sent;
    if (only && more.length === 0) {
      const { label, reason } = verdictOf(only);
      vscode.window.setStatusBarMessage(`${label}: ${reason}`, SHOWN_MS);
      await this.#deps.deliveries.show(only.id);
      return;
    }
    const kinds = new Map<VerdictKind, number>();
    for (const delivery of sent) {
      const { kind } = verdictOf(delivery);
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
    }
    const words = [...kinds].map(([kind, count]) => `${verdictLabel(kind)}: ${count}`).join(', ');
    this.#deps.boundary.tell({
      severity: 'information',
      text: l10n.t('Sent {0} batches. {1}.', sent.length, words),
      actions: [
        {
          label: l10n.t('Show Deliveries'),
          run: () => vscode.commands.executeCommand(`${View.deliveries}.focus`),
        },
      ],
    });
  }

  /** Addresses of webhooks are known anyway. */
  #rememberUrl({ url, webhook }: Target): void {
    if (!webhook) {
      rememberUrl(this.#deps, url);
    }
  }
}

const SHOWN_MS = 5_000;

function hostIn(url: string): string {
  return URL.canParse(url) ? new URL(url).host : url;
}

function targetOfDelivery({ request, webhook, authentication }: Delivery): Target {
  return { url: request.url, webhook, authentication };
}

/** Types that a page or another command names. */
function typesIn([argument]: readonly unknown[]): readonly string[] | undefined {
  const types: unknown =
    typeof argument === 'object' && argument !== null ? Reflect.get(argument, 'types') : undefined;
  const known = eventCatalogue().map(({ name }) => name);
  return Array.isArray(types)
    ? types.filter((type) => typeof type === 'string' && known.includes(type))
    : undefined;
}

function isEdit([argument]: readonly unknown[]): boolean {
  return typeof argument === 'object' && argument !== null && Reflect.get(argument, 'edit') === true;
}

async function askEdit(): Promise<boolean> {
  const items = [
    { label: l10n.t('Send'), isEdit: false },
    { label: l10n.t('Edit First'), isEdit: true },
  ];
  const picked = await vscode.window.showQuickPick(items, { placeHolder: l10n.t('Select how to send it') });
  if (!picked) {
    throw new Cancelled();
  }
  return picked.isEdit;
}

async function askFreshIds(): Promise<boolean> {
  const items = [
    {
      label: l10n.t('Fresh IDs'),
      detail: l10n.t('New event IDs and times, as for new events'),
      isFresh: true,
    },
    {
      label: l10n.t('Same IDs'),
      detail: l10n.t('Exactly the same bytes, as when Lettr retries'),
      isFresh: false,
    },
  ];
  const picked = await vscode.window.showQuickPick(items, {
    placeHolder: l10n.t('Select the event IDs to send'),
  });
  if (!picked) {
    throw new Cancelled();
  }
  return picked.isFresh;
}

/** The batch with new ids; a body that is no batch as it is. */
function freshBytes(body: Uint8Array): Uint8Array {
  try {
    const batch: unknown = JSON.parse(Buffer.from(body).toString('utf8'));
    return isBatch(batch) ? bytesOf(withFreshIds(batch, Date.now())) : body;
  } catch {
    return body;
  }
}

function isBatch(value: unknown): value is Batch {
  return (
    Array.isArray(value) &&
    value.every((element: unknown) => {
      const msys: unknown =
        typeof element === 'object' && element !== null ? Reflect.get(element, 'msys') : undefined;
      return (
        typeof msys === 'object' &&
        msys !== null &&
        Object.values(msys).every((fields) => typeof fields === 'object' && fields !== null)
      );
    })
  );
}
