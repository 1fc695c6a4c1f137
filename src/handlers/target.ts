import type { Authentication } from '../api/types.ts';
import type { Delivery } from '../deliveries/delivery.ts';
import { formsOf, redactDelivery, secretsOf } from '../deliveries/redaction.ts';
import type { TestRequest, TestTarget } from './suite.ts';

/** A delivery of a test, with everything in it that must not be shown or written. */
export interface SentTest {
  readonly delivery: Delivery;
  readonly secrets: readonly string[];
}

/** A handler with what its requests are sent with. */
export interface TestTargetOptions {
  readonly authentication: Authentication;
  /** Asked for at each test: a debugger comes and goes. */
  readonly isDebugged: () => boolean;
  /** Sends one request. @throws {Cancelled} */
  readonly send: (request: TestRequest) => Promise<SentTest>;
}

/**
 * A handler for the tests, which see its deliveries without secrets: a handler may echo them, and whatever a test finds
 * is shown. Those of earlier requests count too, because a test with wrong credentials may be answered with the right ones.
 */
export function testTarget({ authentication, isDebugged, send }: TestTargetOptions): TestTarget {
  const secrets = new Set(secretsOf(authentication));
  return {
    authentication,
    get isDebugged() {
      return isDebugged();
    },
    send: async (request) => {
      const sent = await send(request);
      sent.secrets.forEach((secret) => secrets.add(secret));
      return redactDelivery(sent.delivery, formsOf([...secrets]));
    },
  };
}
