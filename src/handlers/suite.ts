import * as l10n from '@vscode/l10n';

import { EVENT_TYPE_NAMES } from '../api/events.ts';
import type { Authentication } from '../api/types.ts';
import type { Delivery } from '../deliveries/delivery.ts';
import { type Verdict, SLOW_MS, verdictOf } from '../deliveries/verdict.ts';
import { type Batch, EMPTY_BATCH, bytesOf } from '../samples/batch.ts';
import { type SampleOptions, sampleBatch, variantBatch } from '../samples/samples.ts';

/** One request to the handler. */
export interface TestRequest {
  readonly body: Uint8Array;
  /** That of the handler by default. */
  readonly authentication?: Authentication;
  readonly method?: string;
  readonly batchId?: string;
}

/** The handler, as a test sees it. */
export interface TestTarget {
  readonly authentication: Authentication;
  /** Whether a person holds the handler at a breakpoint, so that its time says nothing. */
  readonly isDebugged: boolean;
  /** Sends one request and keeps the delivery. @throws {Cancelled} */
  send(request: TestRequest): Promise<Delivery>;
}

/** What a test found. */
export type TestResult =
  | { readonly kind: 'passed' }
  | { readonly kind: 'skipped'; readonly reason: string }
  | {
      readonly kind: 'failed';
      /** One sentence: what the handler did. */
      readonly reason: string;
      /** One sentence: what to change in its code. */
      readonly advice: string;
      /** The exchange that shows it. */
      readonly delivery: Delivery;
    };

/** The parts of the suite, in their order. */
export type TestGroup = 'requests' | 'eventTypes' | 'batches' | 'credentials' | 'load';

/** One demand on a handler. */
export interface HandlerTest {
  /** Unique in the suite, and the same in every version. */
  readonly id: string;
  readonly group: TestGroup;
  readonly label: string;
  run(target: TestTarget): Promise<TestResult>;
}

const AT_ONCE = 20;
const TIMED = 20;
const PASSED: TestResult = { kind: 'passed' };

export function groupLabel(group: TestGroup): string {
  switch (group) {
    case 'requests':
      return l10n.t('Requests');
    case 'eventTypes':
      return l10n.t('Event Types');
    case 'batches':
      return l10n.t('Batches');
    case 'credentials':
      return l10n.t('Credentials');
    case 'load':
      return l10n.t('Load');
  }
}

/** Everything that a handler of Lettr's webhooks has to bear. */
export function handlerTests(): readonly HandlerTest[] {
  return [...requestTests(), ...eventTypeTests(), ...batchTests(), ...credentialTests(), ...loadTests()];
}

function requestTests(): readonly HandlerTest[] {
  return [
    {
      id: 'emptyBatch',
      group: 'requests',
      label: l10n.t('Accepts the empty batch'),
      run: (target) =>
        accepts(
          target,
          EMPTY_BATCH,
          l10n.t('Answer 200 to {0}, which Lettr uses to check an endpoint.', '[{"msys":{}}]'),
        ),
    },
    {
      id: 'malformed',
      group: 'requests',
      label: l10n.t('Survives malformed JSON'),
      run: async (target) => {
        const delivery = await target.send({ body: Buffer.from('[{"msys": {"message_event": ') });
        return isServerError(delivery)
          ? failed(delivery, l10n.t('Catch the error of the JSON parser and answer 400.'))
          : answered(delivery);
      },
    },
    {
      id: 'wrongMethod',
      group: 'requests',
      label: l10n.t('Accepts only POST'),
      run: async (target) => {
        const delivery = await target.send({ body: new Uint8Array(), method: 'GET' });
        const status = statusOf(delivery);
        if (status === undefined) {
          return answered(delivery);
        }
        return status >= 400 && status < 500
          ? PASSED
          : failed(
              delivery,
              l10n.t('Answer 405 to methods other than POST.'),
              l10n.t('The endpoint answered {0} to a GET request.', status),
            );
      },
    },
  ];
}

function eventTypeTests(): readonly HandlerTest[] {
  return EVENT_TYPE_NAMES.map((type) => ({
    id: `type.${type}`,
    group: 'eventTypes',
    label: type,
    run: (target) => accepts(target, sampleBatch([type], now())),
  }));
}

function batchTests(): readonly HandlerTest[] {
  const sized = (count: number): HandlerTest => ({
    id: `batch.${count}`,
    group: 'batches',
    label: l10n.t('Accepts {0} events in one batch', count),
    run: (target) =>
      accepts(
        target,
        variantBatch('mixed', EVENT_TYPE_NAMES, now(), count),
        l10n.t('Accept bodies of several MB, and answer before the events are processed.'),
      ),
  });
  return [
    sized(50),
    sized(350),
    {
      id: 'twice',
      group: 'batches',
      label: l10n.t('Accepts the same batch twice'),
      run: async (target) => {
        const request = {
          body: bytesOf(sampleBatch(['message.bounce'], now())),
          batchId: crypto.randomUUID(),
        };
        const advice = l10n.t(
          'Answer 200 to events that you already have. Recognize them by their event_id.',
        );
        const first = accepted(await target.send(request));
        return first.kind === 'passed' ? accepted(await target.send(request), advice) : first;
      },
    },
    {
      id: 'unknownType',
      group: 'batches',
      label: l10n.t('Ignores unknown event types'),
      run: (target) =>
        accepts(
          target,
          variantBatch('unknownType', ['message.bounce'], now()),
          l10n.t('Answer 200 to unknown event types, because Lettr may add more.'),
        ),
    },
    {
      id: 'unknownFields',
      group: 'batches',
      label: l10n.t('Ignores unknown fields'),
      run: (target) =>
        accepts(
          target,
          variantBatch('cust', ['message.bounce'], now()).map((element) => ({
            ...element,
            added_later: { a: 1 },
          })),
          l10n.t('Read only the fields that you need; Lettr may add others at any time.'),
        ),
    },
  ];
}

