import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { arch, cpus, loadavg, release, totalmem, type } from 'node:os';
import { installVSCode } from '../../scripts/vscode/install.ts';

const WATCH_MS = 3000;
/** Above this part of the processors' time, whatever else runs shows in the figures. */
const CALM = 0.1;

/** The lines that say where and with what the figures were taken. They differ as soon as two runs cannot be compared. */
export async function describeMachine(version: string | undefined): Promise<string> {
  const install = await installVSCode(version === undefined ? {} : { version });
  const node = execFileSync(install.node, ['--version'], { encoding: 'utf8' }).trim();
  const [cpu] = cpus();
  return [
    `- Processor: ${cpu?.model.trim() ?? 'unknown'}, ${cpus().length} cores (${arch()})`,
    `- Memory: ${(totalmem() / 1024 ** 3).toFixed(1)} GiB`,
    `- System: ${systemName()}, ${type()} ${release()}`,
    `- VS Code ${install.version.replace(/^4\./, '1.')} in headless Chromium, its extension host on Node ${node.slice(1)}`,
    `- Node ${process.versions.node} for the server that answers both sides`,
  ].join('\n');
}

/** How busy the machine is with other things; call it while nothing of the measurement runs. Takes 3 s. */
export async function otherWork(): Promise<{ readonly words: string; readonly isCalm: boolean }> {
  const before = times();
  await delay(WATCH_MS);
  const after = times();
  const busy = 1 - (after.idle - before.idle) / (after.all - before.all);
  const [load = 0] = loadavg();
  return {
    words: `${(busy * 100).toFixed(0)} % busy (load ${load.toFixed(2)})`,
    isCalm: busy <= CALM,
  };
}

function times(): { readonly idle: number; readonly all: number } {
  const each = cpus().map((cpu) => cpu.times);
  return {
    idle: each.reduce((sum, { idle }) => sum + idle, 0),
    all: each.reduce((sum, { idle, irq, nice, sys, user }) => sum + idle + irq + nice + sys + user, 0),
  };
}

function systemName(): string {
  const file = '/etc/os-release';
  const text = existsSync(file) ? readFileSync(file, 'utf8') : '';
  return /^PRETTY_NAME="(.*)"$/m.exec(text)?.[1] ?? process.platform;
}
