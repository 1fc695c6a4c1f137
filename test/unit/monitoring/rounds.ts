import { type Publication, type RecordData, withPublication } from '../../../src/monitoring/publication.ts';
import { webhook } from '../api/harness.ts';

const today = new Date();
/** Unix ms; young enough for the history, and the same in every process of a test. */
const BEGIN = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - 1, 1);

/** The list of a round: the first webhook turns with each, the second is enabled and disabled with every other. */
export function listOf(round: number): Publication {
  const one = webhook({ lastStatus: round % 2 === 0 ? 'success' : 'failure' });
  const two = webhook({ id: 'two', lastStatus: 'success', enabled: round % 4 < 2 });
  const askedAt = BEGIN + round * 1_000;
  return {
    kind: 'list',
    webhooks: new Map([
      ['one', one],
      ['two', two],
    ]),
    askedAt,
    loadedAt: askedAt + 10,
  };
}

/** The record after so many rounds, each of which was seen once. */
export function recordAfter(rounds: number): RecordData {
  let data: RecordData = { list: undefined, incidents: [], histories: new Map() };
  for (let round = 0; round < rounds; round += 1) {
    data = withPublication(data, listOf(round), Date.now());
  }
  return data;
}
