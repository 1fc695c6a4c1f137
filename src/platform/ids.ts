/** Every public name, once. A test compares them with package.json. */
export const Command = {
  accountAdd: 'lettr.account.add',
  accountSwitch: 'lettr.account.switch',
  accountReplaceKey: 'lettr.account.replaceKey',
  accountRemove: 'lettr.account.remove',
  webhookCreate: 'lettr.webhook.create',
  webhookEdit: 'lettr.webhook.edit',
  webhookEnable: 'lettr.webhook.enable',
  webhookDisable: 'lettr.webhook.disable',
  webhookDelete: 'lettr.webhook.delete',
  webhooksRefresh: 'lettr.webhooks.refresh',
  logShow: 'lettr.log.show',
} as const;

export type CommandId = (typeof Command)[keyof typeof Command];

export const View = { webhooks: 'lettr.webhooks' } as const;

/** Keys of `when` clauses. */
export const ContextKey = {
  /** What the view shows; one of the tree's `ViewMode`s. */
  view: 'lettr.view',
  /** Whether there is an account to act on. */
  hasAccount: 'lettr.hasAccount',
} as const;

export const Setting = {
  apiBaseUrl: 'apiBaseUrl',
  dashboardUrl: 'dashboardUrl',
} as const;

/** The section under which every setting stands. */
export const SECTION = 'lettr';

/** The environment variable that offers an account by itself. */
export const KEY_VARIABLE = 'LETTR_API_KEY';
