/** Text that would run a command, show an icon and turn the writing direction around. */
export const EVIL = '[x](command:y) $(bug)\u202e\u0007\n';
/** How it is shown. */
export const MENDED = '[x] (command:y) $ (bug)';
export const HARMFUL = /\]\(|\$\(|[\p{Cc}\u202a-\u202e]/u;
