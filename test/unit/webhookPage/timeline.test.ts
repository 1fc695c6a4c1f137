import assert from 'node:assert/strict';

import { legendOf, timelineOf } from '../../../src/webhookPage/timeline.ts';
import { timelineSvg } from '../../../src/webhookPage/timelineSvg.ts';
import { webhook } from '../api/harness.ts';
import { tagsOf } from '../pages/tags.ts';
import { DAY, FAILING, HEALTHY, HISTORY, HOUR, MINUTE, NOW, switched, turned } from './harness.ts';

type Timeline = NonNullable<ReturnType<typeof timelineOf>>;

function timeline(
  ...[fields, history = []]: [Parameters<typeof webhook>[0], Parameters<typeof timelineOf>[1]?]
): Timeline {
  return timelineOf(webhook(fields), history, NOW) ?? assert.fail('there is no timeline');
}

/** The spans as "days ago: kind". */
function spans({ spans: all }: Timeline): readonly string[] {
  return all.map(({ from, kind }) => `${Math.round(((NOW - from) / DAY) * 10) / 10}: ${kind}`);
}

describe('the timeline of a webhook', () => {
  it('is made of the times that Lettr reports when nothing was recorded', () => {
    const found = timeline(FAILING);
    assert.deepEqual(spans(found), ['7: other', '2: healthy', '0: failing']);
    assert.deepEqual(
      found.marks.map(({ kind, at }) => [kind, NOW - at]),
      [
        ['healthy', 2 * DAY],
        ['failing', 7 * MINUTE],
      ],
    );
  });

  it('follows the changes that were recorded, also those before its days', () => {
    const history = [turned('healthy', 9 * DAY), turned('failing', 3 * DAY, 'healthy'), switched(false, DAY)];
    assert.deepEqual(spans(timeline({ enabled: false }, history)), [
      '7: healthy',
      '3: failing',
      '1: disabled',
    ]);
  });

  it('knows that what was enabled first had been disabled before', () => {
    assert.deepEqual(spans(timeline(HEALTHY, [switched(true, DAY)])), [
      '7: disabled',
      '1: other',
      '0: healthy',
    ]);
  });

  it('is none when nothing is known', () => {
    assert.equal(timelineOf(webhook(), [], NOW), undefined);
  });

  it('leaves out what is ahead of the clock', () => {
    assert.equal(timelineOf(webhook({ lastSuccessAt: NOW + HOUR }), [], NOW), undefined);
  });

  it('explains the shapes and lines that occur, and no others', () => {
    assert.equal(
      legendOf(timeline(FAILING)),
      'ring: delivered, filled diamond: failed, dotted line: not known, solid line: healthy, hatched: failing',
    );
  });
});

describe('the picture of a timeline', () => {
  const { source } = timelineSvg(timeline(FAILING, HISTORY), 'The last 7 days');
  const drawn = tagsOf(source).filter(({ name }) => name === 'path' || name === 'circle');

  it('has words, a tick for each day, and no colours of its own', () => {
    assert.equal(tagsOf(source)[0]?.attributes.get('aria-label'), 'The last 7 days');
    const ticks = drawn.find(({ attributes }) => attributes.get('class') === 'ticks');
    assert.equal(ticks?.attributes.get('d')?.match(/M/g)?.length, 8);
    for (const { attributes } of drawn) {
      for (const key of ['fill', 'stroke']) {
        assert.match(attributes.get(key) ?? 'none', /^(?:none|currentColor)$/);
      }
    }
  });

  it('has a shape of its own for each kind of change', () => {
    const shapes = new Map(
      drawn
        .filter(({ attributes }) => attributes.get('class')?.startsWith('mark '))
        .map(({ name, attributes }) => {
          const outline = (attributes.get('d') ?? '').replace(/M[\d.]+,/g, 'M');
          return [
            attributes.get('class'),
            [name, outline, attributes.get('r'), attributes.get('fill')].join(),
          ];
        }),
    );
    assert.deepEqual([shapes.size, new Set(shapes.values()).size], [6, 6]);
  });

  it('is to scale', () => {
    const circle = tagsOf(
      timelineSvg(timeline({ ...HEALTHY, lastSuccessAt: NOW - 3.5 * DAY }), '').source,
    ).find(({ name }) => name === 'circle');
    assert.equal(circle?.attributes.get('cx'), '320');
  });

  it('stays inside its frame', () => {
    for (const [, x = ''] of source.matchAll(/M([\d.-]+),/g)) {
      assert.ok(Number(x) >= 0 && Number(x) <= 640, x);
    }
  });
});
