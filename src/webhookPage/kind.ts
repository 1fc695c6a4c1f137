/** The kind's name in the addresses of its documents. */
export const KIND = 'webhook';
