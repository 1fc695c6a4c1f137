import path from 'node:path';

// Several lock files lie above; the packages are two folders up.
const root = path.resolve(import.meta.dirname, '../..');

export default { devIndicators: false, outputFileTracingRoot: root, turbopack: { root } };
