import assert from 'node:assert/strict';

import {
  type End,
  type Flow,
  type Frame,
  type Move,
  type Start,
  type Step,
  firstIncomplete,
  runWizard,
} from '../../../src/wizard/engine.ts';

/** What the wizards of these tests ask for: a word at each step, `undefined` as long as it has no answer. */
type Form = Record<string, string | undefined>;

/** What a person does at one step: types a word, or not, and moves on. */
interface Act {
  readonly types?: string;
  readonly move: Move;
}

interface Shown extends Frame {
  readonly id: string;
  /** What the step found in the form. */
  readonly value: string | undefined;
}

interface Run {
  readonly end: End;
  readonly shown: readonly Shown[];
  readonly form: Form;
}

type Path = (form: Form) => readonly string[];

const next: Act = { move: 'next' };
const back: Act = { move: 'back' };
const cancel: Act = { move: 'cancel' };
const to = (id: string): Act => ({ move: { to: id } });
const type = (types: string): Act => ({ types, move: 'next' });

/** Runs a wizard of the steps that `path` names, doing one act after the other. */
async function run(path: Path, acts: readonly Act[], form: Form = {}, start?: Start): Promise<Run> {
  const shown: Shown[] = [];
  const left = [...acts];
  const step = (id: string): Step<Form> => ({
    id,
    label: id.toUpperCase(),
    isComplete: (now) => id === 'review' || now[id] !== undefined,
    show: (now, frame) => {
      assert.equal(now, form);
      shown.push({ id, value: now[id], ...frame });
      const act = left.shift();
      assert.ok(act, `${id} was shown after the last act`);
      if (act.types !== undefined) {
        now[id] = act.types;
      }
      return Promise.resolve(act.move);
    },
  });
  const flow: Flow<Form> = { title: 'Make', subtitle: 'Team', steps: (now) => path(now).map(step) };
  const end = await runWizard(flow, form, start);
  assert.equal(left.length, 0, 'acts that no step asked for');
  return { end, shown, form };
}

function ids({ shown }: Run): readonly string[] {
  return shown.map(({ id }) => id);
}

const ABC: Path = () => ['a', 'b', 'c'];
const REVIEWED: Path = () => ['a', 'b', 'c', 'review'];
const FULL: Form = { a: '1', b: '2', c: '3' };
/** A second step that only an answer of the first leads to. */
const FORKED: Path = ({ a }) => (a === 'long' ? ['a', 'b', 'c', 'd'] : ['a', 'd']);

