import { setTimeout as delay } from 'node:timers/promises';
import * as vscode from 'vscode';

const TURNS = 120;
const CALM_TURNS = 20;
const TURN_MS = 50;
/** A timer that is later than this, or a word with the page that takes longer, is a sign of other work. */
const LATE_MS = 6;

/** Waits until extension host and page have nothing else to do, for six seconds at most. */
export async function untilIdle(): Promise<void> {
  for (let calm = 0, turn = 0; calm < CALM_TURNS && turn < TURNS; turn++) {
    const start = performance.now();
    await delay(TURN_MS);
    const woken = performance.now();
    await vscode.commands.executeCommand('setContext', 'lettrBench', turn);
    const isCalm = woken - start < TURN_MS + LATE_MS && performance.now() - woken < LATE_MS;
    calm = isCalm ? calm + 1 : 0;
  }
}
