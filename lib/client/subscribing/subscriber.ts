import { checkContext, type Context } from '../context.js';
import { ErrorReporter } from '../error-reporter.js';
import { ErrorCode, SessionError } from '../../common/session-error.js';
import type { FrameIterator } from './frame-iterator.js';
import { attach, detach, engine, leave, owner, videoPublished } from '../internal.js';
import { log } from '../../common/logger.js';
import type { AudioData, SinkStats, StatsReport } from '../../media/engine.js';
import { audioLevel, receivedStats, receivedVideoStats } from '../../media/summarize-stats.js';
import { release, VideoFrame } from '../../media/frames/video-frame.js';
import { boolean, instanceOf, integer } from '../../common/option-checks.js';
import { Poller } from '../../common/poller.js';
import { ReceivedMedia } from './received-media.js';
import type { SessionClient } from '../../signaling/session/session-client.js';
import type { Resolution } from '../../signaling/session/subscribe-options.js';
import type { Subscription } from '../../signaling/session/subscription.js';
import { Stream } from '../stream.js';
import type { SubscriberEvents } from './subscriber-events.js';
import {
  checkFrameRate,
  checkResolution,
  checkSubscriberOptions,
  checkVolume,
  type SubscriberOptions,
} from './subscriber-options.js';
import type { SubscribeOptions } from '../../common/typed-events.js';

export interface FramesOptions extends SubscribeOptions {
  /** Frames kept for a loop that is slower than the stream, 1–4. Default 1: always the newest. */
  readonly capacity?: number;
}

const checkCapacity = integer(1, 4);

/**
 * Receives one stream. Holds nothing but its options until {@link Session.subscribe}. Pictures and sound are decoded
 * for the application only while somebody listens.
 */
export class Subscriber extends ErrorReporter<SubscriberEvents> {
  readonly [owner]: Context;
  readonly stream: Stream;
  readonly #media: ReceivedMedia;
  readonly #levels = new Poller(100, () => this.#pollLevel());
  readonly #stats = new Poller(1000, () => this.#pollStats());
  #subscribeToAudio: boolean;
  #subscribeToVideo: boolean;
  #preferredResolution: Resolution | undefined;
  #preferredFrameRate: number | undefined;
  #audioVolume: number;
  #live: { readonly subscription: Subscription; readonly onEnd: () => void } | undefined;
  #disposed = false;

