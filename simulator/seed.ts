import { blank, preview, wireTime, type StoredWebhook, type WebhookChange } from './state.ts';

/** The team of the live, sandbox, sending-only and IP-blocked keys. */
export const liveTeam = 4211;
/** The team of the second full key. */
export const otherTeam = 977;

const hour = 3_600_000;
const day = 24 * hour;

/** Ages in ms before the start; absent = never. */
interface History {
  succeeded?: number;
  failed?: number;
  status?: 'success' | 'failure';
}

interface SeedEntry extends WebhookChange, History {
  id: string;
}

const basic = { auth_username: 'lettr', auth_password: 'not-a-real-password' };
const oauth2 = {
  oauth_client_id: 'lettr-webhooks',
  oauth_client_secret: 'not-a-real-secret',
  oauth_token_url: 'https://auth.example.com/oauth/token',
};

/** One webhook for every health state: healthy, failing, recovered, waiting, disabled, disabled after failures. */
const liveEntries: readonly SeedEntry[] = [
  {
    id: '5b1f6c1e-0d5c-4a53-9f0e-6a1c7f2b9d01',
    name: 'Order Notifications',
    url: 'https://shop.example.com/hooks/lettr',
    event_types: ['message.delivery', 'message.bounce'],
    auth_type: 'basic',
    credentials: basic,
    succeeded: 4 * 60_000,
    status: 'success',
  },
  {
    id: 'c2a7f0d4-93be-4c1d-8a76-20e4b5d8f102',
    name: 'Bounce handler',
    url: 'https://mail.example.com/lettr/bounces',
    event_types: ['message.bounce', 'message.out_of_band', 'message.spam_complaint'],
    succeeded: 2 * day,
    failed: 7 * 60_000,
    status: 'failure',
  },
  {
    id: '0e9d3b86-7c42-4e6f-b1a8-d5f30c6e2203',
    name: 'Billing 2',
    url: 'https://billing.example.com/v2/events',
    event_types: ['message.delivery', 'message.delay'],
    auth_type: 'basic',
    credentials: basic,
    succeeded: 20 * 60_000,
    failed: 5 * hour,
    status: 'success',
  },
  {
    id: '8d64e7a9-1f3b-4b27-a5c0-73b9e18d4404',
    name: 'Billing 10',
    url: 'https://billing.example.com/v10/events',
    event_types: ['message.delivery', 'message.bounce', 'message.policy_rejection'],
    auth_type: 'oauth2',
    credentials: oauth2,
    succeeded: hour,
    status: 'success',
  },
  {
    id: 'f47b25c0-6ad8-4f95-8e13-9c0d7a625505',
    name: 'CRM sync',
    url: 'https://crm.example.net/inbound/lettr',
    event_types: ['engagement.open', 'engagement.click', 'unsubscribe.link_unsubscribe'],
    auth_type: 'oauth2',
    credentials: oauth2,
    failed: 35 * 60_000,
    status: 'failure',
  },
  {
    id: '21c8da5f-b0e4-47c3-92d7-4e8a1f937606',
    name: 'Legacy warehouse',
    url: 'https://warehouse.example.org/lettr.php',
    enabled: false,
    event_types: ['message.injection', 'message.delivery'],
    succeeded: 30 * day,
    failed: 9 * day,
    status: 'failure',
  },
  {
    id: '9a3e50b7-d4c1-4082-bf69-17d2c8e0a707',
    name: 'Newsletter stats',
    url: 'https://stats.example.com/newsletter',
    enabled: false,
    event_types: ['engagement.initial_open', 'engagement.click', 'unsubscribe.list_unsubscribe'],
    succeeded: 12 * day,
    status: 'success',
  },
  {
    id: '64f0b9e2-58a7-4d3c-a6e5-c39b0d71f808',
    name: 'Staging mirror',
    url: 'https://staging.example.com/webhooks/lettr',
    event_types: ['message.delivery'],
  },
  {
    id: 'b7d1e4c3-2f96-4a0b-85d4-e06f3a9c1909',
    name: 'Audit log',
    url: 'https://audit.example.com/ingest',
    event_types: null,
    succeeded: 30_000,
    failed: 6 * day,
    status: 'success',
  },
];

const otherEntries: readonly SeedEntry[] = [
  {
    id: '3c5e8f17-a96d-4b84-9d20-7f1b6e4d0a10',
    // Longer than Lettr allows since September 2026: names from before are still there.
    name: 'Support Ticket Notifications',
    url: 'https://support.example.org/lettr',
    event_types: ['message.bounce'],
    succeeded: 2 * hour,
    status: 'success',
  },
  {
    id: 'd80a2b6c-41f5-4e79-b3c8-5a9e0f72cb11',
    name: 'Order Notifications',
    url: 'https://orders.example.org/lettr',
    event_types: null,
  },
];

/** Both teams' webhooks. `now` in ms since the epoch; every time in them is an age before it. */
export function seedWebhooks(now: number): StoredWebhook[] {
  return [
    ...liveEntries.map((entry) => grow(entry, liveTeam, now)),
    ...otherEntries.map((entry) => grow(entry, otherTeam, now)),
  ];
}

function grow({ id, succeeded, failed, status, ...change }: SeedEntry, team: number, now: number) {
  return {
    ...preview(blank(team), change),
    id,
    last_successful_at: succeeded === undefined ? null : wireTime(now - succeeded),
    last_failure_at: failed === undefined ? null : wireTime(now - failed),
    last_status: status ?? null,
  };
}
