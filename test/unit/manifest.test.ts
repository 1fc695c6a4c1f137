import assert from 'node:assert/strict';
import type { KeyFault } from '../../src/accounts/account.ts';
import { existsSync, readFileSync } from 'node:fs';

import {
  Command,
  ContextKey,
  DeliveryCommand,
  HandlerCommand,
  SECTION,
  Setting,
  View,
} from '../../src/platform/ids.ts';
import type { ViewMode } from '../../src/tree/viewTexts.ts';

/** What the manifest says of a command. */
interface CommandEntry {
  readonly title: string;
  /** Where it has to be offered, besides the command palette. */
  readonly from: readonly ('row' | 'title' | 'overflow' | 'welcome')[];
}

const COMMANDS: Readonly<Record<string, CommandEntry>> = {
  'lettr.account.add': { title: 'Add Account', from: ['welcome', 'overflow'] },
  'lettr.account.switch': { title: 'Switch Account', from: ['overflow'] },
  'lettr.account.replaceKey': { title: 'Replace API Key', from: ['welcome'] },
  'lettr.account.rename': { title: 'Rename Account', from: ['row'] },
  'lettr.account.remove': { title: 'Remove Account', from: ['overflow'] },
  'lettr.webhook.create': { title: 'Create Webhook', from: ['title', 'welcome'] },
  'lettr.webhook.edit': { title: 'Edit Webhook', from: ['row'] },
  'lettr.webhook.enable': { title: 'Enable Webhook', from: ['row'] },
  'lettr.webhook.disable': { title: 'Disable Webhook', from: ['row'] },
  'lettr.webhook.delete': { title: 'Delete Webhook', from: ['row'] },
  'lettr.webhook.duplicate': { title: 'Duplicate Webhook', from: ['row'] },
  'lettr.webhook.find': { title: 'Find Webhook', from: ['title'] },
  'lettr.webhook.open': { title: 'Open Webhook Details', from: ['row'] },
  'lettr.webhook.explain': { title: 'Explain Webhook Health', from: ['row'] },
  'lettr.webhook.copyId': { title: 'Copy Webhook ID', from: ['row'] },
  'lettr.webhook.copyUrl': { title: 'Copy Endpoint URL', from: ['row'] },
  'lettr.webhook.copyCurl': { title: 'Copy as cURL', from: ['row'] },
  'lettr.webhook.openInDashboard': { title: 'Open in Lettr Dashboard', from: ['row'] },
  'lettr.webhooks.refresh': { title: 'Refresh Webhooks', from: ['title'] },
  'lettr.webhooks.filter': { title: 'Filter Webhooks', from: ['overflow'] },
  'lettr.webhooks.clearFilter': { title: 'Clear Filter', from: ['title'] },
  'lettr.webhooks.sort': { title: 'Sort Webhooks', from: ['overflow'] },
  'lettr.webhooks.group': { title: 'Group Webhooks', from: ['overflow'] },
  'lettr.webhooks.coverage': { title: 'Show Event Coverage', from: ['overflow'] },
  'lettr.handler.add': { title: 'Add Webhook Handler to Test', from: [] },
  'lettr.handler.runTests': { title: 'Run Handler Tests', from: [] },
  'lettr.handler.insert': { title: 'Insert Webhook Handler', from: [] },
  'lettr.endpoint.check': { title: 'Check Endpoint', from: ['row'] },
  'lettr.endpoint.sendSample': { title: 'Send Sample Event', from: ['row'] },
  'lettr.endpoint.sendRecent': { title: 'Send Recent Event', from: ['row'] },
  'lettr.endpoint.sendDocument': { title: 'Send', from: [] },
  'lettr.delivery.open': { title: 'Open Delivery', from: [] },
  'lettr.delivery.resend': { title: 'Resend', from: [] },
  'lettr.delivery.edit': { title: 'Edit and Resend', from: [] },
  'lettr.delivery.compare': { title: 'Compare with Selected', from: [] },
  'lettr.delivery.copyCurl': { title: 'Copy as cURL', from: [] },
  'lettr.delivery.copyBody': { title: 'Copy Body', from: [] },
  'lettr.delivery.saveBody': { title: 'Save Body As', from: [] },
  'lettr.delivery.delete': { title: 'Delete Delivery', from: [] },
  'lettr.deliveries.filter': { title: 'Filter Deliveries', from: [] },
  'lettr.deliveries.clearFilter': { title: 'Clear Deliveries Filter', from: [] },
  'lettr.deliveries.clear': { title: 'Clear Deliveries', from: [] },
  'lettr.credentials.generate': { title: 'Generate Webhook Credentials', from: [] },
  'lettr.log.show': { title: 'Show Log', from: ['overflow'] },
};

