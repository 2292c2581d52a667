import type { SessionServerOptions } from '../../../lib/server/index.js';
import type { TargetSetup } from '../target.js';

export interface ServerSetup extends SessionServerOptions {
  readonly projects: readonly { readonly apiKey: string; readonly secret: string }[];
}

/** What a server says when it listens: its sessions are one of each project, by API key. */
export interface ServerReady {
  readonly url: string;
  readonly sessions: Readonly<Record<string, string>>;
}

/** What a server has cost when it is asked. */
export interface ServerCost {
  /** At its peak. */
  readonly memoryMb: number;
  /** Of a core, since it listens. */
  readonly cpuMs: number;
}

export interface AttackerSetup extends TargetSetup {
  readonly attack: string;
  readonly durationMs: number;
}

export type AttackerReport = Readonly<Record<string, number>>;

/** What the bystander noticed until it was told to stop. */
export interface BystanderReport {
  readonly signals: number;
  /** Statuses of signals that the server did not take. */
  readonly refused: readonly number[];
  /** Signals that did not come back, or came in another order. */
  readonly lost: number;
  /** Until a signal came back, milliseconds. */
  readonly p50: number;
  readonly p99: number;
  readonly joins: number;
  /** What went wrong with those that did not succeed. */
  readonly failedJoins: readonly string[];
  /** Of the slowest, milliseconds. */
  readonly slowestJoin: number;
}

/** For the child's side. */
export function report(content: ServerReady | ServerCost | AttackerReport | BystanderReport): void {
  process.send?.(content);
}
