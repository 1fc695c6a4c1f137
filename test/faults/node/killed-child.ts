import { STORE_OPERATIONS } from './operations.ts';
import { openStore } from './window.ts';

/*
 * A process that does one operation and is killed meanwhile. Arguments: the operation's place in the table, the port of
 * the API, the key.
 */

async function main(): Promise<void> {
  const [place = '', port = '', key = ''] = process.argv.slice(2);
  const operation = STORE_OPERATIONS[Number(place)];
  if (!operation) {
    throw new Error(`There is no operation ${place}.`);
  }
  const { store } = openStore(() => `http://127.0.0.1:${port}/api`, key);
  if (operation.isLoaded) {
    await store.load();
  }
  await operation.run(store);
}

void main();
