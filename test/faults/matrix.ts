import type { Result } from './results.ts';
import {
  FAULTS,
  FAULT_NAMES,
  type FaultName,
  OPERATIONS,
  type OperationName,
  whyImpossible,
} from './table.ts';

/** How often operations met faults, and how often they survived. */
export interface Counted {
  readonly survived: number;
  readonly total: number;
}

/** Counts the results of one operation, of one fault, or of all. */
export function count(results: readonly Result[], operation?: OperationName, fault?: FaultName): Counted {
  const fit = results.filter(
    (one) =>
      (operation === undefined || one.operation === operation) &&
      (fault === undefined || one.fault === fault),
  );
  return { survived: fit.filter(({ failure }) => failure === undefined).length, total: fit.length };
}

/** The pairs that can happen and did not. */
export function missing(results: readonly Result[]): readonly string[] {
  return FAULT_NAMES.flatMap((fault) =>
    OPERATIONS.filter(
      (operation) =>
        whyImpossible(operation, fault) === undefined && count(results, operation, fault).total === 0,
    ).map((operation) => `${operation} × ${FAULTS[fault]}`),
  );
}

/** Head, one row for each fault, and the sums; the first cell of a row is its name. */
export function matrix(results: readonly Result[]): readonly (readonly string[])[] {
  const row = (fault: FaultName): string[] => [
    FAULTS[fault],
    ...OPERATIONS.map((operation) =>
      whyImpossible(operation, fault) === undefined ? words(count(results, operation, fault)) : '·',
    ),
    words(count(results, undefined, fault)),
  ];
  const sums = OPERATIONS.map((operation) => words(count(results, operation)));
  return [['', ...OPERATIONS, 'all'], ...FAULT_NAMES.map(row), ['all', ...sums, words(count(results))]];
}

/** Why there are dots: each reason with the pairs that it stands for. */
export function reasons(): readonly string[] {
  const byReason = Map.groupBy(
    FAULT_NAMES.flatMap((fault) =>
      OPERATIONS.flatMap((operation) => {
        const why = whyImpossible(operation, fault);
        return why === undefined ? [] : [{ fault, why }];
      }),
    ),
    ({ why }) => why,
  );
  return [...byReason].map(([why, pairs]) => {
    const faults = new Set(pairs.map(({ fault }) => FAULTS[fault]));
    return `${[...faults].join(', ')}: ${why}`;
  });
}

/** The matrix for a terminal. */
export function asText(results: readonly Result[]): string {
  const rows = matrix(results);
  const widths = (rows[0] ?? []).map((_, column) =>
    Math.max(...rows.map((row) => (row[column] ?? '').length)),
  );
  return rows
    .map((row) =>
      row
        .map((cell, column) =>
          column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
        )
        .join('  '),
    )
    .join('\n');
}

/** The page of the documentation. */
export function asMarkdown(results: readonly Result[]): string {
  const [head = '', ...rows] = matrix(results).map((row) => `| ${row.join(' | ')} |`);
  const columns = OPERATIONS.length + 2;
  const { survived, total } = count(results);
  return `# Faults

What the extension does when something goes wrong. \`npm run test:faults -- --write\` writes this page; in its last run ${survived} of ${total} cases survived.

Each operation meets each fault in one or several ways: for example, once with the request carried out before its answer is lost, and once without. A case survives when all of this holds:

- The server is in the state that the person was told about. Where nobody can know the state, the message says so.
- No write is sent twice, with two exceptions: after a 429, which says that it was refused, and for a change whose PATCH was answered by something other than Lettr, such as a proxy: it is tried once more by PUT, with the same values. A GET is sent three times at most. Nothing is sent to another origin or with a rejected key.
- The message has the sentence and the buttons of the error table.
- After the next refresh, the list on screen is what the server has.
- No rejected promise is left unhandled.

Single requests meet the faults in the client and the store, in plain Node. Changes of several webhooks, adding an account and the messages on screen meet them in the extension host of a real VS Code, which is also killed.

${head}
|${' --- |'.repeat(columns)}
${rows.join('\n')}

A dot stands for what cannot happen:

${reasons()
  .map((reason) => `- ${reason}`)
  .join('\n')}
`;
}

function words({ survived, total }: Counted): string {
  return total === 0 ? '–' : `${survived}/${total}`;
}
