import { randomUUID } from 'node:crypto';
import type { SubscriberChannel } from '../../../protocol/index.js';
import { CandidateBudget } from './candidate-budget.js';
import type { JanusFeed } from './janus-feed.js';
import type { JanusHandle, PluginAnswer, TrickledCandidate } from './connection/janus-handle.js';

/** A subscription in Janus: one feed, over one peer connection. */
export class JanusReceiver {
  readonly feed: JanusFeed;
  /** Tells this peer connection from the one before and the next (`peerId`). */
  readonly peerId = randomUUID();
  /** What Janus offers at first. */
  readonly offer: string;
  /** Called when the peer connection has ended in Janus. */
  onHangup: (reason: string) => void = () => undefined;
  readonly #handle: JanusHandle;
  /** Of each kind of media: its section, and whether it is sent. */
  readonly #sections: Section[];
  readonly #candidates = new CandidateBudget();
  #restarting = false;

  /**
   * @param channels What the subscriber wants.
   * @throws JanusRefusal, JanusLost.
   */
  static async open(
    feed: JanusFeed,
    channels: readonly SubscriberChannel[],
  ): Promise<JanusReceiver> {
    const handle = await feed.session.attach();
    try {
      const answer = await handle.ask({
        request: 'join',
        ptype: 'subscriber',
        room: feed.room.id,
        pin: feed.room.pin,
        streams: [{ feed: feed.id }],
        // The stream has what it has been published with, as long as it lasts.
        autoupdate: false,
      });
      const receiver = new JanusReceiver(feed, handle, answer);
      receiver.select(channels);
      return receiver;
    } catch (error) {
      handle.detach();
      throw error;
    }
  }

  private constructor(feed: JanusFeed, handle: JanusHandle, { data, jsep }: PluginAnswer) {
    if (jsep === undefined) throw new Error('Janus made no offer to a subscriber');
    this.feed = feed;
    this.offer = jsep.sdp;
    this.#handle = handle;
    this.#sections = sectionsOf(data['streams']);
    handle.onEvent = ({ janus, reason }) => {
      if (janus === 'hangup') this.onHangup(reason ?? '');
    };
  }

  /** @throws JanusRefusal, JanusLost. */
  async start(answer: string): Promise<void> {
    this.#restarting = false;
    this.#candidates.renew();
    await this.#handle.ask({ request: 'start' }, { type: 'answer', sdp: answer });
  }

  /** @returns An offer with new ICE credentials. @throws JanusRefusal, JanusLost. */
  async restart(): Promise<string> {
    this.#restarting = true;
    const { jsep } = await this.#handle.ask({ request: 'configure', restart: true });
    if (jsep === undefined) throw new Error('Janus did not restart ICE');
    return jsep.sdp;
  }

  trickle(candidate: TrickledCandidate): void {
    // Those that come between the client's own offer and its answer to ours are of the offer that it has dropped.
    if (this.#restarting) return;
    if (this.#candidates.take(candidate.candidate)) this.#handle.trickle(candidate);
  }

  /** Sends what is wanted, without negotiating again. */
  select(channels: readonly SubscriberChannel[]): void {
    const changed = this.#sections.filter((section) => {
      const wanted = channels.find(({ type }) => type === section.type)?.active ?? true;
      if (wanted === section.sent) return false;
      section.sent = wanted;
      return true;
    });
    if (changed.length === 0) return;
    const streams = changed.map(({ mid, sent }) => ({ mid, send: sent }));
    this.#handle.tell({ request: 'configure', streams });
  }

  close(): void {
    this.#handle.detach();
  }
}

interface Section {
  readonly type: string;
  readonly mid: string;
  sent: boolean;
}

function sectionsOf(streams: unknown): Section[] {
  if (!Array.isArray(streams)) return [];
  return streams.flatMap(({ type, mid }: { type?: unknown; mid?: unknown }) =>
    typeof type === 'string' && typeof mid === 'string' ? [{ type, mid, sent: true }] : [],
  );
}
