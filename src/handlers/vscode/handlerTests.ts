import * as l10n from '@vscode/l10n';
import * as vscode from 'vscode';

import { Cancelled } from '../../api/errors.ts';
import type { Authentication } from '../../api/types.ts';
import { headerOf } from '../../deliveries/delivery.ts';
import type { SendConsent } from '../../deliveries/vscode/consent.ts';
import type { Deliveries } from '../../deliveries/vscode/register.ts';
import { DeliveryCommand } from '../../platform/ids.ts';
import { plain } from '../../platform/text.ts';
import type { Boundary } from '../../platform/vscode/boundary.ts';
import type { Log } from '../../platform/vscode/log.ts';
import type { Handler } from '../handler.ts';
import {
  type HandlerTest,
  type TestGroup,
  type TestRequest,
  type TestResult,
  groupLabel,
  handlerTests,
} from '../suite.ts';
import { type HandlerTarget, type SentTest, testTarget } from '../target.ts';
import { HandlerCredentials } from './credentials.ts';
import { type PlacedHandler, allHandlers } from './handlerSettings.ts';

/** While somebody steps through a handler, its answer may take as long as it wants. */
const DEBUGGED_LIMIT_MS = 3_600_000;
/** Several files are often saved at once. */
const SAVE_PAUSE_MS = 500;
/** Characters of a response that a failure shows. */
const EXCERPT = 2_000;

/** What handler tests need of the features below them. */
export interface HandlersDeps {
  readonly extension: vscode.Extension<unknown>;
  readonly secrets: vscode.SecretStorage;
  readonly deliveries: Deliveries;
  readonly consent: () => Promise<SendConsent>;
  /** Sends one request as Lettr would. @throws {Cancelled} when the signal fired. */
  send(
    request: TestRequest & {
      readonly url: string;
      readonly authentication: Authentication;
      readonly source: 'test';
    },
    options: { readonly signal: AbortSignal; readonly timeLimitMs: number },
  ): Promise<SentTest>;
  /** Asks for credentials in masked inputs. @throws {Cancelled} */
  askCredentials(handler: Handler): Promise<Authentication>;
  readonly boundary: Boundary;
  readonly log: Log;
}

type Entry =
  | { readonly kind: 'handler'; readonly handler: Handler }
  | { readonly kind: 'group' }
  | { readonly kind: 'test'; readonly handler: Handler; readonly test: HandlerTest };

/** The handlers in the Testing view, and what running them does. */
export class HandlerTests implements vscode.Disposable {
  readonly #controller: vscode.TestController;
  readonly #deps: HandlersDeps;
  readonly #credentials: HandlerCredentials;
  readonly #entries = new WeakMap<vscode.TestItem, Entry>();
  readonly #continuous = new Set<vscode.Disposable>();

  constructor(controller: vscode.TestController, deps: HandlersDeps) {
    this.#controller = controller;
    this.#deps = deps;
    this.#credentials = new HandlerCredentials(deps.secrets);
  }

