import { createId } from '../../../lib/protocol/index.js';
import {
  createSessionServer,
  type SessionServer,
  type SessionServerOptions,
} from '../../../lib/server/index.js';
import { FakeJanus, type FakeJanusOptions } from '../fakes/fake-janus.js';
import { cameraStream } from '../streams.js';
import { RawClient } from './raw-client.js';

const publishing = { kind: 'stream-create', streamId: 's1', stream: cameraStream } as const;

/** Ann and Bob in a routed session, with a Janus that has no media. Disposing it ends everything. */
export class RoutedRoom implements AsyncDisposable {
  private constructor(
    readonly janus: FakeJanus,
    readonly server: SessionServer,
    readonly sessionId: string,
    readonly ann: RawClient,
    readonly bob: RawClient,
  ) {}

  static async open(
    options: SessionServerOptions = {},
    janusOptions: FakeJanusOptions = {},
  ): Promise<RoutedRoom> {
    const janus = await FakeJanus.start(janusOptions);
    const server = await createSessionServer({ router: janus.url, ...options });
    const { sessionId } = await server.createSession({ mediaMode: 'routed' });
    const ann = await RawClient.join(server, sessionId, { socketId: createId() });
    const bob = await RawClient.join(server, sessionId, { role: 'moderator' });
    return new RoutedRoom(janus, server, sessionId, ann, bob);
  }

  /** What Ann is asked for; its peer fields. */
  async askToPublish(): Promise<{ readonly peerId: string }> {
    await this.ann.request(publishing);
    return this.#offerRequest();
  }

  /** Ann's stream `s1`, of which Bob knows. */
  async publish(): Promise<{ readonly peerId: string }> {
    const peer = await this.askToPublish();
    await this.offer(peer);
    await this.bob.next('stream-created');
    return peer;
  }

  async offer(peer: { readonly peerId: string }, sdp = 'v=0'): Promise<number> {
    const offered = await this.ann.request({ kind: 'offer', streamId: 's1', peer, sdp });
    return offered.status;
  }

  /** Bob's subscription `b1`, which he has answered; its peer fields. */
  async subscribe(sdp = 'v=0'): Promise<{ readonly peerId: string }> {
    const target = { streamId: 's1', subscriberId: 'b1' };
    const channels = cameraStream.channels.map(({ id, type, active }) => ({ id, type, active }));
    await this.bob.request({ kind: 'subscriber-create', ...target, connectionId: '', channels });
    return this.answer(sdp);
  }

  /** Bob answers the next offer. */
  async answer(sdp = 'v=0'): Promise<{ readonly peerId: string }> {
    const { message } = await this.bob.next('offer');
    const target = { streamId: 's1', subscriberId: 'b1', peer: message.peer };
    await this.bob.request({ kind: 'answer', ...target, sdp });
    return peerOf(message.peer);
  }

  /** Ann is asked for an offer. */
  async #offerRequest(): Promise<{ readonly peerId: string }> {
    return peerOf((await this.ann.next('generate-offer')).message.peer);
  }

  /** The same, and she makes it. */
  async offerAgain(): Promise<{ readonly peerId: string }> {
    const peer = await this.#offerRequest();
    await this.offer(peer);
    return peer;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.server.close();
    await this.janus[Symbol.asyncDispose]();
  }
}

function peerOf({ peerId }: Readonly<Record<string, unknown>>): { readonly peerId: string } {
  return { peerId: String(peerId) };
}
