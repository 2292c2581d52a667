import type { JsepMessage, StreamInfo } from '../../../lib/protocol/index.js';
import type { MediaOutcome, MediaPath } from '../../../lib/server/media/media-path.js';
import { toOne } from '../../../lib/server/sessions/effect.js';
import type { DeliverEffect } from '../../../lib/server/sessions/effect.js';
import type { Member } from '../../../lib/server/sessions/member.js';
import type { Subscription } from '../../../lib/server/sessions/session.js';

/** Something that the router was asked for and has not done. */
export interface Asked {
  readonly what: 'publish' | 'subscribe' | 'offer' | 'answer' | 'candidate';
  /** Of the stream or subscription. */
  readonly id: string;
  readonly signal: AbortSignal;
  /** Does it, as a media router would (protocol §10). */
  readonly grant: () => void;
  readonly fail: (error: Error) => void;
}

/** A media router of one session that does what it is asked for when the test says so. */
export class FakeMediaRouter implements MediaPath {
  /** What is open in it. */
  readonly open = new Set<string>();
  /** What was closed without being open. */
  readonly closedTwice: string[] = [];
  readonly #asked: Asked[] = [];
  readonly #waiting: (() => void)[] = [];

  /** @param tell Takes what the router says unasked. */
  constructor(readonly tell: (outcome: MediaOutcome) => void) {}

  /** What it is asked for next. */
  async next(what: Asked['what']): Promise<Asked> {
    for (;;) {
      const at = this.#asked.findIndex((each) => each.what === what);
      const [asked] = at === -1 ? [] : this.#asked.splice(at, 1);
      if (asked !== undefined) return asked;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  publish({ id, connectionId }: StreamInfo, signal: AbortSignal): Promise<MediaOutcome> {
    const messages = [toOne(connectionId, { kind: 'generate-offer', streamId: id, peer: {} })];
    return this.#ask('publish', id, signal, () => {
      this.open.add(id);
      return { messages };
    });
  }

  subscribe(subscription: Subscription, signal: AbortSignal): Promise<MediaOutcome> {
    const { id, subscriber, streamId } = subscription;
    const offer = { kind: 'offer', streamId, subscriberId: id, peer: {}, sdp: 'v=0' } as const;
    return this.#ask('subscribe', id, signal, () => {
      this.open.add(id);
      return { messages: [toOne(subscriber, offer)] };
    });
  }

  /** A publisher's offer is answered, and then its stream is ready. */
  negotiate(sender: Member, message: JsepMessage, signal: AbortSignal): Promise<MediaOutcome> {
    const { streamId, subscriberId } = message;
    return this.#ask(message.kind, subscriberId ?? streamId, signal, () => {
      if (message.kind !== 'offer') return { messages: [] };
      const answer = toOne(sender.info.id, { ...message, kind: 'answer' });
      return { messages: [answer], ready: streamId };
    });
  }

  unpublish({ id }: StreamInfo, subscriptions: readonly Subscription[]): DeliverEffect[] {
    for (const subscription of subscriptions) this.unsubscribe(subscription);
    this.#close(id);
    return [];
  }

  unsubscribe({ id }: Subscription): DeliverEffect[] {
    this.#close(id);
    return [];
  }

  #close(id: string): void {
    if (!this.open.delete(id)) this.closedTwice.push(id);
  }

  #ask(
    what: Asked['what'],
    id: string,
    signal: AbortSignal,
    act: () => MediaOutcome,
  ): Promise<MediaOutcome> {
    return new Promise((resolve, reject) => {
      const grant = (): void => {
        resolve(act());
      };
      this.#asked.push({ what, id, signal, grant, fail: reject });
      for (const wake of this.#waiting.splice(0)) wake();
    });
  }
}
