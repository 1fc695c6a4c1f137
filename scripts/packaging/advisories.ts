import { isObject, parseObject, textAt, type JsonObject } from '../json.ts';

/** What `npm audit` found about the bundled packages; `unknown` when the registry did not answer. One sentence a line. */
export interface Audit {
  readonly kind: 'clean' | 'vulnerable' | 'unknown';
  readonly lines: readonly string[];
}

/**
 * Reads the answer of `npm audit --json`. A vulnerability of a package that is not in the bundle is told, and counts for
 * nothing: npm also looks at packages that a dependency could use.
 * @param folders the folders of the bundled packages, as in the lockfile
 */
export function readAudit(json: string, folders: readonly string[]): Audit {
  const report = parsed(json);
  const vulnerabilities = report?.['vulnerabilities'];
  if (report === undefined || !isObject(vulnerabilities)) return unanswered(report);
  const found = Object.entries(vulnerabilities)
    .filter((entry): entry is [string, JsonObject] => isObject(entry[1]))
    .map(([name, { nodes, via }]) => ({
      name,
      isBundled: Array.isArray(nodes) && nodes.some((node) => folders.includes(String(node))),
      // A text in the place of an advisory names another package that is in the report for itself.
      advisories: Array.isArray(via) ? via.filter(isObject) : [],
    }))
    .filter(({ advisories }) => advisories.length > 0);
  return {
    kind: found.some(({ isBundled }) => isBundled) ? 'vulnerable' : 'clean',
    lines: found.flatMap(({ name, isBundled, advisories }) =>
      advisories.map((advisory) => line(isBundled ? name : `${name} (not in the bundle)`, advisory)),
    ),
  };
}

function line(name: string, advisory: JsonObject): string {
  const [severity, title, range, url] = ['severity', 'title', 'range', 'url'].map((key) =>
    textAt(advisory, key),
  );
  return `${name} ${range}: ${severity}: ${title}. ${url}`;
}

function unanswered(report: JsonObject | undefined): Audit {
  const reason =
    report === undefined
      ? 'npm printed nothing that can be read'
      : (textAt(report, 'message') ?? textAt(report, 'error', 'summary'));
  return {
    kind: 'unknown',
    lines: [
      `npm could not ask its registry for known vulnerabilities: ${reason}.`,
      'Nothing is known either way. Repeat it where the registry answers audits.',
    ],
  };
}

function parsed(json: string): JsonObject | undefined {
  try {
    return parseObject(json);
  } catch {
    return undefined;
  }
}
