import assert from 'node:assert/strict';

import { EVENT_TYPE_NAMES } from '../../../src/api/events.ts';
import type { Webhook } from '../../../src/api/types.ts';
import { type Coverage, coverageOf, receptionIn } from '../../../src/coverage/coverage.ts';
import { webhook } from '../api/harness.ts';

function coverage(...fields: readonly Partial<Webhook>[]): Coverage {
  return coverageOf(
    fields.map((one, index) =>
      webhook({ id: `id${index}`, name: `W${index}`, url: `https://h${index}.example.com/`, ...one }),
    ),
    'en',
  );
}

/** Who receives a type: "delivered/failing/disabled". */
function receivers({ events }: Coverage, name: string): string {
  const found = events.find((event) => event.name === name) ?? assert.fail(name);
  return [found.delivered, found.failing, found.disabled]
    .map((all) => all.map((one) => one.name).join('+'))
    .join('/');
}

const FAILING = { lastStatus: 'failure', lastFailureAt: 1 } as const;

describe('event coverage', () => {
  it('counts a type as received only through a webhook that is enabled and not failing', () => {
    const found = coverage(
      { events: ['message.bounce'], ...FAILING },
      { events: ['message.bounce'], enabled: false, ...FAILING },
      { events: ['message.delay'] },
      { events: 'all', enabled: false },
    );
    assert.equal(receivers(found, 'message.bounce'), '/W0/W1+W3');
    assert.equal(receivers(found, 'message.delay'), 'W2//W3');
    assert.equal(receivers(found, 'engagement.open'), '//W3');
  });

  it('calls bounces, complaints and unsubscribes critical', () => {
    assert.deepEqual(
      coverage().events.flatMap(({ name, isCritical }) => (isCritical ? name : [])),
      [
        'message.bounce',
        'message.out_of_band',
        'message.spam_complaint',
        'unsubscribe.list_unsubscribe',
        'unsubscribe.link_unsubscribe',
      ],
    );
  });

  it('calls it twice at the same URL, however it is written, and a hint at another URL of the host', () => {
    const found = coverage(
      { url: 'https://one.example.com', events: ['message.bounce', 'message.delay'] },
      { url: 'https://ONE.example.com:443/', events: ['message.bounce'] },
      { url: 'https://one.example.com/other', events: ['message.delay'] },
      { url: 'https://one.example.com/off', events: 'all', enabled: false },
    );
    const words = ({ webhooks, events }: Coverage['doubles'][number]): string =>
      `${webhooks.map(({ name }) => name).join('+')}: ${events.join()}`;
    assert.deepEqual(found.doubles.map(words), ['W0+W1: message.bounce']);
    assert.deepEqual(
      found.hints.map((hint) => `${hint.host} ${words(hint)}`),
      ['one.example.com W0+W2: message.delay'],
    );
  });

  it('has a column for each webhook, failing ones first and disabled ones last', () => {
    const found = coverage({ enabled: false }, { name: 'B 10' }, { name: 'B 9' }, { ...FAILING });
    assert.deepEqual(
      found.columns.map(({ name }) => name),
      ['W3', 'B 9', 'B 10', 'W0'],
    );
    assert.equal(found.isByHost, false);
  });

  it('has a column for each host above 15 webhooks, in which the best of them counts', () => {
    const many = Array.from({ length: 16 }, (_, index) => ({
      url: `https://${index % 2 ? 'odd' : 'even'}.example.com/${index}`,
      events: ['message.bounce'],
      enabled: index > 7,
      ...(index % 2 ? FAILING : {}),
    }));
    const found = coverage(...many);
    assert.equal(found.isByHost, true);
    assert.deepEqual(
      found.columns.map((column) => [
        column.name,
        column.webhooks.length,
        receptionIn(column, 'message.bounce').reception,
      ]),
      [
        ['odd.example.com', 8, 'failing'],
        ['even.example.com', 8, 'delivered'],
      ],
    );
  });

  it('says what it leaves out', () => {
    const others = Array.from({ length: 25 }, (_, index) => `later.kind${index}`);
    const found = coverage({ events: others }, ...Array.from({ length: 59 }, () => ({})));
    assert.deepEqual(
      [found.columns.length, found.columnsLeftOut, found.events.length, found.eventsLeftOut],
      [40, 20, EVENT_TYPE_NAMES.length + 20, 5],
    );
  });

  it('tells what Lettr did not say from what it did', () => {
    const [column] = coverage({ events: undefined }).columns;
    assert.ok(column);
    assert.equal(receptionIn(column, 'message.bounce').reception, 'unknown');
    const [none] = coverage({ events: [] }).columns;
    assert.ok(none);
    assert.equal(receptionIn(none, 'message.bounce').reception, 'none');
  });

  it('is quick about 10,000 webhooks', () => {
    const many = Array.from({ length: 10_000 }, (_, index) => ({
      events: ['message.bounce'],
      name: `${index}`,
    }));
    // Processor time: other tests run beside this one.
    const start = process.cpuUsage();
    coverage(...many);
    assert.ok(process.cpuUsage(start).user < 2_000_000);
  });
});
