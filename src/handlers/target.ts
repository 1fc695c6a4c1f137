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

/** A handler, with what its answers say about its credentials. */
export interface HandlerTarget extends TestTarget {
  /** Whether its own credentials were rejected and nothing that was sent with them was accepted. */
  readonly hasRejected: boolean;
}

/**
 * A handler for the tests, which see its deliveries without secrets: a handler may echo them, and whatever a test finds
 * is shown. Those of earlier requests count too, because a test with wrong credentials may be answered with the right ones.
 */
export function testTarget({ authentication, isDebugged, send }: TestTargetOptions): HandlerTarget {
  const secrets = new Set(secretsOf(authentication));
  let isRejected = false;
  let isAccepted = false;
  return {
    authentication,
    get isDebugged() {
      return isDebugged();
    },
    get hasRejected() {
      return authentication.type !== 'none' && isRejected && !isAccepted;
    },
    send: async (request) => {
      const sent = await send(request);
      sent.secrets.forEach((secret) => secrets.add(secret));
      // A handler may look at the method first.
      if (request.authentication === undefined && request.method === undefined) {
        isRejected ||= isRejection(sent.delivery);
        isAccepted ||= isSuccess(sent.delivery);
      }
      return redactDelivery(sent.delivery, formsOf([...secrets]));
    },
  };
}

/** Whether the handler, or the token server before it, didn't take the credentials. */
function isRejection({ outcome }: Delivery): boolean {
  return outcome.kind === 'response' ? outcome.response.status === 401 : outcome.fault.kind === 'token';
}

function isSuccess({ outcome }: Delivery): boolean {
  return outcome.kind === 'response' && outcome.response.status >= 200 && outcome.response.status < 300;
}
