import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';

import { ContextKey } from '../../../src/platform/ids.ts';

const ROOT = new URL('../../../', import.meta.url);

/** Those of the Marketplace; it refuses others. */
const CATEGORIES = [
  'AI',
  'Azure',
  'Chat',
  'Data Science',
  'Debuggers',
  'Education',
  'Extension Packs',
  'Formatters',
  'Keymaps',
  'Language Packs',
  'Linters',
  'Machine Learning',
  'Notebooks',
  'Other',
  'Programming Languages',
  'SCM Providers',
  'Snippets',
  'Testing',
  'Themes',
  'Visualization',
];

interface Step {
  readonly id: string;
  readonly title: string;
  readonly description: string;
  readonly media: { readonly svg: string; readonly altText: string };
  readonly completionEvents: readonly string[];
}

interface Manifest {
  readonly version: string;
  readonly categories: readonly string[];
  readonly keywords: readonly string[];
  readonly galleryBanner: { readonly color: string; readonly theme: string };
  readonly pricing: string;
  readonly qna: unknown;
  readonly bugs: { readonly url: string };
  readonly homepage: string;
  readonly repository: { readonly url: string };
  readonly badges?: unknown;
  readonly contributes: {
    readonly commands: readonly { readonly command: string }[];
    readonly walkthroughs: readonly {
      readonly id: string;
      readonly title: string;
      readonly description: string;
      readonly when: string;
      readonly steps: readonly Step[];
    }[];
  };
}

function read(path: string): string {
  return readFileSync(new URL(path, ROOT), 'utf8');
}

const manifest: Manifest = JSON.parse(read('package.json'));
const nls: Readonly<Record<string, string>> = JSON.parse(read('package.nls.json'));
const [walkthrough] = manifest.contributes.walkthroughs;
const steps = walkthrough?.steps ?? [];

/** What a step may run. */
const ACTIONS: readonly string[] = [
  ...manifest.contributes.commands.map(({ command }) => command),
  'lettr.webhooks.focus',
];

/** The English text of a `%key%`; every text that a person sees is one. */
function english(value: string): string {
  const key = /^%(walkthrough\.[\w.]+)%$/.exec(value)?.[1] ?? '';
  const text = nls[key];
  assert.ok(text !== undefined && text.trim() !== '', `${value} has no text`);
  return text;
}

describe('the page in the Marketplace', () => {
  it('is found by categories and keywords that the Marketplace takes', () => {
    assert.deepEqual(
      manifest.categories.filter((category) => !CATEGORIES.includes(category)),
      [],
    );
    assert.ok(manifest.categories.length > 0);
    assert.ok(manifest.keywords.length <= 30);
    assert.equal(new Set(manifest.keywords).size, manifest.keywords.length);
  });

  it('has a banner, a price and ways to ask', () => {
    assert.match(manifest.galleryBanner.color, /^#[0-9A-F]{6}$/);
    assert.ok(['dark', 'light'].includes(manifest.galleryBanner.theme));
    assert.equal(manifest.pricing, 'Free');
    assert.equal(manifest.qna, 'marketplace');
    assert.equal(manifest.bugs.url, `${manifest.repository.url}/issues`);
    assert.ok(manifest.homepage.startsWith(manifest.repository.url));
    assert.equal(manifest.badges, undefined);
  });

  it('has an entry in the changelog for its version', () => {
    const versions = [...read('CHANGELOG.md').matchAll(/^## (\d+\.\d+\.\d+)$/gm)].map(
      ([, version]) => version,
    );
    assert.ok(versions.includes(manifest.version), manifest.version);
  });
});

describe('the walkthrough', () => {
  it('is one, of at most five steps', () => {
    assert.equal(manifest.contributes.walkthroughs.length, 1);
    assert.equal(walkthrough?.id, 'lettr.start');
    assert.equal(english(walkthrough.title), 'Get Started with Lettr Webhooks');
    assert.ok(english(walkthrough.description));
    assert.ok(steps.length > 0 && steps.length <= 5);
    assert.equal(new Set(steps.map(({ id }) => id)).size, steps.length);
  });

  it('waits until the extension is used: VS Code opens by itself, after an installation, what may be shown', () => {
    assert.equal(walkthrough?.when, ContextKey.view);
    assert.doesNotMatch(read('src/extension.ts'), /openWalkthrough/);
  });

  for (const { id, title, description, media, completionEvents } of steps) {
    describe(`at ${id}`, () => {
      it('has a title, and actions that there are, each on a line of its own', () => {
        assert.ok(english(title));
        const [words, ...buttons] = english(description).split('\n');
        assert.ok(words !== undefined && buttons.length > 0);
        assert.doesNotMatch(words, /\]\(/);
        for (const button of buttons) {
          const [, verb, command] = /^\[([A-Z]\w+) [^\]]+\]\(command:([\w.]+)\)$/.exec(button) ?? [];
          assert.ok(verb, button);
          assert.ok(command !== undefined && ACTIONS.includes(command), command);
        }
      });

      it('is done when something happens that can', () => {
        assert.ok(completionEvents.length > 0);
        for (const event of completionEvents) {
          const [, kind, what] = /^(onCommand|onContext):([\w.]+)(?: == '\w+')?$/.exec(event) ?? [];
          const known: readonly string[] = kind === 'onCommand' ? ACTIONS : Object.values(ContextKey);
          assert.ok(what !== undefined && known.includes(what), event);
        }
      });

      it('has a picture in the colours of the theme, with the same in words', () => {
        assert.ok(existsSync(new URL(media.svg, ROOT)), media.svg);
        assert.ok(english(media.altText));
        const svg = read(media.svg);
        assert.match(svg, /^<svg xmlns="http:\/\/www\.w3\.org\/2000\/svg" viewBox="0 0 480 320" /);
        // VS Code's policy for these pictures drops styles and scripts; a text would be in English for everybody.
        assert.doesNotMatch(svg, /<(style|script|text|image|foreignObject|use)\b|\sstyle=|\shref=|\son\w+=/);
        for (const [, colour] of svg.matchAll(/\s(?:fill|stroke)="([^"]+)"/g)) {
          assert.match(colour ?? '', /^(none|var\(--vscode-[\w-]+(, (#80808080|transparent|var\(.+\)))?\))$/);
        }
      });

      it('has a picture that is whole in high contrast, where VS Code leaves some colours undefined', () => {
        const withoutFallback = /var\(--vscode-(?:testing|list|button-\w*[bB]ackground)[\w-]*\)/g;
        assert.deepEqual(read(media.svg).match(withoutFallback) ?? [], []);
      });
    });
  }
});
