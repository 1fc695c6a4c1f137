import { defineConfig } from 'oxlint';

/**
 * What each folder of `src` may import from the others, as globs below `src`; `types` are open to type imports only.
 * Files that need VS Code at run time lie in the `vscode` folder of their feature, or in a folder that is all VS Code
 * (`isShell`); all others are pure, so that plain Node can test them.
 */
interface Folder {
  readonly may: readonly string[];
  readonly types?: readonly string[];
  readonly isShell?: boolean;
}

/** What of the API is for everybody: its types, its errors, and the event types as data. */
const API = ['api/errors.ts', 'api/events.ts', 'api/types.ts'];
/** A feature knows webhooks, accounts and pages, and no other feature. */
const FEATURE: Folder = {
  may: [...API, 'accounts/**', 'webhooks/**', 'messages/**', 'pages/**', 'platform/**'],
  types: ['api/client.ts'],
};

const FOLDERS: Readonly<Record<string, Folder>> = {
  api: { may: [] },
  platform: { may: [] },
  messages: {
    may: [
      ...API,
      'webhooks/endpoint.ts',
      'webhooks/fields.ts',
      'webhooks/history.ts',
      'webhooks/times.ts',
      'platform/**',
    ],
    types: ['accounts'],
  },
  accounts: { may: ['api/**', 'platform/**'] },
  webhooks: { may: ['api/**', 'messages/words.ts', 'platform/**'], types: ['accounts'] },
  pages: { may: ['messages/**', 'webhooks/**', 'platform/**'] },
  tree: { may: [...API, 'accounts/**', 'webhooks/**', 'messages/**', 'platform/**'] },
  wizard: {
    may: [...API, 'messages/**', 'webhooks/endpoint.ts', 'webhooks/fields.ts', 'platform/**'],
  },
  commands: {
    may: [
      ...API,
      'accounts/**',
      'webhooks/**',
      'messages/**',
      'wizard/**',
      'platform/**',
      'tree/arrangement.ts',
    ],
    types: ['tree/nodes.ts'],
    isShell: true,
  },
};

/** Samples and deliveries are the base on which endpoint tests and handler tests stand. */
const DELIVERING: Folder = { ...FEATURE, may: [...FEATURE.may, 'samples/**', 'deliveries/**'] };

const FEATURES: Readonly<Record<string, Folder>> = {
  monitoring: FEATURE,
  webhookPage: FEATURE,
  coverage: FEATURE,
  samples: FEATURE,
  deliveries: { ...FEATURE, may: [...FEATURE.may, 'samples/**'] },
  endpoint: DELIVERING,
  handlers: DELIVERING,
};

/** node-fetch is the transport's business; VS Code's API that of the shells. */
function paths(isPure: boolean, sends = false): object[] {
  return [
    ...(sends ? [] : [{ name: 'node-fetch', message: 'Only src/api/transport.ts sends requests to Lettr.' }]),
    ...(isPure
      ? [
          {
            name: 'vscode',
            allowTypeImports: true,
            message: 'This file is pure. What needs VS Code lies in the vscode folder of its feature.',
          },
        ]
      : []),
  ];
}

/** @param up the way from a file to `src`, for example `../` */
function outside(up: string, name: string, { may, types = [] }: Folder): object[] {
  const typesOnly = types.map((type) => ({
    regex: `^${up.replaceAll('.', '\\.')}${type.replaceAll('.', '\\.')}(?:/|$)`,
    allowTypeImports: true,
    message: `${name} imports only types from here.`,
  }));
  const open = [...may, ...types.flatMap((type) => [type, `${type}/**`])].map((glob) => `!${up}${glob}`);
  return [
    ...typesOnly,
    {
      group: [up.slice(0, -1), `${up}**`, ...open],
      message: `${name} does not import this: see FOLDERS in oxlint.config.ts.`,
    },
  ];
}

const SHELLS_OF_OTHERS = {
  regex: '^(?:\\./|\\.\\./[^/]+/)vscode/',
  allowTypeImports: true,
  message: 'This file is pure: of files that need VS Code it may import only types.',
};

function restricted(files: string, restrictedPaths: object[], patterns: object[]): object {
  return {
    files: [files],
    rules: { 'no-restricted-imports': ['error', { paths: restrictedPaths, patterns }] },
  };
}

function overridesOf([name, folder]: readonly [string, Folder]): object[] {
  const isPure = folder.isShell !== true;
  const depth = (levels: number): object[] => outside('../'.repeat(levels), name, folder);
  return [
    restricted(`src/${name}/*.ts`, paths(isPure), [...(isPure ? [SHELLS_OF_OTHERS] : []), ...depth(1)]),
    restricted(`src/${name}/*/**`, paths(false), depth(2)),
  ];
}

const COMMANDS_APART = {
  group: ['./*', '!./shared/**'],
  message: 'Commands do not import each other; what they share is in shared.',
};

export default defineConfig({
  plugins: ['typescript', 'unicorn', 'oxc', 'promise', 'node', 'import'],
  categories: { correctness: 'error', suspicious: 'warn' },
  ignorePatterns: [
    'dist',
    'out',
    '.vscode-test',
    'snippets',
    'scripts/demo/handler.mjs',
    'test/handlers/apps',
  ],
  rules: {
    'typescript/no-floating-promises': ['error', { checkThenables: true }],
    'typescript/no-misused-promises': 'error',
    'typescript/switch-exhaustiveness-check': ['error', { considerDefaultExhaustiveForUnions: true }],
    'typescript/no-explicit-any': 'error',
    'typescript/no-non-null-assertion': 'error',
    'typescript/consistent-type-imports': 'error',
    'typescript/consistent-return': 'off',
    'import/no-cycle': 'error',
    'no-console': 'error',
    'promise/no-promise-in-callback': 'off',
    'promise/always-return': 'off',
    'unicorn/consistent-function-scoping': 'off',
    'unicorn/prefer-node-protocol': 'error',
  },
  overrides: [
    ...Object.entries(FOLDERS).flatMap(overridesOf),
    ...Object.entries(FEATURES).flatMap(overridesOf),
    restricted('src/api/transport.ts', paths(true, true), outside('../', 'api', { may: [] })),
    restricted('src/commands/[!i]*.ts', paths(false), [
      COMMANDS_APART,
      ...outside('../', 'commands', FOLDERS['commands'] ?? { may: [] }),
    ]),
  ],
});
