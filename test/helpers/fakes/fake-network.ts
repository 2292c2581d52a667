import type { LocalTrack, RemoteTrack } from '../../../lib/media/engine.js';
import type { FakePeerConnection } from './fake-peer-connection.js';

/**
 * What lies between the fake peer connections of a process: two that have exchanged descriptions and at least one
 * candidate become connected, unless the network is cut.
 */
export class FakeNetwork {
  readonly #connections = new Map<string, FakePeerConnection>();
  readonly #listeners = new Map<LocalTrack | RemoteTrack, Set<(media: never) => void>>();
  #cut = false;

  /** Connections that are not closed, in order of creation. */
  get connections(): readonly FakePeerConnection[] {
    return [...this.#connections.values()];
  }

  get isCut(): boolean {
    return this.#cut;
  }

  add(connection: FakePeerConnection): void {
    this.#connections.set(connection.id, connection);
  }

  remove(connection: FakePeerConnection): void {
    this.#connections.delete(connection.id);
  }

  /** The other side of a connection, if both have the other's present description. */
  partner(connection: FakePeerConnection): FakePeerConnection | undefined {
    const { local, remote } = connection;
    const other = remote && this.#connections.get(remote.connection);
    const paired =
      other?.remote?.connection === connection.id &&
      other.remote.ufrag === local?.ufrag &&
      other.local?.ufrag === remote?.ufrag;
    return paired ? other : undefined;
  }

  /** Hears what a track carries. Returns a function that stops it. */
  listen(track: LocalTrack | RemoteTrack, listener: (media: never) => void): () => void {
    const listeners = this.#listeners.get(track) ?? new Set();
    this.#listeners.set(track, listeners.add(listener));
    return () => {
      listeners.delete(listener);
    };
  }

  /** Brings something from a local track to everybody who hears it, here or at the other end of a connection. */
  carry(track: LocalTrack, media: unknown): boolean {
    const heard = [track, ...this.#receivers(track)].flatMap((end) => [
      ...(this.#listeners.get(end) ?? []),
    ]);
    for (const listener of heard as ((media: unknown) => void)[]) listener(media);
    return heard.length > 0;
  }

  #receivers(track: LocalTrack): RemoteTrack[] {
    return this.connections.flatMap((connection) => {
      const sender = connection.senders.get(track.kind);
      const other = this.partner(connection);
      const flows = sender?.track === track && sender.active && other?.iceState === 'connected';
      return flows ? other.remoteTracks.filter(({ kind }) => kind === track.kind) : [];
    });
  }

  /** Called when something changed that could connect the two. */
  evaluate(connection: FakePeerConnection): void {
    const other = this.partner(connection);
    if (!other || this.#cut || !connection.canConnect || !other.canConnect) return;
    if (!connection.knowsCandidate && !other.knowsCandidate) return;
    connection.setIceState('connected');
    other.setIceState('connected');
  }

  /** Media stops: what was connected is disconnected. */
  cut(): void {
    this.#cut = true;
    for (const connection of this.connections) {
      if (connection.iceState === 'connected') connection.setIceState('disconnected');
    }
  }

  /** ICE gives up on what is disconnected: only a restart helps. */
  fail(): void {
    for (const connection of this.connections) {
      if (connection.iceState === 'disconnected') connection.setIceState('failed');
    }
  }

  /** Media is possible again; what is disconnected, but has not failed, recovers by itself. */
  heal(): void {
    this.#cut = false;
    for (const connection of this.connections) this.evaluate(connection);
  }
}
