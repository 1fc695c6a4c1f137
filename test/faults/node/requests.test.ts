import { REQUEST_FAULTS, hitsOf } from '../hits/all.ts';
import { meet } from './cell.ts';
import { describeCells, onGround, titleIn } from './cells.ts';
import { STORE_OPERATIONS } from './operations.ts';

describeCells(
  'faults of requests',
  STORE_OPERATIONS.flatMap((operation) =>
    REQUEST_FAULTS.flatMap((fault) =>
      hitsOf(fault, operation).map((hit) => ({
        operation: operation.operation,
        fault,
        title: titleIn(hit.title, operation),
        run: (ground) => onGround(ground, operation, (own) => meet(own, operation, hit)),
      })),
    ),
  ),
);
