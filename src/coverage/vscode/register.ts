import type { Disposable } from 'vscode';

import type { Account } from '../../accounts/account.ts';
import { KIND } from '../kind.ts';
import type { CoverageDeps, CoveragePages } from './coveragePages.ts';

export interface CoverageHandle extends Disposable {
  /** Shows which events an account's webhooks receive. */
  show(account: Account, as: 'page' | 'text'): Promise<void>;
}

/** Adds the pages of event coverage and their documents. Everything else is loaded when it is first needed. */
export function registerCoverage(deps: CoverageDeps): CoverageHandle {
  let loaded: Promise<CoveragePages> | undefined;
  const load = (): Promise<CoveragePages> =>
    (loaded ??= import('./coveragePages.ts').then((module) => new module.CoveragePages(deps)));
  deps.documents.add(KIND, { render: async (subject) => (await load()).text(subject) });
  return {
    show: async (account, as) => (await load()).show(account, as),
    dispose: () => void loaded?.then((pages) => pages.dispose()),
  };
}
