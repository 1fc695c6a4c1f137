/** The middle of the values, of an even number the upper one. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** How far the middle half of the values spreads. */
export function spread(values: readonly number[]): number {
  return quantile(values, 0.75) - quantile(values, 0.25);
}

/**
 * Takes every measure in turn, round after round, so that what happens to the machine meanwhile happens to all of them.
 * @returns the values of each, in the order in which they were taken
 */
export async function interleave<Name extends string>(
  rounds: number,
  measures: Readonly<Record<Name, () => Promise<number>>>,
): Promise<Record<Name, number[]>> {
  const entries = Object.entries<() => Promise<number>>(measures);
  const taken: Record<string, number[]> = Object.fromEntries(entries.map(([name]) => [name, []]));
  for (let round = 0; round < rounds; round++) {
    for (const [name, measure] of entries) taken[name]?.push(await measure());
  }
  return taken;
}

function quantile(values: readonly number[], part: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? Number.NaN;
}
