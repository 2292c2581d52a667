import type { SessionPeer } from '../../browser/session-peer.js';

type Method = (...args: never[]) => unknown;

type MethodName<Peer> = {
  [Name in keyof Peer]: Peer[Name] extends Method ? Name & string : never;
}[keyof Peer];

/** An object that lives elsewhere, in a page or in another process. */
export interface RemotePeer<Peer = SessionPeer> {
  /** Calls a method there. */
  call<Name extends MethodName<Peer>>(
    name: Name,
    ...args: Peer[Name] extends Method ? Parameters<Peer[Name]> : never
  ): Promise<Peer[Name] extends Method ? Awaited<ReturnType<Peer[Name]>> : never>;
  close(): Promise<void>;
}

/** Carries a call; arguments and result are plain data. */
export type Carry = (name: string, args: readonly unknown[]) => Promise<unknown>;

export function remotePeer<Peer = SessionPeer>(
  carry: Carry,
  close: () => Promise<void>,
): RemotePeer<Peer> {
  return {
    async call(name, ...args) {
      try {
        // The other side is a Peer, made from the same source.
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
