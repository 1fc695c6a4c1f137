import type { JsonObject } from '../../scripts/json.ts';
import { openStage, type Stage } from './stage.ts';
import type { BenchExtensions } from './extensions.ts';
import type { Report } from './figures.ts';

/** What a run measures, and with what. */
export interface BenchOptions {
  /** The absolute path of the packaged extension. */
  readonly vsix: string;
  /** What esbuild tells of the bundle in it. */
  readonly meta: JsonObject;
  readonly extensions: BenchExtensions;
  /** How many values each figure has. */
  readonly rounds: number;
  /** The version of VS Code; the newest when undefined. */
  readonly version: string | undefined;
  readonly say: (line: string) => void;
}

/** One part of the results. */
export interface Group {
  /** As `--only` takes it. */
  readonly name: string;
  readonly title: string;
  /** Nothing of it depends on how busy the machine is. */
  readonly isUntimed?: true;
  run(bench: Bench): Promise<Report>;
}

/** One run: what it measures, and what is shared between its groups. */
export class Bench {
  readonly options: BenchOptions;
  readonly #stages = new Map<boolean, Promise<Stage>>();

  constructor(options: BenchOptions) {
    this.options = options;
  }

  /** The stage with the extension as installed, or as the driver watches it. Opened once. */
  stage(isWatched = false): Promise<Stage> {
    const { extensions, version, say } = this.options;
    const open = () => openStage({ extensions, isWatched, version, onProgress: say });
    return getOrMake(this.#stages, isWatched, open);
  }

  /** Closes every stage; whoever needs one after that opens another. */
  async close(): Promise<void> {
    const stages = await Promise.allSettled(this.#stages.values());
    this.#stages.clear();
    for (const stage of stages) if (stage.status === 'fulfilled') await stage.value.close();
  }
}

/** A measure of lists of some length, which several groups may show and which is taken once for each length. */
export function once<Found>(
  name: string,
  measure: (bench: Bench, count: number) => Promise<Found>,
): (bench: Bench, count: number) => Promise<Found> {
  const taken = new Map<number, Promise<Found>>();
  return (bench, count) =>
    getOrMake(taken, count, () => {
      bench.options.say(`${name}, ${count} webhooks …`);
      return measure(bench, count);
    });
}

function getOrMake<Key, Value>(made: Map<Key, Value>, key: Key, make: () => Value): Value {
  const known = made.get(key);
  if (known !== undefined) return known;
  const value = make();
  made.set(key, value);
  return value;
}