  constructor(context: Context, stream: Stream, options: SubscriberOptions = {}) {
    super('subscriber');
    this[owner] = checkContext(context);
    this.stream = instanceOf(Stream)(stream, 'stream');
    const checked = checkSubscriberOptions(options, 'options');
    this.#subscribeToAudio = checked.subscribeToAudio;
    this.#subscribeToVideo = checked.subscribeToVideo;
    this.#preferredResolution = checked.preferredResolution;
    this.#preferredFrameRate = checked.preferredFrameRate;
    this.#audioVolume = checked.audioVolume;
    this.#media = new ReceivedMedia(() => context[engine], {
      frame: (handle) => {
        const frame = new VideoFrame(handle, { lent: true, retained: false });
        this.emit('frame', frame);
        frame[release]();
      },
      audio: (data) => this.emit('audioData', data),
    });
    this.#media.volume = this.#audioVolume;
    this.#media.enable('audio', this.#subscribeToAudio);
    this.#media.enable('video', this.#subscribeToVideo);
  }

  /** The session's id of the subscription, a UUID, while there is one. */
  get id(): string | undefined {
    return this.#live?.subscription.id;
  }

  /** Whether sound is received. */
  get subscribeToAudio(): boolean {
    return this.#subscribeToAudio;
  }

  set subscribeToAudio(value: boolean) {
    this.#subscribeToAudio = boolean(value, 'subscribeToAudio');
    this.#media.enable('audio', value);
    this.#update({ audio: value });
  }

  /** Whether the picture is received. */
  get subscribeToVideo(): boolean {
    return this.#subscribeToVideo;
  }

  set subscribeToVideo(value: boolean) {
    const changed = boolean(value, 'subscribeToVideo') !== this.#subscribeToVideo;
    this.#subscribeToVideo = value;
    this.#media.enable('video', value);
    this.#update({ video: value });
    if (changed && this.#live) {
      this.emit(value ? 'videoEnabled' : 'videoDisabled', { reason: 'subscribeToVideo' });
    }
  }

  /** What a media router should send at most; nothing changes in a relayed session. */
  get preferredResolution(): Resolution | undefined {
    return this.#preferredResolution;
  }

  set preferredResolution(value: Resolution | undefined) {
    this.#preferredResolution = checkResolution(value, 'preferredResolution');
    this.#update({ preferredResolution: this.#preferredResolution ?? { width: 0, height: 0 } });
  }

  /** Frames per second; what a media router should send at most. */
  get preferredFrameRate(): number | undefined {
    return this.#preferredFrameRate;
  }

  set preferredFrameRate(value: number | undefined) {
    this.#preferredFrameRate = checkFrameRate(value, 'preferredFrameRate');
    this.#update({ preferredFrameRate: this.#preferredFrameRate ?? 0 });
  }

  /** Playout volume, 0–100; values outside are clamped. 100 leaves the sound as it is. */
  get audioVolume(): number {
    return this.#audioVolume;
  }

  set audioVolume(value: number) {
    this.#audioVolume = checkVolume(value, 'audioVolume');
    this.#media.volume = this.#audioVolume;
  }

  /** What the application got and what it was too slow for. */
  get frameStats(): SinkStats {
    return this.#media.frameStats;
  }

  /**
   * The pictures as an async iterator, which begins at once. It always ends: with the subscription, `dispose()`, or
   * when `signal` is aborted.
   */
  frames({ signal, capacity = 1 }: FramesOptions = {}): FrameIterator {
    const iterator = this.#media.frames(checkCapacity(capacity, 'options.capacity'), signal);
    if (this.#disposed) void iterator.return();
    return iterator;
  }

  /** The sound as an async iterator in steps of 10 ms; ends like {@link frames}. At most half a second is kept. */
  audio({ signal }: SubscribeOptions = {}): AsyncIterableIterator<AudioData> {
    const queue = this.#media.sounds(signal);
    if (this.#disposed) queue.end();
    return queue;
  }

  /**
   * The next picture, which is the caller's to close.
   * @throws SessionError 1606 if the subscription ends before there is one; the signal's reason if it is aborted.
   */
  async snapshot({ signal }: SubscribeOptions = {}): Promise<VideoFrame> {
    signal?.throwIfAborted();
    for await (const frame of this.frames({ ...(signal && { signal }) })) return frame.retain();
    signal?.throwIfAborted();
    throw subscriberError(
      ErrorCode.SubscriberPeerConnectionNotConnected,
      'the subscription ended before there was a picture',
    );
  }

  /** Empty before the subscriber is connected. */
  async getRtcStatsReport(): Promise<StatsReport> {
    return (await this.#live?.subscription.getStats()) ?? new Map();
  }

  /** Stops receiving and raises nothing any more. Idempotent, allowed at any time. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.closeEvents();
    const subscription = this.#live?.subscription;
    this[detach]();
    this.#media.end();
    subscription?.close().catch(() => undefined);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /**
   * Begins, or throws. The promise is that of `Session.subscribe`; `onEnd` is called once, when the subscription is over
   * or could not be made.
   */
  [attach](client: SessionClient, onEnd: () => void): Promise<void> {
    this.#requireIdle();
    const subscription = this.#subscribe(client);
    this.#live = { subscription, onEnd };
    this.#listen(subscription);
    return this.#connected(subscription);
  }

  async [leave](): Promise<void> {
    await this.#live?.subscription.close();
  }

  [detach](): void {
    if (this.#live) this.#end(this.#live.subscription);
  }

  [videoPublished](published: boolean): void {
    this.emit(published ? 'videoEnabled' : 'videoDisabled', { reason: 'publishVideo' });
  }

  protected override listenersChanged(): void {
    const live = this.#live !== undefined;
    this.#media.listening = {
      frames: this.listenerCount('frame') > 0,
      audio: this.listenerCount('audioData') > 0,
    };
    this.#levels.wanted = live && this.listenerCount('audioLevel') > 0;
    this.#stats.wanted =
      live && this.listenerCount('audioStats') + this.listenerCount('videoStats') > 0;
  }

  #requireIdle(): void {
    if (this.#disposed) {
      throw subscriberError(ErrorCode.UnknownSubscriberInstance, 'the subscriber is disposed');
    }
    if (this.#live) {
      throw subscriberError(ErrorCode.SessionIllegalState, 'the subscriber is subscribed already');
    }
  }

  #subscribe(client: SessionClient): Subscription {
    const { preferredResolution, preferredFrameRate } = this;
    try {
      return client.subscribe(this.stream.id, {
        audio: this.#subscribeToAudio,
        video: this.#subscribeToVideo,
        ...(preferredResolution && { preferredResolution }),
        ...(preferredFrameRate !== undefined && { preferredFrameRate }),
      });
    } catch (error) {
      // Whoever waits for the first frame already shall not do so for ever.
      this.#media.end();
      throw error;
    }
  }

  async #connected(subscription: Subscription): Promise<void> {
    try {
      await subscription.connected;
    } catch (error) {
      this.#end(subscription);
      throw error;
    }
  }

  #listen(subscription: Subscription): void {
    const { stream } = this;
    subscription.on('track', ({ track }) => {
      this.#media.setTrack(track);
    });
    subscription.on('connected', () => {
      log('info', 'subscriber', 'media flows', { streamId: stream.id });
      this.emit('connected', { stream });
      this.listenersChanged();
    });
    subscription.on('streamDisconnected', () => this.emit('streamDisconnected', { stream }));
    subscription.on('streamReconnected', () => this.emit('streamReconnected', { stream }));
    subscription.on('channelSwitched', ({ kind, active }) => {
      if (kind !== 'video') return;
      this.emit(active ? 'videoEnabled' : 'videoDisabled', { reason: 'quality' });
    });
    subscription.on('qualityWarning', ({ active }) =>
      this.emit(active ? 'videoDisableWarning' : 'videoDisableWarningLifted', {}),
    );
    subscription.on('error', ({ error }) => {
      this.fail(error);
    });
    subscription.on('closed', () => {
      this.#end(subscription);
    });
  }

  #end(subscription: Subscription): void {
    const live = this.#live;
    if (live?.subscription !== subscription) return;
    this.#live = undefined;
    this.#media.end();
    this.listenersChanged();
    live.onEnd();
  }

  #update(options: Parameters<Subscription['update']>[0]): void {
    const live = this.#live;
    live?.subscription.update(options).catch((error: unknown) => {
      // If the subscription has ended meanwhile, that has been told already.
      if (this.#live === live) this.fail(error);
    });
  }

  async #pollLevel(): Promise<void> {
    const level = audioLevel(await this.getRtcStatsReport(), 'inbound-rtp');
    if (level !== undefined) this.emit('audioLevel', { level });
  }

  async #pollStats(): Promise<void> {
    const report = await this.getRtcStatsReport();
    const audio = receivedStats(report);
    const video = receivedVideoStats(report);
    if (audio) this.emit('audioStats', audio);
    if (video) this.emit('videoStats', video);
  }
}

function subscriberError(code: ErrorCode, message: string): SessionError {
  return new SessionError(code, message, { source: 'subscriber' });
}
