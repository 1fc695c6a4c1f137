import { rejected, urlTaken, validationFailed, webhookNotFound, type Answer } from './answers.ts';
import { answersTestPost } from './deliver.ts';
import type { Parts } from './parts.ts';
import { blank, preview, toWire } from './state.ts';
import { validateCreate, validateUpdate } from './validation.ts';

/** A request that may pass: whose it is, the webhook's id where the path has one, and its JSON object. */
export interface Call {
  team: number;
  id: string;
  body: Readonly<Record<string, unknown>>;
  /** each parameter's text; of one that is repeated, the last */
  query: Readonly<Record<string, string>>;
}

/** One endpoint. */
export interface Operation {
  /** open = no key asked for; key = any valid key; read and write = a key with full access, of which a sandbox key may only read */
  access: 'open' | 'key' | 'read' | 'write';
  /** the start of its documented 500 message */
  failure?: string;
  /** its documented 400 message */
  rejection?: string;
  run(parts: Parts, call: Call): Answer | Promise<Answer>;
}

export const health: Operation = {
  access: 'open',
  run: () => ({
    status: 200,
    body: {
      message: 'Health check passed.',
      data: { status: 'ok', timestamp: new Date().toISOString() },
    },
  }),
};

export const authCheck: Operation = {
  access: 'key',
  run: (_parts, { team }) => ({
    status: 200,
    body: {
      message: 'API key is valid.',
      data: { team_id: team, timestamp: new Date().toISOString() },
    },
  }),
};

export const listWebhooks: Operation = {
  access: 'read',
  failure: 'Failed to retrieve webhooks',
  run: ({ state }, { team }) => ({
    status: 200,
    body: {
      message: 'Webhooks retrieved successfully.',
      data: { webhooks: state.list(team).map(toWire) },
    },
  }),
};

export const showWebhook: Operation = {
  access: 'read',
  failure: 'Failed to retrieve webhook',
  run: ({ state }, { team, id }) => {
    const found = state.find(team, id);
    if (!found) return webhookNotFound;
    return { status: 200, body: { message: 'Webhook retrieved successfully.', data: toWire(found) } };
  },
};

const createRejection = 'Invalid webhook configuration.';

export const createWebhook: Operation = {
  access: 'write',
  failure: 'Failed to create webhook',
  rejection: createRejection,
  run: async ({ state, options, closing }, { team, body }) => {
    const checked = validateCreate(body, options.maxName);
    if ('errors' in checked) return validationFailed(checked.errors);
    const { change } = checked;
    if (state.hasUrl(team, change.url ?? '')) return urlTaken;
    if (options.ping && !(await answersTestPost(preview(blank(team), change), closing))) {
      return rejected(createRejection);
    }
    // Asked again, because another create may have come in during the test POST.
    if (state.hasUrl(team, change.url ?? '')) return urlTaken;
    const created = state.create(team, change);
    return { status: 201, body: { message: 'Webhook created successfully.', data: toWire(created) } };
  },
};

const updateRejection = 'Invalid webhook configuration';

export const updateWebhook: Operation = {
  access: 'write',
  failure: 'Failed to update webhook',
  rejection: updateRejection,
  run: async ({ state, options, closing }, { team, id, body }) => {
    const current = state.find(team, id);
    const checked = validateUpdate(body, current?.auth_type, options.maxName);
    if ('errors' in checked) return validationFailed(checked.errors);
    if (!current) return webhookNotFound;
    const next = preview(current, checked.change);
    if (options.ping && next.url !== current.url && !(await answersTestPost(next, closing))) {
      return rejected(updateRejection);
    }
    const updated = state.update(team, id, checked.change);
    if (!updated) return webhookNotFound;
    return { status: 200, body: { message: 'Webhook updated successfully.', data: toWire(updated) } };
  },
};

export const deleteWebhook: Operation = {
  access: 'write',
  failure: 'Failed to delete webhook',
  run: ({ state }, { team, id }) => {
    if (id.trim() === '') return validationFailed({ webhookId: ['The webhook ID is required.'] });
    if (!state.remove(id, team)) return webhookNotFound;
    return { status: 200, body: { message: 'Webhook deleted successfully.' } };
  },
};