  /** Shows the handlers that the settings name now; what did not change keeps its results. */
  refresh(): void {
    const { items } = this.#controller;
    const handlers = allHandlers();
    items.forEach(({ id }) => {
      if (!handlers.some((placed) => idOf(placed) === id)) {
        items.delete(id);
      }
    });
    for (const placed of handlers) {
      const known = items.get(idOf(placed));
      const entry = known && this.#entries.get(known);
      if (entry?.kind !== 'handler' || JSON.stringify(entry.handler) !== JSON.stringify(placed.handler)) {
        items.add(this.#handlerItem(placed));
      }
    }
  }

  /** Runs what was chosen, one handler after another; with `continuous`, again at every save until it is stopped. */
  async run(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    if (request.continuous !== true) {
      await this.#runOnce(request, token);
      return;
    }
    let pause: NodeJS.Timeout | undefined;
    let current = new vscode.CancellationTokenSource();
    let running = Promise.resolve();
    // What was saved last counts: a run of an earlier state ends, and only then the next one begins.
    const runAgain = (): void => {
      current.cancel();
      const next = (current = new vscode.CancellationTokenSource());
      running = running
        .then(() => (next.token.isCancellationRequested ? undefined : this.#runOnce(request, next.token)))
        .catch((error: unknown) => this.#deps.log.error('Handler tests', error));
    };
    const saved = vscode.workspace.onDidSaveTextDocument(({ uri }) => {
      if (uri.scheme !== 'file' && uri.scheme !== 'vscode-remote') {
        return;
      }
      clearTimeout(pause);
      pause = setTimeout(runAgain, SAVE_PAUSE_MS);
    });
    const stop = new vscode.Disposable(() => {
      clearTimeout(pause);
      saved.dispose();
      current.cancel();
      this.#continuous.delete(stop);
    });
    this.#continuous.add(stop);
    token.onCancellationRequested(() => stop.dispose());
  }

  dispose(): void {
    this.#continuous.forEach((stop) => stop.dispose());
  }

  #handlerItem(placed: PlacedHandler): vscode.TestItem {
    const { handler, folder } = placed;
    const item = this.#controller.createTestItem(idOf(placed), handler.name, folder?.uri);
    item.description = plain(handler.url, 80);
    this.#entries.set(item, { kind: 'handler', handler });
    const groups = new Map<TestGroup, vscode.TestItem>();
    for (const test of handlerTests()) {
      const group = groups.get(test.group) ?? this.#groupItem(item, test.group);
      groups.set(test.group, group);
      const testItem = this.#controller.createTestItem(`${item.id}/${test.id}`, test.label);
      testItem.tags = [new vscode.TestTag(test.group)];
      testItem.sortText = String(group.children.size).padStart(3, '0');
      this.#entries.set(testItem, { kind: 'test', handler, test });
      group.children.add(testItem);
    }
    return item;
  }

  #groupItem(parent: vscode.TestItem, group: TestGroup): vscode.TestItem {
    const item = this.#controller.createTestItem(`${parent.id}/${group}`, groupLabel(group));
    item.sortText = String(parent.children.size);
    item.tags = [new vscode.TestTag(group)];
    this.#entries.set(item, { kind: 'group' });
    parent.children.add(item);
    return item;
  }

  async #runOnce(request: vscode.TestRunRequest, token: vscode.CancellationToken): Promise<void> {
    (await this.#deps.consent()).demandTrust();
    const run = this.#controller.createTestRun(request);
    const abort = new AbortController();
    const subscriptions = [
      token.onCancellationRequested(() => abort.abort()),
      run.token.onCancellationRequested(() => abort.abort()),
    ];
    try {
      const chosen = this.#chosen(request);
      chosen.forEach(({ item }) => run.enqueued(item));
      for (const [handler, tests] of Map.groupBy(chosen, (one) => one.handler)) {
        const target = await this.#runHandler(handler, tests, run, abort.signal);
        // At each save it would be a nuisance.
        if (target.hasRejected && request.continuous !== true) {
          this.#offerCredentials(handler, tests);
        }
      }
    } catch (error) {
      if (!(error instanceof Cancelled)) {
        throw error;
      }
    } finally {
      subscriptions.forEach((subscription) => subscription.dispose());
      run.end();
    }
  }

  /** The tests of a request, in their order, without those that it excludes. */
  #chosen({ include, exclude = [] }: vscode.TestRunRequest): readonly ChosenTest[] {
    const found: ChosenTest[] = [];
    const add = (item: vscode.TestItem): void => {
      if (exclude.includes(item)) {
        return;
      }
      const entry = this.#entries.get(item);
      if (entry?.kind === 'test') {
        found.push({ item, handler: entry.handler, test: entry.test });
      }
      const children: vscode.TestItem[] = [];
      item.children.forEach((child) => children.push(child));
      children.forEach(add);
    };
    if (include) {
      include.forEach(add);
    } else {
      this.#controller.items.forEach(add);
    }
    return found;
  }

  async #runHandler(
    handler: Handler,
    tests: readonly ChosenTest[],
    run: vscode.TestRun,
    signal: AbortSignal,
  ): Promise<HandlerTarget> {
    const authentication = await this.#permitted(handler);
    const target = testTarget({
      authentication,
      isDebugged: isDebugging,
      send: (request) => this.#send(handler, authentication, request, signal),
    });
    for (const { item, test } of tests) {
      if (signal.aborted) {
        return target;
      }
      run.started(item);
      const started = performance.now();
      const result = await test.run(target);
      const ms = performance.now() - started;
      if (result.kind === 'failed') {
        await this.#deps.deliveries.add(result.delivery, []);
      }
      await report(item, result, ms, run);
    }
    return target;
  }

