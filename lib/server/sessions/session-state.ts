import type { MuteState, StreamInfo } from '../../protocol/index.js';
import type { Member } from './member.js';
import type { Subscription } from './session.js';

/** What a session has, each by its id, as plain data. */
export interface SessionTables {
  readonly members: Member;
  readonly streams: StreamInfo;
  readonly unannounced: StreamInfo;
  readonly subscriptions: Subscription;
}

export type TableName = keyof SessionTables;

/** One entry that was set, or removed if the value is undefined. Applying a change twice is applying it once. */
export type SessionChange =
  | {
      readonly [T in TableName]: {
        readonly table: T;
        readonly id: string;
        readonly value: SessionTables[T] | undefined;
      };
    }[TableName]
  | { readonly table: 'mute'; readonly value: MuteState };

/** What has to be known of a session to go on with it. */
export class SessionState {
  readonly members = new Map<string, Member>();
  readonly streams = new Map<string, StreamInfo>();
  readonly unannounced = new Map<string, StreamInfo>();
  readonly subscriptions = new Map<string, Subscription>();
  mute: MuteState = { active: false, excluded: [] };

  apply(change: SessionChange): void {
    if (change.table === 'mute') {
      this.mute = change.value;
      return;
    }
    const table: Map<string, unknown> = this[change.table];
    if (change.value === undefined) table.delete(change.id);
    else table.set(change.id, change.value);
  }

  copy(): SessionState {
    const copy = new SessionState();
    for (const table of tableNames) {
      const entries: Map<string, unknown> = copy[table];
      for (const [id, value] of this[table]) entries.set(id, value);
    }
    copy.mute = this.mute;
    return copy;
  }
}

const tableNames = [
  'members',
  'streams',
  'unannounced',
  'subscriptions',
] as const satisfies TableName[];
