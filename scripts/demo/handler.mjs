// A webhook handler in plain Node, restarted at every save.
import { timingSafeEqual } from 'node:crypto';
import { createServer } from 'node:http';

const { PORT, WEBHOOK_USERNAME, WEBHOOK_PASSWORD } = process.env;
const seen = new Set();

createServer((request, response) => {
  const answer = (status) => response.writeHead(status).end();
  if (request.url !== '/webhooks/lettr') return answer(404);
  if (request.method !== 'POST') return answer(405);
  if (!isAuthorized(request.headers.authorization ?? '')) return answer(401);
  const chunks = [];
  request.on('data', (chunk) => chunks.push(chunk));
  request.on('end', () => {
    let batch;
    try {
      batch = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    } catch {
      return answer(400);
    }
    try {
      batch.forEach(receive);
      answer(200);
    } catch (error) {
      console.error(error);
      answer(500);
    }
  });
}).listen(Number(PORT), '127.0.0.1');

function isAuthorized(header) {
  const [username, password] = Buffer.from(header.replace('Basic ', ''), 'base64').toString().split(':');
  return isSame(username, WEBHOOK_USERNAME) && isSame(password, WEBHOOK_PASSWORD);
}

function isSame(given = '', expected) {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
}

function receive({ msys }) {
  const [event] = Object.values(msys);
  if (!event || seen.has(event.event_id)) return;
  seen.add(event.event_id);
  handlers[event.type](event);
}

const log = ({ type, rcpt_to }) => console.log(type, rcpt_to ?? '');
const known =
  'injection delivery bounce delay out_of_band spam_complaint policy_rejection click open initial_open amp_click ' +
  'amp_open amp_initial_open generation_failure generation_rejection list_unsubscribe link_unsubscribe ' +
  'relay_injection relay_rejection relay_delivery relay_tempfail relay_permfail';
const handlers = Object.fromEntries(known.split(' ').map((type) => [type, log]));
