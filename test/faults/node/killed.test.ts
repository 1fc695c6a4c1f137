import { describeCells, titleIn } from './cells.ts';
import { kill, killingsOf } from './killed.ts';
import { STORE_OPERATIONS } from './operations.ts';

describeCells(
  'killed in the middle',
  STORE_OPERATIONS.filter(({ isFoundOut }) => isFoundOut !== true).flatMap((operation) =>
    killingsOf(operation).map((killing) => ({
      operation: operation.operation,
      fault: 'killed' as const,
      title: titleIn(killing.title, operation),
      run: (ground) => kill(ground, operation, killing),
    })),
  ),
);
