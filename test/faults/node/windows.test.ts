import { startGround } from '../arena.ts';
import { describeCells, titleIn } from './cells.ts';
import { STORE_OPERATIONS } from './operations.ts';
import { meetInTwo, meetingsOf } from './windows.ts';

describeCells(
  'two windows',
  STORE_OPERATIONS.filter(({ isFoundOut }) => isFoundOut !== true).flatMap((operation) =>
    meetingsOf(operation).map((meeting) => ({
      operation: operation.operation,
      fault: 'window' as const,
      title: titleIn(meeting.title, operation),
      run: async (ground) => {
        if (meeting.isLimited !== true) {
          await meetInTwo(ground, operation, meeting);
          return;
        }
        const limited = await startGround({ rateLimit: true });
        try {
          await meetInTwo(limited, operation, meeting);
        } finally {
          await limited.close();
        }
      },
    })),
  ),
);