describe('the wizard engine', () => {
  it('shows one step after the other and is done after the last', async () => {
    const result = await run(ABC, [type('1'), type('2'), type('3')]);
    assert.equal(result.end, 'done');
    assert.deepEqual(ids(result), ['a', 'b', 'c']);
    assert.deepEqual(result.form, FULL);
  });

  it('is done at once without steps', async () => {
    assert.deepEqual(await run(() => [], []), { end: 'done', shown: [], form: {} });
    assert.equal((await run(() => [], [], {}, { at: 'a', problem: 'No', canLeave: true })).end, 'done');
  });

  it('begins its titles with the name of the wizard', async () => {
    const { shown } = await run(ABC, [cancel]);
    assert.equal(shown[0]?.title, 'Make: A (Team)');
  });

  it('leaves the account out of the titles when it has none', async () => {
    let title: string | undefined;
    const step: Step<Form> = {
      id: 'a',
      label: 'A',
      show: (_, frame) => {
        title = frame.title;
        return Promise.resolve('next');
      },
    };
    await runWizard({ title: 'Make', steps: () => [step] }, {});
    assert.equal(title, 'Make: A');
  });

  it('lets a step fail', async () => {
    const fault = new Error('No window');
    const step: Step<Form> = { id: 'a', label: 'A', show: () => Promise.reject(fault) };
    await assert.rejects(runWizard({ title: 'Make', steps: () => [step] }, {}), fault);
  });

  describe('numbers', () => {
    it('count from one', async () => {
      const { shown } = await run(ABC, [next, next, next]);
      assert.deepEqual(
        shown.map(({ step, totalSteps }) => [step, totalSteps]),
        [
          [1, 3],
          [2, 3],
          [3, 3],
        ],
      );
    });

    it('follow the path that the answers lead to', async () => {
      const { shown, form } = await run(FORKED, [
        type('long'),
        type('2'),
        back,
        back,
        type('short'),
        type('4'),
      ]);
      assert.deepEqual(
        shown.map(({ id, step, totalSteps }) => [id, step, totalSteps]),
        [
          ['a', 1, 2],
          ['b', 2, 4],
          ['c', 3, 4],
          ['b', 2, 4],
          ['a', 1, 4],
          ['d', 2, 2],
        ],
      );
      assert.deepEqual(form, { a: 'short', b: '2', d: '4' });
    });
  });

  describe('Back', () => {
    it('keeps everything and leads on again', async () => {
      const result = await run(ABC, [
        type('1'),
        { types: '2, half', move: 'back' },
        next,
        next,
        back,
        next,
        next,
      ]);
      assert.deepEqual(
        result.shown.map(({ id, value }) => [id, value]),
        [
          ['a', undefined],
          ['b', undefined],
          ['a', '1'],
          ['b', '2, half'],
          ['c', undefined],
          ['b', '2, half'],
          ['c', undefined],
        ],
      );
      assert.equal(result.end, 'done');
    });

    it('is not offered on the first step', async () => {
      const { shown } = await run(ABC, [next, next, back, back, cancel]);
      assert.deepEqual(
        shown.map(({ canGoBack }) => canGoBack),
        [false, true, true, true, false],
      );
    });

    it('leaves the wizard on the first step where that is wanted', async () => {
      const result = await run(ABC, [{ types: '1', move: 'back' }], {}, { canLeave: true });
      assert.equal(result.end, 'left');
      assert.equal(result.shown[0]?.canGoBack, true);
      assert.deepEqual(result.form, { a: '1' });
    });

    it('goes to the step before in the path, and still returns to the review it came from', async () => {
      const result = await run(REVIEWED, [to('c'), back, next, next], { ...FULL }, { at: 'review' });
      assert.deepEqual(ids(result), ['review', 'c', 'b', 'review']);
      assert.equal(result.end, 'done');
    });
  });

  describe('Esc', () => {
    for (const [at, typed] of [
      [0, {}],
      [1, { a: 'x' }],
      [2, { a: 'x', b: 'x' }],
    ] as const) {
      it(`ends the wizard at step ${at + 1} with what was typed`, async () => {
        const acts = Array.from({ length: at }, () => type('x'));
        assert.deepEqual((await run(ABC, [...acts, cancel])).form, typed);
        const half = await run(ABC, [...acts, { types: 'half', move: 'cancel' }]);
        assert.equal(half.end, 'cancelled');
        assert.equal(half.shown.length, at + 1);
        assert.deepEqual(half.form, { ...typed, [['a', 'b', 'c'][at] ?? '']: 'half' });
      });
    }

    it('ends it on a detour and on the first step of one that can be left', async () => {
      assert.equal((await run(REVIEWED, [to('a'), cancel], { ...FULL }, { at: 'review' })).end, 'cancelled');
      assert.equal((await run(ABC, [cancel], {}, { canLeave: true })).end, 'cancelled');
    });
  });

  describe('a detour', () => {
    it('returns to the last step', async () => {
      const result = await run(
        REVIEWED,
        [to('a'), type('new'), to('c'), next, next],
        { ...FULL },
        { at: 'review' },
      );
      assert.deepEqual(ids(result), ['review', 'a', 'review', 'c', 'review']);
      assert.equal(result.end, 'done');
      assert.deepEqual(result.form, { ...FULL, a: 'new' });
    });

    it('asks what is not complete on its way back', async () => {
      const path: Path = ({ a }) => (a === 'long' ? ['a', 'b', 'c', 'd', 'review'] : ['a', 'd', 'review']);
      const result = await run(
        path,
        [to('a'), type('long'), type('2'), type('3'), next],
        { a: 'short', d: '4' },
        { at: 'review' },
      );
      assert.deepEqual(ids(result), ['review', 'a', 'b', 'c', 'review']);
    });

    it('asks again for what was passed over without an answer', async () => {
      const result = await run(REVIEWED, [to('b'), next, type('3'), next], { a: '1' }, { at: 'review' });
      assert.deepEqual(ids(result), ['review', 'b', 'c', 'review']);
    });

    it('to the last step itself stays there', async () => {
      const result = await run(REVIEWED, [to('review'), next], { ...FULL }, { at: 'review' });
      assert.deepEqual(ids(result), ['review', 'review']);
      assert.equal(result.end, 'done');
    });
  });

  describe('a refused step', () => {
    it('shows the problem once and returns to the last step', async () => {
      const result = await run(
        REVIEWED,
        [type('better'), to('b'), next, next],
        { ...FULL },
        { at: 'b', problem: 'Taken.' },
      );
      assert.deepEqual(
        result.shown.map(({ id, problem }) => [id, problem]),
        [
          ['b', 'Taken.'],
          ['review', undefined],
          ['b', undefined],
          ['review', undefined],
        ],
      );
      assert.equal(result.form['b'], 'better');
    });

    it('can be the review itself', async () => {
      const result = await run(REVIEWED, [next], { ...FULL }, { at: 'review', problem: 'No.' });
      assert.deepEqual(
        result.shown.map(({ id, problem, step, totalSteps }) => [id, problem, step, totalSteps]),
        [['review', 'No.', 4, 4]],
      );
    });

    it('that the answers do not lead to is told at the last step', async () => {
      const { shown } = await run(FORKED, [cancel], { a: 'short' }, { at: 'b', problem: 'No.' });
      assert.deepEqual(
        shown.map(({ id, problem }) => [id, problem]),
        [['d', 'No.']],
      );
    });

    it('keeps its problem to itself when the person goes back', async () => {
      const { shown } = await run(REVIEWED, [back, cancel], { ...FULL }, { at: 'b', problem: 'No.' });
      assert.deepEqual(
        shown.map(({ id, problem }) => [id, problem]),
        [
          ['b', 'No.'],
          ['a', undefined],
        ],
      );
    });
  });

  it('asks each step anew whether it is complete', () => {
    const step = (id: string): Step<Form> => ({
      id,
      label: id,
      show: () => Promise.resolve('next'),
      isComplete: (form) => form[id] !== undefined,
    });
    const free: Step<Form> = { id: 'free', label: 'free', show: () => Promise.resolve('next') };
    const steps = [free, step('a'), step('b')];
    assert.equal(firstIncomplete(steps, {})?.id, 'a');
    assert.equal(firstIncomplete(steps, { a: '1' })?.id, 'b');
    assert.equal(firstIncomplete(steps, { a: '1', b: '2' }), undefined);
    assert.equal(firstIncomplete([], {}), undefined);
  });
});
