import type { Log } from './log.ts';
import { type Notice, notify } from './notify.ts';

/** Puts a failure into words; `undefined` when there is nothing to tell. `again` runs the same work once more. */
export type ErrorNotices = (error: unknown, again: () => unknown) => Notice | undefined;

/** The one place at which the failures of what a person started become visible: each is logged and told in one message. */
export class Boundary {
  readonly #loadNotices: () => Promise<ErrorNotices>;
  readonly #log: Log;

  /** @param loadNotices brings the words for failures when there is the first one. */
  constructor(loadNotices: () => Promise<ErrorNotices>, log: Log) {
    this.#loadNotices = loadNotices;
    this.#log = log;
  }

  /**
   * Runs `work`; never rejects. It settles before a message about its failure is answered.
   *
   * @param name what the log calls it.
   */
  async run(name: string, work: () => unknown): Promise<unknown> {
    try {
      return await work();
    } catch (error) {
      const noticeOf = await this.#loadNotices();
      const notice = noticeOf(error, () => this.run(name, work));
      if (notice) {
        this.#log.error(name, error);
        this.tell(notice);
      }
      return undefined;
    }
  }

  /** Shows a message. Whatever its button does is run here too. */
  tell(notice: Notice): void {
    const actions = notice.actions.map(({ label, run }) => ({ label, run: () => this.run(label, run) }));
    void notify({ ...notice, actions });
  }
}
