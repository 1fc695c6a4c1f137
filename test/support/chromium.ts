import { chromium, type Browser, type BrowserContext, type BrowserContextOptions } from 'playwright-core';
import { provideChromium } from '../../scripts/chromium.ts';

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  // Every name but loopback's fails to resolve, in pages, webviews and workers alike: nothing leaves the machine.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * Starts a headless Chromium that reaches loopback addresses only.
 * @throws what `provideChromium` throws when there is none
 */
export async function launchChromium(): Promise<Browser> {
  const { executablePath, env } = await provideChromium();
  return chromium.launch({ executablePath, args: FLAGS, env: { ...process.env, ...env } });
}

/** How pages look, and what is stored for them: by default nothing, so that VS Code knows no secrets and no layout. */
export interface ContextOptions {
  readonly colorScheme?: 'light' | 'dark';
  readonly forcedColors?: 'active' | 'none';
  readonly reducedMotion?: 'reduce' | 'no-preference';
  readonly storageState?: Exclude<BrowserContextOptions['storageState'], undefined>;
}

/**
 * Opens an isolated set of pages of 1280 x 800 CSS pixels. Requests to other machines are refused, and the key that
 * keeps secrets over a reload, which VS Code's own server does not serve, is a constant.
 * @param onRefused hears the address of every refused request
 */
export async function newContext(
  browser: Browser,
  options: ContextOptions = {},
  onRefused: (url: string) => void = () => undefined,
): Promise<BrowserContext> {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    deviceScaleFactor: 1,
    permissions: ['clipboard-read', 'clipboard-write'],
    ...options,
  });
  await context.route('**/*', (route) => {
    const url = new URL(route.request().url());
    if (url.protocol.startsWith('http') && !LOOPBACK.has(url.hostname)) {
      onRefused(url.href);
      return route.abort('internetdisconnected');
    }
    return url.pathname === '/mint-key' ? route.fulfill({ body: Buffer.alloc(32, 7) }) : route.continue();
  });
  return context;
}