const SETTINGS: Readonly<Record<string, { readonly default: unknown; readonly scope: string }>> = {
  'lettr.notifications': { default: 'failures', scope: 'window' },
  'lettr.refreshInterval': { default: 60, scope: 'window' },
  'lettr.statusBar': { default: 'auto', scope: 'window' },
  'lettr.apiBaseUrl': { default: 'https://app.lettr.com/api', scope: 'application' },
  'lettr.dashboardUrl': { default: 'https://app.lettr.com', scope: 'application' },
  'lettr.deliveries.keepDays': { default: 7, scope: 'machine' },
  'lettr.handlers': { default: [], scope: 'resource' },
};

/** Everything that a row of the view can say about itself in `viewItem`, when it alone is meant. */
const ROWS = [
  'webhook+enabled',
  'webhook+enabled+failing',
  'webhook+disabled',
  'webhook+enabled+sandbox',
  'webhook+enabled+failing+sandbox',
  'webhook+disabled+sandbox',
  'account',
  'group',
  'unreadable',
  'detail',
  'detail+url',
  'detail+id',
] as const;
/** What no row says, and a careless regex would match all the same. */
const NOT_ROWS = [
  '',
  'webhook',
  'webhooks+enabled',
  'xwebhook+enabled',
  'webhook+enabledx',
  'webhook+disabledx',
  'webhook+enabled+other',
  'details+url',
  'detail+urls',
];

/** Which states of the view have a welcome text; the others show rows, or a bar while something is read. */
const WELCOMES: Readonly<Record<ViewMode, boolean>> = {
  starting: false,
  loading: false,
  rows: false,
  signedOut: true,
  unread: true,
  empty: true,
  filtered: true,
  'failed.unauthorized': true,
  'failed.insufficientScope': true,
  'failed.addressRefused': true,
  'failed.rateLimited': true,
  'failed.server': true,
  'failed.blocked': true,
  'failed.unreachable': true,
  'failed.unreadable': true,
  'failed.redirected': true,
  'failed.unexpected': true,
  'failed.noKey': true,
  'failed.keyUnreadable': true,
  'failed.keyGone': true,
  'failed.badAddress': true,
};

/** Commands of VS Code that a welcome text may run. */
const BUILT_IN = ['workbench.action.openSettings'];
const KNOWN_KEYS = [
  ...Object.values<string>(ContextKey),
  'view',
  'viewItem',
  'listMultiSelection',
  'focusedView',
  'inputFocus',
  'resourceFilename',
  'editorTextFocus',
];

interface MenuEntry {
  readonly command: string;
  readonly when?: string;
  readonly group?: string;
}

