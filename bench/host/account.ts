import * as vscode from 'vscode';
import type { TestAccess } from '../../src/extension.ts';

/** Has the extension store the account of the measurement, as its own command would. */
export async function addAccount(id: string): Promise<void> {
  const extension = vscode.extensions.getExtension<TestAccess | undefined>(id);
  const access = await extension?.activate();
  if (!access) throw new Error(`${id} is not there, or lets no tests in.`);
  const { source } = await access.context.accounts.add({
    name: 'Benchmark',
    origin: new URL(process.env['LETTR_BENCH_API'] ?? '').origin,
    key: process.env['LETTR_BENCH_KEY'] ?? '',
    teamId: 1,
  });
  if (source !== 'stored') throw new Error('VS Code did not keep the secret of the account.');
}
