import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { inRoot } from '../../scripts/paths.ts';
import { table, type Report } from './figures.ts';

const FILE = inRoot('bench/RESULTS.md');
const SECTION = /^## /m;

/** What a group found, and when and how undisturbed. */
export interface Section {
  readonly title: string;
  readonly report: Report;
  readonly taken: string;
}

/**
 * Writes a section of bench/RESULTS.md. The other ones stay when they were taken on the same machine with the same
 * versions.
 * @param titles the sections in their order
 */
export async function writeResults(
  machine: string,
  titles: readonly string[],
  section: Section,
): Promise<void> {
  const kept = sectionsOf(existsSync(FILE) ? readFileSync(FILE, 'utf8') : '', machine);
  const parts = titles.flatMap((title) =>
    title === section.title ? textOf(section) : (kept.get(title) ?? []),
  );
  const head = `# Results\n\nWritten by \`npm run bench\`; bench/README.md says how to read it.\n\n${machine}`;
  const text = [head, ...parts].join('\n\n');
  const options = { ...(await resolveConfig(FILE)), parser: 'markdown' };
  writeFileSync(FILE, await format(text, options));
}

function textOf({ title, report, taken }: Section): string {
  return [`## ${title}`, taken, table(report.figures), ...report.notes].join('\n\n');
}

function sectionsOf(text: string, machine: string): ReadonlyMap<string, string> {
  const [head = '', ...parts] = text.split(SECTION);
  const isSame = machine.split('\n').every((line) => head.includes(line));
  return new Map(isSame ? parts.map((part) => [part.slice(0, part.indexOf('\n')), `## ${part.trim()}`]) : []);
}
