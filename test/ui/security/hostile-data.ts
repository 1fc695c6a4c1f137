import type { Simulator } from '../../../simulator/simulator.ts';
import { plain } from '../../../src/platform/text.ts';

/** What text from outside tries: icon, command link, control and bidirectional characters, HTML, pictures, pages. */
export const EVIL = [
  '$(beaker)[run](command:workbench.action.closeWindow)',
  '\u202Egnp\u202C\u2066x\u0007\u001b[31m\u0000\u200F',
  '<b class="evil">b</b><img class="evil" src="https://evil.example/i.png">',
  '![i](https://evil.example/j.png)<https://evil.example/>',
  '<script class="evil">1</script>`*b*`|x|#',
].join('');

/** As rows, lists and messages show it. */
export const SHOWN = plain(EVIL);
export const WAS_SHOWN = plain(`Was ${EVIL}`);

/** The name of the account: typed by a person, who may have got it from anywhere. */
export const ACCOUNT = EVIL.replaceAll(/\p{Cc}/gu, '').replace('beaker', 'telescope');

/** A part of it that is shown wherever it is, however short it is cut. */
export const TRACE = /beaker/;
export const ACCOUNT_TRACE = /telescope/;

const LONG = 'L'.repeat(100_000);
export const LONG_SHOWN = plain(LONG);

/** The only webhooks of an account whose server is not to be trusted. */
export const IDS = { evil: `x ${EVIL}`, status: 'odd-status', disabled: 'was-disabled' } as const;

/** Puts the hostile account's webhooks into an empty simulator. */
export function putHostile(simulator: Simulator): void {
  const evil = {
    name: EVIL,
    url: EVIL,
    event_types: [EVIL, '__proto__', 'message.bounce'],
    auth_type: EVIL,
    has_auth_credentials: true,
  };
  simulator.put({ ...evil, id: IDS.evil, last_status: 'success' });
  simulator.put({ ...evil, id: IDS.status, name: 'Odd status', last_status: EVIL });
  simulator.put({ ...evil, id: IDS.disabled, name: `Was ${EVIL}`, enabled: false, last_status: 'failure' });
  simulator.put({
    id: LONG,
    name: LONG,
    url: `https://long.example.com/${LONG}`,
    event_types: [LONG, ...Array.from({ length: 200 }, (_, index) => `long.${index}`)],
    auth_type: LONG,
    last_status: LONG,
  });
  for (const word of ['__proto__', 'constructor']) {
    simulator.put({
      id: word,
      name: word,
      url: word,
      event_types: ['__proto__', 'constructor', 'toString'],
      auth_type: word,
      last_status: word,
    });
  }
}
