import { randomBytes } from 'node:crypto';

/** What Lettr sends to an endpoint with basic authentication. */
export interface Credentials {
  readonly username: string;
  readonly password: string;
}

/** Random credentials. They need no quotes in URLs, shells or `.env` files, and have no colon, at which handlers split them. */
export function generateCredentials(): Credentials {
  return { username: generateUsername(), password: generatePassword() };
}

/** Says whose it is, and differs from one webhook to the next. */
function generateUsername(): string {
  return `lettr-${randomBytes(6).toString('base64url')}`;
}

/** 256 random bits. */
export function generatePassword(): string {
  return randomBytes(32).toString('base64url');
}