  /** Credentials that were mistyped or changed since would be sent again and again. */
  #offerCredentials(handler: Handler, tests: readonly ChosenTest[]): void {
    this.#deps.boundary.tell({
      severity: 'warning',
      text: l10n.t('{0} rejected the credentials that are kept for its tests.', plain(handler.name, 60)),
      actions: [
        {
          label: l10n.t('Enter Credentials Again'),
          run: async () => {
            await this.#credentials.forget(handler);
            const again = new vscode.TestRunRequest(tests.map(({ item }) => item));
            await this.#runOnce(again, new vscode.CancellationTokenSource().token);
          },
        },
      ],
    });
  }

  /** Asks for whatever is missing before anything is sent. @throws {Cancelled} when the person declines. */
  async #permitted(handler: Handler): Promise<Authentication> {
    await (await this.#deps.consent()).confirm(handler.url, l10n.t('Run Tests'));
    const kept = await this.#credentials.get(handler);
    if (kept) {
      return kept;
    }
    const typed = await this.#deps.askCredentials(handler);
    await this.#credentials.keep(handler, typed);
    return typed;
  }

  async #send(
    handler: Handler,
    authentication: Authentication,
    request: TestRequest,
    signal: AbortSignal,
  ): Promise<SentTest> {
    const timeLimitMs = isDebugging() ? DEBUGGED_LIMIT_MS : handler.timeout * 1000;
    const whole = { url: handler.url, authentication, source: 'test', ...request } as const;
    return this.#deps.send(whole, { signal, timeLimitMs });
  }
}

async function report(
  item: vscode.TestItem,
  result: TestResult,
  ms: number,
  run: vscode.TestRun,
): Promise<void> {
  switch (result.kind) {
    case 'passed':
      run.passed(item, ms);
      return;
    case 'skipped':
      run.appendOutput(`${item.label}: ${result.reason}\r\n`, undefined, item);
      run.skipped(item);
      return;
    case 'failed':
      run.failed(item, new vscode.TestMessage(await failureText(result)), ms);
      run.appendOutput(`${item.label}: ${result.reason} ${result.advice}\r\n`, undefined, item);
  }
}

interface ChosenTest {
  readonly item: vscode.TestItem;
  readonly handler: Handler;
  readonly test: HandlerTest;
}

function idOf({ handler, folder }: PlacedHandler): string {
  return `${folder?.uri.toString() ?? ''}/${handler.name}`;
}

function isDebugging(): boolean {
  return vscode.debug.activeDebugSession !== undefined;
}

/** Request and response in short, with the way to the whole delivery. */
async function failureText({
  reason,
  advice,
  delivery,
}: Extract<TestResult, { kind: 'failed' }>): Promise<vscode.MarkdownString> {
  const { request, outcome, id } = delivery;
  const text = new vscode.MarkdownString();
  text.isTrusted = { enabledCommands: [DeliveryCommand.open] };
  text.appendText(`${reason} ${advice}`);
  const open = encodeURIComponent(JSON.stringify([{ id }]));
  text.appendMarkdown(`\n\n[${l10n.t('Open Delivery')}](command:${DeliveryCommand.open}?${open})\n`);
  const size = l10n.t('{0} bytes', request.body.size);
  // With its secrets hidden, it may no longer be a valid URL.
  const path = URL.canParse(request.url) ? new URL(request.url).pathname : '';
  text.appendCodeblock(`${request.method} ${path} · ${size}`, 'http');
  if (outcome.kind === 'response') {
    const { status, statusText, headers, body } = outcome.response;
    const type = headerOf(headers, 'content-type');
    const excerpt = plain(Buffer.from(await body.read()).toString('utf8'), EXCERPT);
    const lines = [
      `HTTP ${status} ${plain(statusText, 80)}`,
      ...(type === undefined ? [] : [`Content-Type: ${plain(type, 80)}`]),
    ];
    text.appendCodeblock([...lines, '', excerpt].join('\n').trimEnd(), 'http');
  }
  return text;
}
