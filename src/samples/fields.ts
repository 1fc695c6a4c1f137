import * as l10n from '@vscode/l10n';

/** What one field of an event means, and which values it has. */
export interface FieldDoc {
  readonly type: 'string' | 'boolean' | 'object' | 'array';
  readonly description: string;
  /** What a string has to look like, as a regular expression, and how to say that. */
  readonly pattern?: { readonly source: string; readonly hint: string };
}

/**
 * The fields of all event types in the order of the samples. A function, since its words depend on the display language.
 * Numbers travel as strings.
 */
export function fieldDocs(): Readonly<Record<string, FieldDoc>> {
  const digits = { source: '^-?\\d+$', hint: l10n.t('A number, written as a string.') };
  return {
    type: text(l10n.t('The event type, without its category.')),
    event_id: text(
      l10n.t(
        'Identifies the event. An event that is delivered again has the same ID: use it to detect duplicates.',
      ),
    ),
    timestamp: text(l10n.t('When the event happened, in Unix seconds as a string.'), digits),
    transmission_id: text(l10n.t('Identifies the request that sent the email.')),
    message_id: text(l10n.t('Identifies one email to one recipient.')),
    customer_id: text(l10n.t('The account of the sending provider.'), digits),
    subaccount_id: text(l10n.t('The subaccount of the sending provider.'), digits),
    campaign_id: text(l10n.t('The tag that the email was sent with.')),
    template_id: text(l10n.t('The template that the email was made from.')),
    template_version: text(l10n.t("The template's version."), digits),
    transactional: text(l10n.t('"1" for a transactional email.')),
    friendly_from: text(l10n.t("The sender's address as the recipient sees it.")),
    subject: text(l10n.t("The email's subject.")),
    msg_from: text(l10n.t('The sender of the SMTP envelope, to which bounces go.')),
    rcpt_to: text(l10n.t("The recipient's address in lower case.")),
    raw_rcpt_to: text(l10n.t("The recipient's address as it was given.")),
    rcpt_hash: text(l10n.t("A hash of the recipient's address.")),
    rcpt_meta: { type: 'object', description: l10n.t('The metadata that the email was sent with.') },
    rcpt_tags: { type: 'array', description: l10n.t("The recipient's tags.") },
    rcpt_subs: { type: 'object', description: l10n.t("The recipient's substitution data.") },
    recipient_domain: text(l10n.t("The domain of the recipient's address.")),
    routing_domain: text(l10n.t('The domain that the email is routed to.')),
    mailbox_provider: text(l10n.t('Who runs the mailbox.')),
    mailbox_provider_region: text(l10n.t('The region of the mailbox provider.')),
    ip_pool: text(l10n.t('The IP pool that the email was sent from.')),
    sending_ip: text(l10n.t('The IP address that the email was sent from.')),
    injection_time: text(l10n.t('When the email was accepted for sending, in ISO 8601.')),
    msg_size: text(l10n.t("The email's size in bytes."), digits),
    amp_enabled: flag(l10n.t('Whether the email has an AMP part.')),
    click_tracking: flag(l10n.t('Whether clicks are tracked.')),
    open_tracking: flag(l10n.t('Whether opens are tracked.')),
    initial_pixel: flag(l10n.t('Whether the email has a tracking pixel at its top.')),
    recv_method: text(l10n.t('How the email was handed over for sending, such as "rest" or "esmtp".')),
    delv_method: text(l10n.t('How the email was delivered, such as "esmtp".')),
    ip_address: text(l10n.t('The IP address of the mail server, or of the person who opened or clicked.')),
    num_retries: text(l10n.t('How often the email was tried again.'), digits),
    queue_time: text(l10n.t('How long the email waited, in milliseconds.'), digits),
    outbound_tls: text(l10n.t('"1" when the email was delivered over TLS.')),
    bounce_class: text(
      l10n.t('The kind of bounce as a number: 10 is an invalid recipient, 22 a full mailbox.'),
      digits,
    ),
    error_code: text(l10n.t("The mail server's status code."), digits),
    reason: text(l10n.t("The mail server's answer without addresses, or why the email wasn't sent.")),
    raw_reason: text(l10n.t("The mail server's unmodified answer.")),
    fbtype: text(l10n.t('The kind of complaint, usually "abuse".')),
    report_by: text(l10n.t('Who reported the complaint.')),
    report_to: text(l10n.t('The address that complaints are reported to.')),
    remote_addr: text(l10n.t('The IP address that handed over the email.')),
    user_agent: text(l10n.t('The program that opened the email or the link.')),
    user_agent_parsed: {
      type: 'object',
      description: l10n.t('What the user agent says about device and operating system.'),
    },
    geo_ip: { type: 'object', description: l10n.t('Where the IP address probably is.') },
    target_link_url: text(l10n.t("The link's target.")),
    target_link_name: text(l10n.t("The link's name.")),
    mailfrom: text(l10n.t('The address that asked to unsubscribe.')),
    relay_id: text(l10n.t('Identifies the inbound email.')),
    origination: text(l10n.t('Where the inbound email came from.')),
  };
}

function text(description: string, pattern?: FieldDoc['pattern']): FieldDoc {
  return { type: 'string', description, ...(pattern && { pattern }) };
}

function flag(description: string): FieldDoc {
  return { type: 'boolean', description };
}
