import { setTimeout as delay } from 'node:timers/promises';
import type { Bench, Group } from '../harness/bench.ts';
import { filesWith } from '../harness/bundle.ts';
import type { Report } from '../harness/figures.ts';
import { interleave } from '../harness/stats.ts';

/** How long after activation a request would still count as its own. */
const WATCH_MS = 1000;

export const activation: Group = {
  name: 'activation',
  title: 'Load and activation',
  run: measure,
};

async function measure(bench: Bench): Promise<Report> {
  const { extensions, meta, rounds } = bench.options;
  const { api, open } = await bench.stage();
  const late = filesWith(meta, 'node-fetch');
  const connections: number[] = [];
  const fetching: number[] = [];
  const files = new Set<string>();
  const sample = async (id: string): Promise<number> => {
    const window = await open();
    api.takeConnections();
    const took = Number(await window.call('activate', id));
    if (id === extensions.packagedId) {
      await delay(WATCH_MS);
      connections.push(api.takeConnections());
      const loaded: string[] = JSON.parse(await window.call('loaded', id));
      for (const file of loaded) files.add(file);
      fetching.push(loaded.filter((file) => late.includes(file)).length);
    }
    await window.close();
    return took;
  };
  const { lettr, registering, empty } = await interleave(rounds, {
    empty: () => sample(extensions.emptyId),
    registering: () => sample(extensions.registeringId),
    lettr: () => sample(extensions.packagedId),
  });
  const floor = { name: 'extension that only registers the same', values: registering };
  return {
    figures: [
      {
        name: 'Load and `activate()`',
        unit: 'ms',
        values: lettr,
        floor,
        limit: { kind: 'ratio', most: 1.3 },
      },
      { name: 'An empty extension', unit: 'ms', values: empty },
      {
        name: 'Files with node-fetch in them that are loaded then',
        unit: '',
        values: fetching,
        limit: { kind: 'exactly', value: 0 },
      },
      {
        name: 'Connections to the API within a second',
        unit: '',
        values: connections,
        limit: { kind: 'exactly', value: 0 },
      },
    ],
    notes: [
      'The floor registers the commands and the view of package.json, the file system, the CodeLens and the tests that the extension registers at activation, and the output channel, which the extension makes when there is something to say.',
      `Each value is of a fresh extension host, idle until then. Loaded by activation: ${[...files].join(', ')}. With node-fetch in it: ${late.join(', ')}.`,
    ],
  };
}
