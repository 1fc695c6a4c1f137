import { liveTeam } from '../../../simulator/simulator.ts';
import type { Arena } from '../arena.ts';
import { CREATED_URL } from '../subjects.ts';
import type { Aim } from './hit.ts';

interface Body {
  readonly message: string;
  readonly data?: unknown;
}

/** The whole answer to an operation that was just carried out, as the simulator's state has it. */
export function answerOf({ simulator }: Arena, { operation, id }: Aim): Body {
  const wire = simulator.webhooks().map(({ team: _team, credentials: _credentials, ...webhook }) => webhook);
  switch (operation) {
    case 'list':
      return { message: 'Webhooks retrieved successfully.', data: { webhooks: wire } };
    case 'account add':
      return { message: 'API key is valid.', data: { team_id: liveTeam } };
    case 'delete':
      return { message: 'Webhook deleted successfully.' };
    case 'create':
      return { message: 'Webhook created.', data: wire.find(({ url }) => url === CREATED_URL) };
    case 'get':
    case 'update':
    case 'enable':
    case 'disable':
    case 'bulk':
      return { message: 'Webhook updated.', data: wire.find((webhook) => webhook.id === id) };
  }
}
