/** What a step asks the engine to do next. `cancel` stands for Esc and for anything that took the step's place. */
export type Move = 'next' | 'back' | 'cancel' | { readonly to: string };

/** What the engine tells a step about its place. */
export interface Frame {
  readonly title: string;
  /** Counted from 1. */
  readonly step: number;
  readonly totalSteps: number;
  readonly canGoBack: boolean;
  /** Why the server refused this field: shown until it is changed. Harmless text. */
  readonly problem: string | undefined;
}

/** One question. It writes what is typed into the form at once, so that nothing is lost whatever happens. */
export interface Step<F> {
  readonly id: string;
  /** What the title adds to the wizard's name. */
  readonly label: string;
  show(form: F, frame: Frame): Promise<Move>;
  /** Whether the form has a usable answer; steps without it never hold up a return to a later step. */
  isComplete?(form: F): boolean;
}

/** A wizard: its name, and the steps that the answers so far lead to. */
export interface Flow<F> {
  readonly title: string;
  /** What follows the step's label in the title, such as the account. */
  readonly subtitle?: string;
  steps(form: F): readonly Step<F>[];
}

export interface Start {
  /** The id of the step to begin with, the first one by default; the last one when no step has it. */
  readonly at?: string | undefined;
  /** Why the wizard comes back to that step. */
  readonly problem?: string | undefined;
  /** Whether Back on the first step leaves the wizard, which then ends as `left`. */
  readonly canLeave?: boolean | undefined;
  /** Told the id of each step that comes on screen. */
  readonly onStep?: ((id: string) => void) | undefined;
}

export type End = 'done' | 'cancelled' | 'left';

/**
 * Leads through the steps of `flow`. The answers stay in `form`, also when the wizard is cancelled. A step reached out
 * of order, from a review or after a refusal, returns there as soon as every step between is complete.
 */
export async function runWizard<F>(flow: Flow<F>, form: F, start: Start = {}): Promise<End> {
  let at = start.at ?? flow.steps(form)[0]?.id;
  let problem = start.problem;
  let isDetour = start.at !== undefined;
  for (;;) {
    const steps = flow.steps(form);
    const found = steps.findIndex(({ id }) => id === at);
    // A refusal may name a step that the answers do not lead to; it is then told at the last one.
    const index = found === -1 ? steps.length - 1 : found;
    const step = steps[index];
    if (!step) {
      return 'done';
    }
    const canGoBack = index > 0 || start.canLeave === true;
    const title = titleOf(flow, step);
    const frame = { title, step: index + 1, totalSteps: steps.length, canGoBack, problem };
    start.onStep?.(step.id);
    const move = await step.show(form, frame);
    problem = undefined;
    if (move === 'cancel') {
      return 'cancelled';
    }
    if (move === 'back') {
      if (index === 0) {
        return 'left';
      }
      at = steps[index - 1]?.id;
    } else if (move === 'next') {
      const following = nextStep(flow.steps(form), step.id, isDetour, form);
      if (!following) {
        return 'done';
      }
      at = following.id;
    } else {
      isDetour = true;
      at = move.to;
    }
  }
}

/** The step after `id`; on a detour the first one that still needs an answer, else the last. */
function nextStep<F>(steps: readonly Step<F>[], id: string, isDetour: boolean, form: F): Step<F> | undefined {
  const rest = steps.slice(steps.findIndex((step) => step.id === id) + 1);
  return isDetour ? (firstIncomplete(rest, form) ?? rest.at(-1)) : rest[0];
}

/** The first step that needs an answer before anything can be sent. */
export function firstIncomplete<F>(steps: readonly Step<F>[], form: F): Step<F> | undefined {
  return steps.find((step) => step.isComplete?.(form) === false);
}

function titleOf<F>({ title, subtitle }: Flow<F>, { label }: Step<F>): string {
  return subtitle === undefined ? `${title}: ${label}` : `${title}: ${label} (${subtitle})`;
}