interface Manifest {
  readonly [field: string]: unknown;
  readonly engines: { readonly vscode: string };
  readonly devDependencies: Readonly<Record<string, string>>;
  readonly capabilities: {
    readonly untrustedWorkspaces: { readonly supported: string };
    readonly virtualWorkspaces: { readonly supported: string };
  };
  readonly activationEvents?: readonly string[];
  readonly contributes: {
    readonly viewsContainers: Readonly<
      Record<string, readonly { id: string; title: string; icon: string }[]>
    >;
    readonly views: Readonly<Record<string, readonly { id: string; name: string; icon: string }[]>>;
    readonly viewsWelcome: readonly { view: string; contents: string; when: string }[];
    readonly commands: readonly { command: string; title: string; category: string }[];
    readonly menus: Readonly<Record<string, readonly MenuEntry[]>>;
    readonly keybindings: readonly { command: string; key: string; mac?: string; when: string }[];
    readonly configuration: {
      readonly properties: Readonly<Record<string, { default: unknown; scope: string; order: number }>>;
    };
  };
}

const ROOT = new URL('../../', import.meta.url);

const text = readFileSync(new URL('package.json', ROOT), 'utf8');
const manifest: Manifest = JSON.parse(text);
const nls: Readonly<Record<string, string>> = JSON.parse(
  readFileSync(new URL('package.nls.json', ROOT), 'utf8'),
);
const { contributes } = manifest;
const commandIds = contributes.commands.map(({ command }) => command);
const titleMenu = contributes.menus['view/title'] ?? [];
const rowMenu = contributes.menus['view/item/context'] ?? [];

/** A text of the manifest in English. */
function english(value: string): string {
  const key = /^%(.+)%$/.exec(value)?.[1];
  return key === undefined ? value : (nls[key] ?? `missing ${key}`);
}

type Scene = Readonly<Record<string, string | boolean>>;

/** Whether a `when` clause holds. It knows what this manifest uses, and refuses the rest. */
function holds(when: string, scene: Scene): boolean {
  return when.split(' && ').every((term) => {
    const match = /^(!?)([\w.]+)(?: (==|=~) (?:'([^']*)'|\/(.+)\/|(\S+)))?$/.exec(term);
    assert.ok(match, `cannot read "${term}"`);
    const [, not, key = '', operator, quoted, regex, word] = match;
    assert.ok(KNOWN_KEYS.includes(key), `"${key}" is no key of this extension`);
    const value = scene[key];
    const isTrue =
      operator === undefined
        ? value === true
        : operator === '=='
          ? value === (quoted ?? word)
          : new RegExp(regex ?? '').test(String(value));
    return isTrue === (not === '');
  });
}

function rowScene(viewItem: string, isMulti = viewItem.endsWith('+several')): Scene {
  return { view: View.webhooks, viewItem, listMultiSelection: isMulti };
}

/** The commands of a row's menu, as "group command" without the id's beginning. */
function offered(viewItem: string, isInline: boolean, isMulti?: boolean): readonly string[] {
  return rowMenu
    .filter(
      ({ group, when }) =>
        group?.startsWith('inline') === isInline && holds(when ?? '', rowScene(viewItem, isMulti)),
    )
    .toSorted((a, b) => String(a.group).localeCompare(String(b.group)))
    .map(({ command, group }) => `${group} ${command.replace('lettr.webhook.', '')}`);
}

function isOffered(command: string, place: CommandEntry['from'][number]): boolean {
  const isHere = ({ command: id }: MenuEntry): boolean => id === command;
  switch (place) {
    case 'row':
      return rowMenu.some(isHere);
    case 'title':
      return titleMenu.some((entry) => isHere(entry) && entry.group?.startsWith('navigation'));
    case 'overflow':
      return titleMenu.some((entry) => isHere(entry) && !entry.group?.startsWith('navigation'));
    case 'welcome':
      return contributes.viewsWelcome.some(({ contents }) =>
        english(contents).includes(`(command:${command})`),
      );
  }
}

