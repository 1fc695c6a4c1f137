import type { Bench } from '../harness/bench.ts';
import { lookFor, type Painted } from '../harness/probe.ts';
import type { BenchWindow, Stage } from '../harness/stage.ts';
import { listBody, type WireWebhook } from '../harness/webhooks.ts';
import { expectedOf } from './expected.ts';
import type { Seen } from '../host/watch.ts';

/** VS Code gathers changes of a tree for 200 ms after one; whoever changes it later than this pays nothing for that. */
const SETTLE_MS = 700;

/** A window in which the extension shows a list and the driver sees what it does. */
export class WatchedWindow {
  readonly stage: Stage;
  readonly #window: BenchWindow;

  private constructor(stage: Stage, window: BenchWindow) {
    this.stage = stage;
    this.#window = window;
  }

  /** Opens one in which the extension is active and its view not seen yet. */
  static async open(bench: Bench): Promise<WatchedWindow> {
    const stage = await bench.stage(true);
    const window = await stage.open();
    await window.call('watch', bench.options.extensions.packagedId);
    return new WatchedWindow(stage, window);
  }

  get page(): BenchWindow['page'] {
    return this.#window.page;
  }

  /** Shows another side bar, and waits until nothing moves. */
  async show(title: 'Lettr' | 'Static Floor'): Promise<void> {
    const bar = this.page.locator('.sidebar .composite.title', { hasText: new RegExp(title, 'i') });
    if (!(await bar.isVisible())) await this.#window.click(title);
    await bar.waitFor();
    await this.settle();
  }

  /** Clicks an icon of the activity bar. */
  click(title: 'Lettr' | 'Static Floor'): Promise<void> {
    return this.#window.click(title);
  }

  settle(): Promise<void> {
    return this.page.waitForTimeout(SETTLE_MS);
  }

  call(does: string, argument?: unknown): Promise<string> {
    return this.#window.call(does, argument);
  }

  /** Has the server answer with these webhooks from now on. */
  serve(webhooks: readonly WireWebhook[]): void {
    this.stage.api.serve(listBody(webhooks));
  }

  /** Does something and waits until exactly these webhooks are on screen. */
  async untilShown(webhooks: readonly WireWebhook[], work: () => Promise<unknown>): Promise<Painted> {
    const found = await lookFor(this.page, [expectedOf(webhooks)]);
    await work();
    const [painted] = await found();
    if (!painted) throw new Error('Nothing was looked for.');
    return painted;
  }

  /** What the driver saw since it was asked last. */
  async seen(): Promise<Seen> {
    const seen: Seen = JSON.parse(await this.call('seen'));
    return seen;
  }

  close(): Promise<void> {
    return this.#window.close();
  }
}
