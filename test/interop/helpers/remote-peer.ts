import type { SessionPeer } from '../../browser/session-peer.js';

type Method = {
  [Name in keyof SessionPeer]: SessionPeer[Name] extends (...args: never[]) => unknown
    ? Name
    : never;
}[keyof SessionPeer];

/** A {@link SessionPeer} that lives elsewhere: in a page, or in another process. */
export interface RemotePeer {
  /** Calls a method there. */
  call<Name extends Method>(
    name: Name,
    ...args: Parameters<SessionPeer[Name]>
  ): Promise<Awaited<ReturnType<SessionPeer[Name]>>>;
  close(): Promise<void>;
}

/** Carries a call; arguments and result are plain data. */
export type Carry = (name: string, args: readonly unknown[]) => Promise<unknown>;

export function remotePeer(carry: Carry, close: () => Promise<void>): RemotePeer {
  return {
    async call(name, ...args) {
      try {
        // The other side is a SessionPeer, made from the same source.
        return (await carry(name, args)) as never;
      } catch (error) {
        // The stack of a page means nothing here, and who looks for its files goes astray.
        if (error instanceof Error) error.stack = `${name}: ${error.message}`;
        throw error;
      }
    },
    close,
  };
}
