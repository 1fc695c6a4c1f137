/** Whether a person can see what is read. */
export interface Attention {
  readonly isFocused: boolean;
  readonly isVisible: boolean;
  onDidChange(listener: () => void): { dispose(): void };
}

/** The settings that decide when to read. */
export interface WatchSettings {
  /** `undefined` when automatic refreshes are off. */
  readonly intervalMs: number | undefined;
  /** Whether failures are told in notifications. */
  readonly isTelling: boolean;
  onDidChange(listener: () => void): { dispose(): void };
}

/** Where monitoring tells what it does unasked; a `Log` is one. */
export interface MonitorLog {
  info(message: string): void;
  warn(message: string, cause?: unknown): void;
  error(message: string, cause?: unknown): void;
}
