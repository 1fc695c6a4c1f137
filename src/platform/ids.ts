/** Every public name, once. A test compares them with package.json. */
export const Command = {
  accountAdd: 'lettr.account.add',
  accountSwitch: 'lettr.account.switch',
  accountReplaceKey: 'lettr.account.replaceKey',
  accountRename: 'lettr.account.rename',
  accountRemove: 'lettr.account.remove',
  webhookCreate: 'lettr.webhook.create',
  webhookEdit: 'lettr.webhook.edit',
  webhookEnable: 'lettr.webhook.enable',
  webhookDisable: 'lettr.webhook.disable',
  webhookDelete: 'lettr.webhook.delete',
  webhookDuplicate: 'lettr.webhook.duplicate',
  webhookFind: 'lettr.webhook.find',
  webhookOpen: 'lettr.webhook.open',
  webhookExplain: 'lettr.webhook.explain',
  webhookCopyId: 'lettr.webhook.copyId',
  webhookCopyUrl: 'lettr.webhook.copyUrl',
  webhookCopyCurl: 'lettr.webhook.copyCurl',
  webhookOpenInDashboard: 'lettr.webhook.openInDashboard',
  webhooksRefresh: 'lettr.webhooks.refresh',
  webhooksFilter: 'lettr.webhooks.filter',
  webhooksClearFilter: 'lettr.webhooks.clearFilter',
  webhooksSort: 'lettr.webhooks.sort',
  webhooksGroup: 'lettr.webhooks.group',
  webhooksCoverage: 'lettr.webhooks.coverage',
  credentialsGenerate: 'lettr.credentials.generate',
  logShow: 'lettr.log.show',
} as const;

export type CommandId = (typeof Command)[keyof typeof Command];

/** Commands about endpoints and deliveries. */
export const DeliveryCommand = {
  check: 'lettr.endpoint.check',
  sendSample: 'lettr.endpoint.sendSample',
  sendRecent: 'lettr.endpoint.sendRecent',
  sendDocument: 'lettr.endpoint.sendDocument',
  open: 'lettr.delivery.open',
  resend: 'lettr.delivery.resend',
  edit: 'lettr.delivery.edit',
  compare: 'lettr.delivery.compare',
  copyCurl: 'lettr.delivery.copyCurl',
  copyBody: 'lettr.delivery.copyBody',
  saveBody: 'lettr.delivery.saveBody',
  delete: 'lettr.delivery.delete',
  filter: 'lettr.deliveries.filter',
  clearFilter: 'lettr.deliveries.clearFilter',
  clear: 'lettr.deliveries.clear',
} as const;

export type DeliveryCommandId = (typeof DeliveryCommand)[keyof typeof DeliveryCommand];

/** Commands about the person's own handlers. */
export const HandlerCommand = {
  add: 'lettr.handler.add',
  runTests: 'lettr.handler.runTests',
  insert: 'lettr.handler.insert',
} as const;

/** Commands that only buttons on pages and rows run: registered, but not contributed. */
export const PageCommand = {
  copy: 'lettr.page.copy',
  openDeliveryBody: 'lettr.delivery.openBody',
} as const;

export type PageCommandId = (typeof PageCommand)[keyof typeof PageCommand];

export const TestController = { handlers: 'lettr.handlers' } as const;

export const View = { webhooks: 'lettr.webhooks', deliveries: 'lettr.deliveries' } as const;

/** Keys of `when` clauses. */
export const ContextKey = {
  /** What the view shows; one of the tree's `ViewMode`s. */
  view: 'lettr.view',
  /** Whether there is an account to act on. */
  hasAccount: 'lettr.hasAccount',
  /** What is wrong with `LETTR_API_KEY`, a `KeyFault`; empty while it is fine or not set. */
  environmentFault: 'lettr.environmentFault',
  /** Whether a filter hides rows. */
  filtered: 'lettr.filtered',
  /** Whether anything was sent or received in this workspace. */
  hasDeliveries: 'lettr.hasDeliveries',
  /** Whether a filter hides deliveries. */
  deliveriesFiltered: 'lettr.deliveriesFiltered',
} as const;

export const Setting = {
  handlers: 'handlers',
  apiBaseUrl: 'apiBaseUrl',
  dashboardUrl: 'dashboardUrl',
  refreshInterval: 'refreshInterval',
  notifications: 'notifications',
  statusBar: 'statusBar',
  deliveriesKeepDays: 'deliveries.keepDays',
} as const;

/** The scheme of the read-only documents. */
export const SCHEME = 'lettr';

/** The section under which every setting stands. */
export const SECTION = 'lettr';

/** The environment variable that offers an account by itself. */
export const KEY_VARIABLE = 'LETTR_API_KEY';

/** The name that makes a document a batch: its schema, its CodeLens and its actions go by it. */
export const BATCH_ENDING = '.lettr-batch.json';
