import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { readObject } from '../scripts/json.ts';
import { EXTENSION_META } from '../scripts/bundle/extension.ts';
import { packageExtension } from '../scripts/package.ts';
import { fail, say } from '../scripts/say.ts';
import { provideChromium } from '../scripts/chromium.ts';
import { activation } from './groups/activation.ts';
import { client } from './groups/client.ts';
import { deliveries } from './groups/deliveries.ts';
import { growth } from './groups/growth.ts';
import { many } from './groups/many.ts';
import { packed } from './groups/package.ts';
import { rows } from './groups/rows.ts';
import { Bench, type Group } from './harness/bench.ts';
import { writeExtensions } from './harness/extensions.ts';
import { isMet, type Report, table } from './harness/figures.ts';
import { describeMachine, otherWork } from './harness/machine.ts';
import { writeResults, type Section } from './harness/results.ts';

const GROUPS: readonly Group[] = [activation, rows, many, client, deliveries, packed, growth];
const ROUNDS = 7;
const SETTLE_MS = 3000;

/** Runs the groups that `--only` names, or all, writes bench/RESULTS.md and sets the exit code. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      only: { type: 'string', multiple: true, default: [] },
      rounds: { type: 'string', default: String(ROUNDS) },
      vscode: { type: 'string' },
    },
  });
  const groups = chosen(values.only);
  await provideChromium(say);
  const machine = await describeMachine(values.vscode);
  const vsix = await packageExtension();
  const bench = new Bench({
    vsix,
    meta: readObject(EXTENSION_META),
    extensions: await writeExtensions(vsix),
    rounds: Number(values.rounds),
    version: values.vscode,
    say,
  });
  const titles = GROUPS.map(({ title }) => title);
  for (const group of groups) {
    try {
      const section = await runGroup(group, bench);
      await writeResults(machine, titles, section);
      for (const figure of section.report.figures)
        if (isMet(figure) === false) fail(`Missed: ${figure.name}.`);
    } catch (error) {
      // A window that did not answer is closed with all others; the next group opens its own.
      fail(error);
      await bench.close();
    }
  }
  await bench.close();
}

function chosen(names: readonly string[]): readonly Group[] {
  const groups = GROUPS.filter(({ name }) => names.includes(name));
  const unknown = names.filter((name) => !GROUPS.some((group) => group.name === name));
  if (unknown.length > 0)
    throw new Error(
      `There is no group ${unknown.join(', ')}; there are ${GROUPS.map(({ name }) => name).join(', ')}.`,
    );
  return names.length === 0 ? GROUPS : groups;
}

async function runGroup(group: Group, bench: Bench): Promise<Section> {
  const date = new Date().toISOString().slice(0, 16).replace('T', ' ');
  const { report, words } = await (group.isUntimed ? untimed : timed)(group, bench);
  const taken = `Taken ${date} UTC. ${words}`.trim();
  say([`## ${group.title}`, taken, table(report.figures), ...report.notes].join('\n'));
  return { title: group.title, report, taken };
}

interface Taken {
  readonly report: Report;
  /** How it was taken. */
  readonly words: string;
}

async function untimed(group: Group, bench: Bench): Promise<Taken> {
  return { report: await group.run(bench), words: '' };
}

/** Before and after it, the machine is watched for other work, which would make the figures worth less. */
async function timed(group: Group, bench: Bench): Promise<Taken> {
  const before = await otherWork();
  say(`${group.title}: the machine is ${before.words}.`);
  const report = await group.run(bench);
  // The last extension host takes a moment to end.
  await delay(SETTLE_MS);
  const after = await otherWork();
  const warning = before.isCalm && after.isCalm ? '' : ' **Provisional: the machine had other work.**';
  const rounds = `${bench.options.rounds} rounds`;
  return {
    report,
    words: `${rounds}; the machine was ${before.words} before and ${after.words} after.${warning}`,
  };
}

await main().catch(fail);