describe('the manifest', () => {
  it('names the extension', () => {
    const { name, publisher, displayName, repository } = manifest;
    assert.deepEqual(
      { name, publisher, displayName, repository },
      {
        name: 'lettr-vscode',
        publisher: 'lettr',
        displayName: 'Lettr',
        repository: { type: 'git', url: 'https://github.com/lettr-com/lettr-vscode' },
      },
    );
  });

  it('wants the VS Code whose types it is compiled with', () => {
    assert.equal(manifest.engines.vscode, '^1.105.0');
    assert.equal(manifest.devDependencies['@types/vscode'], '1.105.0');
  });

  it('starts nothing by itself but for documents that a reload left open, and brings nothing along', () => {
    assert.deepEqual(manifest.activationEvents, ['onFileSystem:lettr', 'onView:workbench.view.testing']);
    assert.equal(manifest['extensionDependencies'], undefined);
    assert.equal(manifest['extensionPack'], undefined);
  });

  it('works in untrusted and in virtual workspaces', () => {
    const { untrustedWorkspaces, virtualWorkspaces } = manifest.capabilities;
    assert.equal(untrustedWorkspaces.supported, 'limited');
    assert.equal(virtualWorkspaces.supported, 'limited');
  });

  it('has its views in a container of its own', () => {
    const { viewsContainers, views } = contributes;
    assert.deepEqual(Object.keys(viewsContainers), ['activitybar']);
    assert.deepEqual(
      viewsContainers['activitybar']?.map(({ id, title }) => [id, title]),
      [['lettr', 'Lettr']],
    );
    assert.deepEqual(Object.keys(views), ['lettr']);
    assert.deepEqual(
      views['lettr']?.map(({ id, name }) => [id, english(name)]),
      [
        ['lettr.webhooks', 'Webhooks'],
        ['lettr.deliveries', 'Deliveries'],
      ],
    );
    assert.deepEqual(Object.values<string>(View), ['lettr.webhooks', 'lettr.deliveries']);
  });

  it('names only files that are there', () => {
    const icons = [
      ...Object.values(contributes.viewsContainers),
      ...Object.values(contributes.views),
    ].flatMap((all) => all.map(({ icon }) => icon));
    for (const path of [...icons, String(manifest['icon']), String(manifest['l10n'])]) {
      assert.ok(existsSync(new URL(path, ROOT)), path);
    }
  });

  describe('contributes commands', () => {
    it('that all have a handler, and a handler for each', () => {
      const known = [
        ...Object.values<string>(Command),
        ...Object.values<string>(DeliveryCommand),
        ...Object.values<string>(HandlerCommand),
      ];
      assert.deepEqual(commandIds.toSorted(), known.toSorted());
    });

    it('that all stand in the table, which has no others', () => {
      assert.deepEqual(Object.keys(COMMANDS).toSorted(), commandIds.toSorted());
    });

    for (const { command, title, category } of contributes.commands) {
      it(`of which ${command} has the title and the places of the table`, () => {
        const entry = COMMANDS[command];
        assert.ok(entry, 'it is not in the table');
        assert.equal(english(title), entry.title);
        assert.equal(category, 'Lettr');
        for (const place of entry.from) {
          assert.ok(isOffered(command, place), `it is not offered in the ${place}`);
        }
      });
    }

    it('that the palette all shows, but for the one that needs a batch to be open', () => {
      const hidden = contributes.menus['commandPalette'] ?? [];
      assert.deepEqual(
        hidden.map(({ command }) => command),
        ['lettr.endpoint.sendDocument'],
      );
    });
  });

  describe('contributes settings', () => {
    const contributed = contributes.configuration.properties;

    it('that all have an accessor', () => {
      const known = Object.values(Setting).map((key) => `${SECTION}.${key}`);
      assert.deepEqual(Object.keys(contributed).toSorted(), known.toSorted());
    });

    it('in the order of their use', () => {
      const ordered = Object.entries(contributed).toSorted(([, a], [, b]) => a.order - b.order);
      assert.deepEqual(
        ordered.map(([key]) => key),
        Object.keys(SETTINGS),
      );
    });

    for (const [key, { default: value, scope }] of Object.entries(contributed)) {
      it(`of which ${key} has the default and the scope of the table`, () => {
        assert.deepEqual({ default: value, scope }, SETTINGS[key]);
      });
    }

    it('of which no workspace can set where a key goes', () => {
      for (const key of ['lettr.apiBaseUrl', 'lettr.dashboardUrl']) {
        assert.equal(contributed[key]?.scope, 'application');
      }
    });
  });

  describe('contributes menus', () => {
    const everyEntry = Object.values(contributes.menus).flat();

    it('of its own commands', () => {
      assert.deepEqual(Object.keys(contributes.menus).toSorted(), [
        'commandPalette',
        'editor/title',
        'view/item/context',
        'view/title',
      ]);
      for (const { command } of everyEntry) {
        assert.ok(commandIds.includes(command), command);
      }
    });

    it('for its own views, and to add a handler in the Testing view', () => {
      for (const { command, when } of [...titleMenu, ...rowMenu]) {
        if (command === HandlerCommand.add) {
          assert.equal(when, 'view == workbench.view.testing');
          continue;
        }
        assert.match(when ?? '', /^view == lettr\.(?:webhooks|deliveries)(?: &&|$)/, command);
        assert.ok(!holds(when ?? '', { ...rowScene('webhook+enabled'), view: 'other.view' }), command);
      }
    });

    it('with Create first and Refresh last in the title', () => {
      const inTitle = titleMenu.filter(
        ({ group, when }) => group?.startsWith('navigation') && when?.startsWith('view == lettr.webhooks'),
      );
      assert.deepEqual(
        inTitle.map(({ command, group }) => [command, group]),
        [
          ['lettr.webhook.create', 'navigation@1'],
          ['lettr.webhook.find', 'navigation@2'],
          ['lettr.webhooks.clearFilter', 'navigation@3'],
          ['lettr.webhooks.refresh', 'navigation@9'],
        ],
      );
    });

    it('with Clear Filter only while there is a filter', () => {
      const entry = titleMenu.find(({ command }) => command === 'lettr.webhooks.clearFilter');
      for (const filtered of [true, false]) {
        assert.equal(
          holds(entry?.when ?? '', { view: View.webhooks, [ContextKey.filtered]: filtered }),
          filtered,
        );
      }
    });

    it('that ask for a whole kind of row, or for its flags with a regex that is anchored', () => {
      for (const { when = '' } of rowMenu) {
        const regexes = [...when.matchAll(/=~ \/([^/]*)\//g)];
        const isWhole = when.endsWith('&& viewItem == account');
        assert.equal(regexes.length, isWhole ? 0 : 1, when);
        assert.ok(isWhole || regexes[0]?.[1]?.startsWith('^'), when);
      }
    });

    it('for the rows that there are, and no others', () => {
      for (const viewItem of [...NOT_ROWS, 'group', 'detail', 'unreadable', 'accounts', 'xaccount']) {
        assert.deepEqual([...offered(viewItem, true), ...offered(viewItem, false)], [], viewItem);
      }
    });

    it('with its own commands for the row of an account', () => {
      assert.deepEqual(offered('account', true), ['inline@1 lettr.webhooks.refresh']);
      assert.deepEqual(offered('account', false), [
        '1_account@1 lettr.webhooks.refresh',
        '1_account@2 lettr.account.switch',
        '1_account@3 lettr.account.replaceKey',
        '1_account@4 lettr.account.rename',
        '9_destructive@1 lettr.account.remove',
      ]);
    });

    it('with other keys, another name and Remove alone for an account whose key is lost', () => {
      assert.deepEqual(offered('account+unreadable', true), []);
      assert.deepEqual(
        offered('account+unreadable', false).map((id) => id.split('.').at(-1)),
        ['replaceKey', 'rename', 'remove'],
      );
    });

    for (const [viewItem, first, toggle] of [
      ['webhook+enabled', 'open', 'disable'],
      ['webhook+enabled+failing', 'explain', 'disable'],
      ['webhook+disabled', 'open', 'enable'],
    ] as const) {
      it(`with ${first} and Edit beside ${viewItem}, and ${toggle} in its menu alone`, () => {
        assert.deepEqual(offered(viewItem, true), [`inline@1 ${first}`, 'inline@2 edit']);
        assert.deepEqual(offered(viewItem, false), [
          '1_open@1 explain',
          '1_open@2 open',
          '1_open@3 openInDashboard',
          '2_edit@1 edit',
          `2_edit@2 ${toggle}`,
          '2_edit@4 duplicate',
          '3_test@1 lettr.endpoint.check',
          '3_test@2 lettr.endpoint.sendSample',
          '3_test@3 lettr.endpoint.sendRecent',
          '4_copy@1 copyId',
          '4_copy@2 copyUrl',
          '4_copy@3 copyCurl',
          '9_destructive@1 delete',
        ]);
      });

      it(`with Enable, Disable, Copy and Delete for several rows, one of them ${viewItem}`, () => {
        assert.deepEqual(offered(`${viewItem}+several`, false), [
          '2_edit@2 enable',
          '2_edit@3 disable',
          '4_copy@1 copyId',
          '4_copy@2 copyUrl',
          '9_destructive@1 delete',
        ]);
      });

      it(`without any change for ${viewItem} of a sandbox key`, () => {
        assert.deepEqual(offered(`${viewItem}+sandbox`, true), [`inline@1 ${first}`]);
        assert.deepEqual(offered(`${viewItem}+sandbox`, false), [
          '1_open@1 explain',
          '1_open@2 open',
          '1_open@3 openInDashboard',
          '3_test@1 lettr.endpoint.check',
          '3_test@2 lettr.endpoint.sendSample',
          '3_test@3 lettr.endpoint.sendRecent',
          '4_copy@1 copyId',
          '4_copy@2 copyUrl',
          '4_copy@3 copyCurl',
        ]);
        assert.deepEqual(offered(`${viewItem}+sandbox+several`, false), [
          '4_copy@1 copyId',
          '4_copy@2 copyUrl',
        ]);
      });
    }

    it('with Enable and Disable for several rows also before these know that they are', () => {
      const toggles = offered('webhook+enabled', false, true).filter((id) => id.endsWith('able'));
      assert.deepEqual(toggles, ['2_edit@2 enable', '2_edit@3 disable']);
      assert.ok(
        offered('webhook+enabled', false, true).includes('2_edit@1 edit'),
        'one outside may be meant',
      );
    });

    it('with Copy for the endpoint and the ID below a webhook', () => {
      assert.deepEqual(offered('detail+url', true), ['inline@1 copyUrl']);
      assert.deepEqual(offered('detail+url', false), ['4_copy@1 copyUrl']);
      assert.deepEqual(offered('detail+id', true), ['inline@1 copyId']);
      assert.deepEqual(offered('detail+id', false), ['4_copy@1 copyId']);
    });

    it('with at most two inline actions, each of which the context menu has too', () => {
      for (const viewItem of ROWS) {
        const inline = offered(viewItem, true).map((id) => id.split(' ')[1]);
        const context = offered(viewItem, false).map((id) => id.split(' ')[1]);
        assert.ok(inline.length <= 2, viewItem);
        assert.ok(
          inline.every((id) => context.includes(id)),
          viewItem,
        );
      }
    });
  });

  it('binds Delete and F2 in the focused view, not while something is typed, and Send in the editor of a batch', () => {
    assert.deepEqual(
      contributes.keybindings.map(({ command, key, mac }) => [command, key, mac]),
      [
        ['lettr.webhook.delete', 'delete', 'cmd+backspace'],
        ['lettr.webhook.edit', 'f2', undefined],
        ['lettr.endpoint.sendDocument', 'ctrl+enter', 'cmd+enter'],
      ],
    );
    for (const { when } of contributes.keybindings.slice(0, 2)) {
      assert.ok(holds(when, { focusedView: View.webhooks, inputFocus: false }));
      assert.ok(!holds(when, { focusedView: View.webhooks, inputFocus: true }));
      assert.ok(!holds(when, { focusedView: 'other.view', inputFocus: false }));
    }
    const send = contributes.keybindings[2]?.when ?? '';
    assert.ok(holds(send, { editorTextFocus: true, resourceFilename: 'Bounce.lettr-batch.json' }));
    assert.ok(!holds(send, { editorTextFocus: true, resourceFilename: 'Bounce.json' }));
  });

  describe('welcomes', () => {
    const ofWebhooks = contributes.viewsWelcome.filter(({ view }) => view === View.webhooks);
    const ofDeliveries = contributes.viewsWelcome.filter(({ view }) => view === View.deliveries);

    for (const [mode, hasText] of Object.entries(WELCOMES)) {
      it(`${hasText ? 'once' : 'with nothing'} in the state ${mode}`, () => {
        const shown = ofWebhooks.filter(({ when }) => holds(when, { [ContextKey.view]: mode }));
        assert.equal(shown.length, hasText ? 1 : 0);
      });
    }

    for (const fault of ['prefix', 'whitespace', 'character', 'short'] satisfies readonly KeyFault[]) {
      it(`that say what is wrong with LETTR_API_KEY (${fault}), beside the usual text`, () => {
        for (const mode of ['signedOut', 'empty']) {
          const keys = { [ContextKey.view]: mode, [ContextKey.environmentFault]: fault };
          const shown = ofWebhooks.filter(({ when }) => holds(when, keys));
          assert.deepEqual(
            shown.map(({ contents }) => contents),
            [`%welcome.environment.${fault}%`, `%welcome.${mode}%`],
          );
        }
      });
    }

    it('in its own views and no others', () => {
      assert.equal(ofWebhooks.length + ofDeliveries.length, contributes.viewsWelcome.length);
    });

    for (const [isFiltered, contents] of [
      [false, '%welcome.deliveries%'],
      [true, '%welcome.deliveriesFiltered%'],
    ] as const) {
      it(`where there are no deliveries${isFiltered ? ' that match the filter' : ''}`, () => {
        const shown = ofDeliveries.filter(({ when }) =>
          holds(when, { [ContextKey.deliveriesFiltered]: isFiltered }),
        );
        assert.deepEqual(
          shown.map((one) => one.contents),
          [contents],
        );
      });
    }

    it('in no state that there is not', () => {
      const modes = Object.keys(WELCOMES);
      for (const { when } of ofWebhooks) {
        const fault = /environmentFault == '(\w+)'/.exec(when)?.[1] ?? '';
        assert.ok(
          modes.some((mode) =>
            holds(when, { [ContextKey.view]: mode, [ContextKey.environmentFault]: fault }),
          ),
          when,
        );
      }
    });

    for (const { contents, when } of contributes.viewsWelcome) {
      it(`with a way out when ${when}`, () => {
        const links = [...english(contents).matchAll(/\]\(([^)]*)\)/g)].map(([, target]) => target ?? '');
        assert.ok(links.length > 0);
        for (const link of links) {
          const [, command = '', args] = /^command:([\w.]+)(?:\?(.+))?$/.exec(link) ?? [];
          assert.ok([...commandIds, ...BUILT_IN].includes(command), link);
          assert.ok(args === undefined || Array.isArray(JSON.parse(decodeURIComponent(args))), link);
        }
      });
    }
  });

  describe('in words', () => {
    const used = [...text.matchAll(/"%([^%"]+)%"/g)].map(([, key]) => key);

    it('has every one that it uses', () => {
      for (const key of used) {
        assert.ok(key !== undefined && nls[key]?.trim(), key);
      }
    });

    it('uses every one that it has', () => {
      assert.deepEqual(
        Object.keys(nls).filter((key) => !used.includes(key)),
        [],
      );
    });
  });
});
