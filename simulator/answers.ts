import type { Readable } from 'node:stream';

/** What the API says to one request; `raw` replaces the JSON body where a fault wants something else. */
export interface Answer {
  status: number;
  body?: unknown;
  raw?: string | Readable;
  headers?: Record<string, string>;
}

export const invalidKey: Answer = { status: 401, body: { message: 'Invalid API key.' } };
export const missingKey: Answer = { status: 401, body: { message: 'API key is required.' } };

/** 503 while keys can't be checked. `retryAfter` in whole seconds. */
export function authUnavailable(retryAfter: number): Answer {
  return {
    status: 503,
    body: {
      message: 'Authentication is temporarily unavailable. Please try again later.',
      error_code: 'auth_unavailable',
    },
    headers: { 'retry-after': String(retryAfter) },
  };
}

export const ipBlocked: Answer = {
  status: 403,
  body: { message: 'Access denied. Your IP address is not allowed.' },
};

export const missingScope: Answer = {
  status: 403,
  body: {
    message: 'Your API key does not have the required permissions for this action.',
    error_code: 'insufficient_scope',
  },
};

export const sandboxRestricted: Answer = {
  status: 403,
  body: {
    status: 'error',
    error_code: 'sandbox_restricted',
    message: 'Sandbox API keys are restricted to email sending and read-only endpoints.',
  },
};

export const webhookNotFound: Answer = {
  status: 404,
  body: { message: 'Webhook not found.', error_code: 'not_found' },
};

export const urlTaken: Answer = {
  status: 409,
  body: {
    message: 'A webhook with this target URL already exists.',
    error_code: 'resource_already_exists',
  },
};

/** 429 of the rate limits. `retryAfter` in whole seconds. */
export function rateLimited(retryAfter: number): Answer {
  return {
    status: 429,
    body: {
      message: 'Rate limit exceeded. Please slow down your requests.',
      error_code: 'rate_limit_exceeded',
    },
    headers: { 'retry-after': String(retryAfter) },
  };
}

/** 429 of the lock-out, whose real form is undocumented: no error_code, so that clients rely on the status. */
export function lockedOut(retryAfter: number): Answer {
  return {
    status: 429,
    body: { message: 'Too many failed authentication attempts. Please try again later.' },
    headers: { 'retry-after': String(retryAfter) },
  };
}

export function validationFailed(errors: Record<string, string[]>): Answer {
  return {
    status: 422,
    body: { message: 'Validation failed.', error_code: 'validation_error', errors },
  };
}

/** 400 of a refused configuration. The API ends the sentence with a dot on create only. */
export function rejected(message: string): Answer {
  return { status: 400, body: { message, error_code: 'send_error' } };
}

export function unknownRoute(path: string): Answer {
  return { status: 404, body: { message: `The route ${path} could not be found.` } };
}

/** 405 as Laravel words it. `allow` is the list of verbs the route does know. */
export function wrongVerb(method: string, path: string, allow: readonly string[]): Answer {
  const verbs = allow.join(', ');
  return {
    status: 405,
    body: {
      message: `The ${method} method is not supported for route ${path}. Supported methods: ${verbs}.`,
    },
    headers: { allow: verbs },
  };
}

/** The documented body of a status, for faults that name only a status. */
export function standardAnswer(status: number, texts: { failure?: string; rejection?: string }): Answer {
  const known: Record<number, Answer> = {
    400: rejected(texts.rejection ?? 'Bad request.'),
    401: invalidKey,
    403: missingScope,
    404: webhookNotFound,
    409: urlTaken,
    422: validationFailed({}),
    429: rateLimited(1),
    500: rejected(`${texts.failure ?? 'An unexpected error occurred'}. Please try again later.`),
  };
  return { ...(known[status] ?? { body: { message: 'Server Error' } }), status };
}
