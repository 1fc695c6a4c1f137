import { parseArgs } from 'node:util';
import { startSimulator, type Simulator, type SimulatorOptions } from './simulator.ts';

const flags = ['empty', 'no-rate-limit', 'long-names', 'ping'];
const usage =
  'The options are --port N, --empty, --update-verb put|patch|both, --no-rate-limit, --long-names and --ping.';

class UsageError extends Error {}

/** Reads the command line. Throws UsageError with one sentence about the first thing wrong. */
function readOptions(args: readonly string[]): SimulatorOptions {
  const { tokens } = parseArgs({ args: [...args], strict: false, tokens: true, options: declared() });
  const options: SimulatorOptions = {};
  for (const token of tokens) {
    if (token.kind === 'positional') throw new UsageError(`"${token.value}" is not an option. ${usage}`);
    if (token.kind === 'option') applyOption(options, token.name, token.rawName, token.value);
  }
  return options;
}

function declared() {
  const booleans = flags.map((name) => [name, { type: 'boolean' as const }] as const);
  return {
    port: { type: 'string' as const },
    'update-verb': { type: 'string' as const },
    ...Object.fromEntries(booleans),
  };
}

function applyOption(options: SimulatorOptions, name: string, raw: string, value: string | undefined): void {
  if (flags.includes(name) && value !== undefined) throw new UsageError(`${raw} takes no value. ${usage}`);
  switch (name) {
    case 'port':
      options.port = portNumber(value);
      return;
    case 'update-verb':
      options.updateVerb = updateVerb(value);
      return;
    case 'empty':
      options.empty = true;
      return;
    case 'no-rate-limit':
      options.rateLimit = false;
      return;
    case 'long-names':
      options.maxName = 255;
      return;
    case 'ping':
      options.ping = true;
      return;
    default:
      throw new UsageError(`${raw} is not an option. ${usage}`);
  }
}

function portNumber(value: string | undefined): number {
  const port = /^\d{1,5}$/.test(value ?? '') ? Number(value) : Number.NaN;
  if (port <= 65_535) return port;
  throw new UsageError('--port takes a number from 0 to 65535, where 0 means any free port.');
}

function updateVerb(value: string | undefined): 'put' | 'patch' | 'both' {
  if (value === 'put' || value === 'patch' || value === 'both') return value;
  throw new UsageError('--update-verb takes put, patch or both.');
}

function announce({ baseUrl, keys }: Simulator): void {
  const { live, sandbox, sendingOnly, otherTeam } = keys;
  process.stdout.write(`${JSON.stringify({ baseUrl, keys: { live, sandbox, sendingOnly, otherTeam } })}\n`);
}

async function main(): Promise<void> {
  const simulator = await startSimulator(readOptions(process.argv.slice(2)));
  announce(simulator);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void simulator.close());
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = error instanceof UsageError ? 2 : 1;
}
