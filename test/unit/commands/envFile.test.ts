import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { appendToEnv, envAddition, envLines, namesSetIn } from '../../../src/commands/shared/envFile.ts';

const CREDENTIALS = { username: 'lettr-abc', password: 'p_-1' };
const LINES = 'WEBHOOK_USERNAME=lettr-abc\nWEBHOOK_PASSWORD=p_-1\n';

describe('credentials in a .env file', () => {
  it('are two lines', () => {
    assert.equal(envLines(CREDENTIALS), LINES);
  });

  for (const [username, written] of [
    ['me@example.com', 'me@example.com'],
    ['two words', "'two words'"],
    ['a#b', "'a#b'"],
    ['$HOME', "'$HOME'"],
    ["it's", '"it\'s"'],
    ["it's $5", '"it\'s \\$5"'],
  ] as const) {
    it(`are quoted where they need it: ${username}`, () => {
      assert.equal(envLines({ ...CREDENTIALS, username }).split('\n')[0], `WEBHOOK_USERNAME=${written}`);
    });
  }

  for (const [text, added] of [
    ['', LINES],
    ['A=1\n', LINES],
    ['A=1', `\n${LINES}`],
    ['\n', LINES],
    ['A=1\r\n', LINES.replaceAll('\n', '\r\n')],
    ['A=1\r\nB=2', `\r\n${LINES.replaceAll('\n', '\r\n')}`],
  ] as const) {
    it(`begin a line of their own after ${JSON.stringify(text)}`, () => {
      assert.equal(envAddition(text, CREDENTIALS), added);
    });
  }

  for (const text of [
    'WEBHOOK_USERNAME=a',
    'A=1\nWEBHOOK_USERNAME=',
    'A=1\r\n  WEBHOOK_USERNAME = "a"\r\n',
    'export WEBHOOK_USERNAME=a',
    '\uFEFFWEBHOOK_USERNAME=a',
    'WEBHOOK_USERNAME: a',
    '#WEBHOOK_PASSWORD=x\nWEBHOOK_USERNAME=a',
  ]) {
    it(`are found in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(namesSetIn(text), ['WEBHOOK_USERNAME']);
    });
  }

  it('are both found', () => {
    assert.deepEqual(namesSetIn(LINES), ['WEBHOOK_USERNAME', 'WEBHOOK_PASSWORD']);
  });

  for (const text of [
    '',
    '# WEBHOOK_USERNAME=a',
    'MY_WEBHOOK_USERNAME=a',
    'WEBHOOK_USERNAME_2=a',
    'A=WEBHOOK_PASSWORD=1',
    'webhook_password=1',
  ]) {
    it(`are not found in ${JSON.stringify(text)}`, () => {
      assert.deepEqual(namesSetIn(text), []);
    });
  }
});

describe('appending to the .env file of a folder', () => {
  let folder: string;
  const file = (): string => path.join(folder, '.env');
  const write = (name: string, text: string | Uint8Array): void =>
    writeFileSync(path.join(folder, name), text);
  const git = (...args: readonly string[]): unknown =>
    execFileSync('git', ['-C', folder, ...args], { stdio: 'pipe' });

  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'lettr-env-'));
    git('init', '-q');
    write('.gitignore', '.env\n');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('makes the file, for its owner alone', async () => {
    assert.equal(await appendToEnv(folder, CREDENTIALS), undefined);
    assert.equal(readFileSync(file(), 'utf8'), LINES);
    if (process.platform !== 'win32') {
      assert.equal(statSync(file()).mode & 0o077, 0);
    }
  });

  it('keeps what stands there, byte for byte', async () => {
    write('.env', '\uFEFFA=1\r\n#ä');
    assert.equal(await appendToEnv(folder, CREDENTIALS), undefined);
    const expected = `\uFEFFA=1\r\n#ä\r\n${LINES.replaceAll('\n', '\r\n')}`;
    assert.equal(readFileSync(file(), 'utf8'), expected);
  });

  for (const [how, name, text] of [
    ['a pattern', '.gitignore', '*.local\n.env*\n'],
    ['the exclude file', '.git/info/exclude', '/.env\n'],
  ] as const) {
    it(`takes ${how} for an answer`, async () => {
      write('.gitignore', '');
      write(name, text);
      assert.equal(await appendToEnv(folder, CREDENTIALS), undefined);
    });
  }

  it('does not take a name that stands there', async () => {
    write('.env', 'WEBHOOK_PASSWORD=mine');
    assert.deepEqual(await appendToEnv(folder, CREDENTIALS), { kind: 'taken', names: ['WEBHOOK_PASSWORD'] });
    assert.equal(readFileSync(file(), 'utf8'), 'WEBHOOK_PASSWORD=mine');
  });

  it('is refused a second time', async () => {
    await appendToEnv(folder, CREDENTIALS);
    assert.equal((await appendToEnv(folder, CREDENTIALS))?.kind, 'taken');
    assert.equal(readFileSync(file(), 'utf8'), LINES);
  });

  it('is refused where Git does not ignore the file', async () => {
    for (const ignored of ['', '.env.local\n', '.env\n!.env\n', '#.env\n']) {
      write('.gitignore', ignored);
      assert.deepEqual(await appendToEnv(folder, CREDENTIALS), { kind: 'notIgnored' }, ignored);
    }
    assert.ok(!existsSync(file()));
  });

  it('is refused where the file is committed although it is ignored', async () => {
    write('.env', 'A=1\n');
    git('add', '--force', '.env');
    assert.deepEqual(await appendToEnv(folder, CREDENTIALS), { kind: 'notIgnored' });
    assert.equal(readFileSync(file(), 'utf8'), 'A=1\n');
  });

  it('is refused outside of a repository', async () => {
    rmSync(path.join(folder, '.git'), { recursive: true });
    assert.deepEqual(await appendToEnv(folder, CREDENTIALS), { kind: 'notRepository' });
    assert.ok(!existsSync(file()));
  });

  it('is refused where there is no Git', async () => {
    const { PATH } = process.env;
    process.env['PATH'] = folder;
    try {
      assert.deepEqual(await appendToEnv(folder, CREDENTIALS), { kind: 'noGit' });
    } finally {
      process.env['PATH'] = PATH;
    }
    assert.ok(!existsSync(file()));
  });

  it('is refused where Git cannot tell', async () => {
    write('.git/config', '[broken');
    assert.deepEqual(await appendToEnv(folder, CREDENTIALS), { kind: 'gitFailed' });
  });

  it('is refused through a link, which may lead to a file that is committed', async () => {
    write('shared.env', 'A=1\n');
    symlinkSync('shared.env', file());
    assert.deepEqual(await appendToEnv(folder, CREDENTIALS), { kind: 'notRegular' });
    assert.equal(readFileSync(file(), 'utf8'), 'A=1\n');
  });

  it('is refused where the file is no UTF-8 text', async () => {
    for (const bytes of [Buffer.from('\uFEFFA=1\r\n', 'utf16le'), Uint8Array.of(0x41, 0x3d, 0xff)]) {
      write('.env', bytes);
      assert.deepEqual(await appendToEnv(folder, CREDENTIALS), { kind: 'notText' });
      assert.deepEqual(readFileSync(file()), Buffer.from(bytes));
    }
  });
});
