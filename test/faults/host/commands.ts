import type { Account } from '../../../src/accounts/account.ts';
import { emptyForm, formOf } from '../../../src/wizard/form.ts';
import { run, seen } from '../../integration/support.ts';
import type { Simulator, StoredWebhook } from '../../../simulator/simulator.ts';
import type { Aim } from '../hits/hit.ts';
import { CREATED_URL, NEWSLETTER, ORDERS } from '../subjects.ts';
import type { WizardWay } from '../words.ts';
import type { World } from './world.ts';

/** A command that asks nothing more by itself. */
export interface Running {
  readonly done: Thenable<unknown>;
}

/** An operation as a person starts it. */
export interface CommandOperation extends Aim {
  readonly actions: readonly WizardWay[];
  /** What is said when it was done. */
  readonly doneText: string | undefined;
  /** Buttons of the message that it was done. */
  readonly doneButtons: readonly string[];
  /** Runs the command up to its last question, arms the fault and lets it go. */
  run(world: World, account: Account, arm: () => Promise<void>): Promise<Running>;
  /** Whether the server did it; `undefined` for one that changes nothing. */
  isDone?(simulator: Simulator): boolean;
}

const NOTHING = { actions: [], doneText: undefined, doneButtons: [] } as const;
const RENAMED = 'Orders, renamed';

export const COMMANDS: readonly CommandOperation[] = [
  {
    ...NOTHING,
    operation: 'list',
    method: 'GET',
    path: '/webhooks$',
    verb: 'read',
    id: undefined,
    run: (_world, _account, arm) => afterwards(arm, () => run('lettr.webhooks.refresh')),
  },
  {
    ...NOTHING,
    ...about('get', ORDERS),
    method: 'GET',
    verb: 'read',
    // A failure ends the command, so that no list of fields comes.
    run: (_world, _account, arm) => afterwards(arm, () => run('lettr.webhook.edit', { id: ORDERS })),
  },
  {
    ...NOTHING,
    actions: ['editUrl', 'revealIt', 'review'],
    operation: 'create',
    method: 'POST',
    path: '/webhooks$',
    verb: 'create',
    id: undefined,
    doneText: 'Created webhook "New one".',
    run: create,
    isDone: (simulator) => simulator.webhooks().some(({ url }) => url === CREATED_URL),
  },
  {
    ...NOTHING,
    ...about('update', ORDERS),
    actions: ['editUrl', 'review'],
    doneText: 'Saved webhook "Order Notifications".',
    run: update,
    isDone: (simulator) => find(simulator, ORDERS)?.name === RENAMED,
  },
  {
    ...NOTHING,
    ...about('enable', NEWSLETTER),
    doneText: 'Enabled webhook "Newsletter stats".',
    run: (_world, _account, arm) => afterwards(arm, () => run('lettr.webhook.enable', { id: NEWSLETTER })),
    isDone: (simulator) => find(simulator, NEWSLETTER)?.enabled === true,
  },
  {
    ...NOTHING,
    ...about('disable', ORDERS),
    doneText: 'Disabled webhook "Order Notifications".',
    doneButtons: ['Undo'],
    run: (_world, _account, arm) => afterwards(arm, () => run('lettr.webhook.disable', { id: ORDERS })),
    isDone: (simulator) => find(simulator, ORDERS)?.enabled === false,
  },
  {
    ...NOTHING,
    ...about('delete', ORDERS),
    method: 'DELETE',
    verb: 'delete',
    doneText: 'Deleted webhook "Order Notifications".',
    doneButtons: ['Restore…'],
    run: (world, _account, arm) => {
      world.answer('Delete');
      return afterwards(arm, () => run('lettr.webhook.delete', { id: ORDERS }));
    },
    isDone: (simulator) => find(simulator, ORDERS) === undefined,
  },
];

function about<N extends 'get' | 'update' | 'enable' | 'disable' | 'delete'>(operation: N, id: string) {
  return { operation, method: 'PATCH', verb: 'change', path: `/webhooks/${id}`, id } as const;
}

async function afterwards(arm: () => Promise<void>, work: () => Thenable<unknown>): Promise<Running> {
  await arm();
  return { done: work() };
}

/** Goes through the wizard with a form that was kept. */
async function create({ context }: World, account: Account, arm: () => Promise<void>): Promise<Running> {
  const typed = { name: 'New one', url: CREATED_URL, eventsMode: 'all', authentication: 'none' } as const;
  context.drafts.keep(`create ${account.id}`, { form: { ...emptyForm(), ...typed }, initial: emptyForm() });
  const done = run('lettr.webhook.create');
  await (await seen.input()).choose('Continue');
  for (;;) {
    const input = await seen.input();
    if (input.title.includes('Review')) {
      await arm();
      await input.enter();
      return { done };
    }
    await input.enter();
  }
}

/** Saves an edit that was kept. */
async function update({ context }: World, account: Account, arm: () => Promise<void>): Promise<Running> {
  const webhook = context.stores.of(account).webhooks.get(ORDERS);
  if (!webhook) {
    throw new Error('The list lacks the webhook.');
  }
  const form = { ...formOf(webhook), name: RENAMED };
  context.drafts.keep(`edit ${account.id} ${ORDERS}`, { form, initial: formOf(webhook), webhook });
  const done = run('lettr.webhook.edit', { id: ORDERS });
  await (await seen.input()).choose('Continue');
  const fields = await seen.input();
  await arm();
  await fields.choose('Save Changes (1)');
  return { done };
}

function find(simulator: Simulator, id: string): StoredWebhook | undefined {
  return simulator.webhooks().find((webhook) => webhook.id === id);
}