function credentialTests(): readonly HandlerTest[] {
  const refusal = (
    id: string,
    label: string,
    advice: string,
    wrong: (authentication: Authentication) => Authentication | undefined,
  ): HandlerTest => ({
    id,
    group: 'credentials',
    label,
    run: async (target) => {
      const authentication = wrong(target.authentication);
      if (!authentication) {
        return { kind: 'skipped', reason: l10n.t("This doesn't apply to the handler's authentication.") };
      }
      const delivery = await target.send({ ...single(), authentication });
      const status = statusOf(delivery);
      if (status === undefined) {
        return answered(delivery);
      }
      return status === 401 || status === 403
        ? PASSED
        : failed(delivery, advice, l10n.t('The endpoint answered {0} instead of 401.', status));
    },
  });
  return [
    refusal(
      'missing',
      l10n.t('Rejects missing credentials'),
      l10n.t('Answer 401 to requests without an Authorization header.'),
      ({ type }) => (type === 'none' ? undefined : { type: 'none' }),
    ),
    refusal(
      'wrong',
      l10n.t('Rejects wrong credentials'),
      l10n.t('Compare username and password with the expected ones, in constant time.'),
      (authentication) =>
        authentication.type === 'basic'
          ? { ...authentication, password: wrongly(authentication.password) }
          : undefined,
    ),
    refusal(
      'colon',
      l10n.t('Reads a password with a colon'),
      l10n.t('Split username and password at the first colon only: a password may contain more of them.'),
      // A handler that splits at every colon takes this for the right password.
      (authentication) =>
        authentication.type === 'basic'
          ? { ...authentication, password: `${authentication.password}:x` }
          : undefined,
    ),
  ];
}

function loadTests(): readonly HandlerTest[] {
  return [
    {
      id: 'time',
      group: 'load',
      label: l10n.t('Answers well within 10 seconds'),
      run: async (target) => {
        if (target.isDebugged) {
          return {
            kind: 'skipped',
            reason: l10n.t("Timings aren't meaningful while a debugger is attached."),
          };
        }
        const deliveries: Delivery[] = [];
        for (let index = 0; index < TIMED; index += 1) {
          const delivery = await target.send(single());
          const result = accepted(delivery);
          if (result.kind !== 'passed') {
            return result;
          }
          deliveries.push(delivery);
        }
        return inTime(deliveries);
      },
    },
    {
      id: 'concurrent',
      group: 'load',
      label: l10n.t('Answers {0} requests at once', AT_ONCE),
      run: async (target) => {
        const sent = Array.from({ length: AT_ONCE }, () => target.send(single()));
        const results = (await Promise.all(sent)).map((delivery) => accepted(delivery));
        return results.find(({ kind }) => kind !== 'passed') ?? PASSED;
      },
    },
  ];
}

/** One event of the commonest type. */
function single(): TestRequest {
  return { body: bytesOf(sampleBatch(['message.delivery'], now())) };
}

/** Judges by the time in which 95 of 100 requests were answered. */
function inTime(deliveries: readonly Delivery[]): TestResult {
  const byTime = deliveries.toSorted((a, b) => a.timings.total - b.timings.total);
  const slow = byTime[Math.ceil(byTime.length * 0.95) - 1];
  return slow && slow.timings.total >= SLOW_MS
    ? failed(
        slow,
        l10n.t('Answer 200 first and do the work afterwards.'),
        l10n.t('One request in twenty took {0} seconds or longer.', (slow.timings.total / 1000).toFixed(1)),
      )
    : PASSED;
}

/** Sends a batch that has to be answered with 200. */
async function accepts(target: TestTarget, batch: Batch, advice?: string): Promise<TestResult> {
  return accepted(await target.send({ body: bytesOf(batch) }), advice);
}

/** @param advice what to change when the handler answered, but not with 200 */
function accepted(delivery: Delivery, advice?: string): TestResult {
  const verdict = verdictOf(delivery);
  switch (verdict.kind) {
    case 'delivered':
    case 'probablyDelivered':
      return PASSED;
    case 'retried':
    case 'dropped':
    case 'unknown': {
      // What the status itself says goes before what this test is about.
      const isBodyRejected =
        isServerError(delivery) || statusOf(delivery) === 400 || statusOf(delivery) === 422;
      return failed(delivery, isBodyRejected ? advice : undefined);
    }
  }
}

/** Passes when the handler answered at all. */
function answered(delivery: Delivery): TestResult {
  return delivery.outcome.kind === 'response' ? PASSED : failed(delivery);
}

function failed(delivery: Delivery, advice?: string, reason?: string): TestResult {
  const verdict: Verdict = verdictOf(delivery);
  return {
    kind: 'failed',
    reason: reason ?? verdict.reason,
    advice: advice ?? verdict.advice ?? l10n.t('Answer 200 to every batch that was received.'),
    delivery,
  };
}

function statusOf({ outcome }: Delivery): number | undefined {
  return outcome.kind === 'response' ? outcome.response.status : undefined;
}

function isServerError(delivery: Delivery): boolean {
  return (statusOf(delivery) ?? 0) >= 500;
}

/** Another password of the same length. */
function wrongly(password: string): string {
  return password.startsWith('x') ? `y${password.slice(1)}` : `x${password.slice(1)}`;
}

function now(): SampleOptions {
  return { now: Date.now() };
}
