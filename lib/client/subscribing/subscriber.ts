import { currentPlatform } from '../client-platform.js';
import type { Context } from '../context.js';
import { ErrorCode } from '../../common/session-error.js';
import type { FrameIterator } from './frame-iterator.js';
import { carriesVideo, engine, start, videoPublished, watchTracks } from '../internal.js';
import { inspect, inspectJson, type Inspect } from '../../common/inspect.js';
import { log } from '../../common/logger.js';
import type { AudioData, SinkStats, StatsReport } from '../../media/engine.js';
import { audioLevel, receivedStats, receivedVideoStats } from '../../media/summarize-stats.js';
import { release, VideoFrame } from '../../media/frames/video-frame.js';
import { boolean, check, instanceOf, integer } from '../../common/validation/index.js';
import { ReceivedMedia, type TracksWatcher } from './received-media.js';
import { SessionMember } from '../session-member.js';
import type { SessionClient } from '../../signaling/session/session-client.js';
import type { Resolution } from '../../signaling/session/subscribe-options.js';
import type { Subscription } from '../../signaling/session/subscription.js';
import { Stream } from '../stream.js';
import { subscriberEventNames, type SubscriberEvents } from './subscriber-events.js';
import { UnreadVideo } from './unread-video.js';
import {
  frameRate,
  resolution,
  subscriberOptions,
  volume,
  type SubscriberOptions,
} from './subscriber-options.js';
import type { AbortOptions } from '../../common/on-abort.js';

export interface FramesOptions extends AbortOptions {
  /** Frames kept for a loop that is slower than the stream, 1–4. Default 1: always the newest. */
  readonly capacity?: number;
}

const frameCapacity = integer(1, 4);

/**
 * Receives one stream. Holds nothing but its options until {@link Session.subscribe}. Video and audio are decoded
 * for the application only while somebody listens.
 */
export class Subscriber extends SessionMember<SubscriberEvents, Subscription> {
  readonly stream: Stream;
  readonly #media: ReceivedMedia;
  #subscribeToAudio: boolean;
  #subscribeToVideo: boolean;
  #preferredResolution: Resolution | undefined;
  #preferredFrameRate: number | undefined;
  #audioVolume: number;
  readonly #unread: UnreadVideo;
  #hasEnded = false;

  constructor(context: Context, stream: Stream, options: SubscriberOptions = {}) {
    super(context, 'subscriber', subscriberEventNames);
    this.stream = check(instanceOf(Stream), stream, 'stream');
    const checked = check(subscriberOptions, options, 'options');
    this.#subscribeToAudio = checked.subscribeToAudio;
    this.#subscribeToVideo = checked.subscribeToVideo;
    this.#preferredResolution = checked.preferredResolution;
    this.#preferredFrameRate = checked.preferredFrameRate;
    this.#audioVolume = checked.audioVolume;
    this.#unread = new UnreadVideo(checked.unreadVideoMs, () => {
      this.#update({ video: this.#wantsVideo });
    });
    this.#media = new ReceivedMedia(
      () => context[engine],
      {
        frame: (handle) => {
          const frame = new VideoFrame(handle, { lent: true, retained: false });
          this.emit('frame', frame);
          frame[release]();
        },
        audio: (data) => this.emit('audioData', data),
        videoRead: (read) => {
          this.#unread.hasReader = read;
        },
      },
      checked.audioFormat ?? {},
    );
    this.#media.volume = this.#audioVolume;
    this.#media.enable('audio', this.#subscribeToAudio);
    this.#media.enable('video', this.#subscribeToVideo);
  }

  /** The session's id of the subscription, a UUID, while there is one. */
  get id(): string | undefined {
    return this.transfer?.id;
  }

  /** Whether audio is received. */
  get subscribeToAudio(): boolean {
    return this.#subscribeToAudio;
  }

  set subscribeToAudio(value: boolean) {
    this.#subscribeToAudio = check(boolean, value, 'subscribeToAudio');
    this.#media.enable('audio', value);
    this.#update({ audio: value });
  }

  /** Whether video is received. */
  get subscribeToVideo(): boolean {
    return this.#subscribeToVideo;
  }

  set subscribeToVideo(value: boolean) {
    const changed = check(boolean, value, 'subscribeToVideo') !== this.#subscribeToVideo;
    this.#subscribeToVideo = value;
    this.#media.enable('video', value);
    this.#update({ video: this.#wantsVideo });
    if (changed && this.transfer) {
      this.emit(value ? 'videoEnabled' : 'videoDisabled', { reason: 'subscribeToVideo' });
    }
  }

  /**
   * The video is sent so that it fits into this size, lying or standing as it does: by a media router, if the publisher
   * offers several sizes; in a relayed session by the publisher.
   */
  get preferredResolution(): Resolution | undefined {
    return this.#preferredResolution;
  }

  set preferredResolution(value: Resolution | undefined) {
    this.#preferredResolution = check(resolution, value, 'preferredResolution');
    this.#update({ preferredResolution: this.#preferredResolution ?? { width: 0, height: 0 } });
  }

  /** Frames per second that are sent at most, likewise. */
  get preferredFrameRate(): number | undefined {
    return this.#preferredFrameRate;
  }

  set preferredFrameRate(value: number | undefined) {
    this.#preferredFrameRate = check(frameRate, value, 'preferredFrameRate');
    this.#update({ preferredFrameRate: this.#preferredFrameRate ?? 0 });
  }

  /** Playout volume, 0–100; values outside are clamped. 100 leaves the audio as it is. */
  get audioVolume(): number {
    return this.#audioVolume;
  }

  set audioVolume(value: number) {
    this.#audioVolume = check(volume, value, 'audioVolume');
    this.#media.volume = this.#audioVolume;
  }

  /** What the application got and what it was too slow for. */
  get frameStats(): SinkStats {
    return this.#media.frameStats;
  }

  /**
   * The video frames as an async iterator, which begins at once. It always ends: with the subscription, `dispose()`, or
   * when `signal` is aborted.
   */
  frames({ signal, capacity = 1 }: FramesOptions = {}): FrameIterator {
    this.#requireRawMedia();
    const iterator = this.#media.frames(check(frameCapacity, capacity, 'options.capacity'), signal);
    if (this.disposed) void iterator.return();
    return iterator;
  }

  /** The audio as an async iterator, in pieces as {@link SubscriberOptions.audioFormat} asks; ends like {@link frames}. Of what is not read, the newest 50 pieces are kept. */
  audio({ signal }: AbortOptions = {}): AsyncIterableIterator<AudioData> {
    this.#requireRawMedia();
    const queue = this.#media.audio(signal);
    if (this.disposed) queue.end();
    return queue;
  }

  /**
   * The next video frame, which is the caller's to close.
   * @throws SessionError 1606 if there cannot be one: the stream has no video, the subscription has ended, or ends before;
   * the signal's reason if it is aborted.
   */
  async snapshot({ signal }: AbortOptions = {}): Promise<VideoFrame> {
    signal?.throwIfAborted();
    const code = ErrorCode.SubscriberPeerConnectionNotConnected;
    if (!this.stream[carriesVideo]) throw this.failure(code, 'the stream has no video');
    if (!this.#hasEnded) {
      for await (const frame of this.frames({ ...(signal && { signal }) })) return frame.retain();
      signal?.throwIfAborted();
    }
    throw this.failure(code, 'the subscription ended before there was a video frame');
  }

  /**
   * As `events()` of every object with events, but for `'frame'`: those frames are closed before a loop gets them.
   * @throws TypeError for `'frame'`; {@link frames} is for that.
   */
  override events<Name extends keyof SubscriberEvents>(
    name: Name extends 'frame' ? never : Name,
    options?: AbortOptions,
  ): AsyncIterableIterator<SubscriberEvents[Name]> {
    if ((name as unknown) !== 'frame') return super.events<Name>(name, options);
    throw new TypeError(
      'events("frame") would give frames that are closed already: loop over frames() instead',
    );
  }

  /** Empty before the subscriber is connected. */
  async getRtcStatsReport(): Promise<StatsReport> {
    return (await this.transfer?.getStats()) ?? new Map();
  }

  /** What `JSON.stringify` and `console.log` show. */
  toJSON() {
    const { id, stream, subscribeToAudio, subscribeToVideo } = this;
    return { id, subscribeToAudio, subscribeToVideo, stream: stream.toJSON() };
  }

  /** @internal */
  [inspect](_depth: number, options: object, inspectValue: Inspect): string {
    return inspectJson(this, options, inspectValue);
  }

  /** Begins, or throws. The promise is that of `Session.subscribe`. */
  [start](client: SessionClient, onEnd: () => void): Promise<void> {
    this.requireIdle({
      disposed: ErrorCode.UnknownSubscriberInstance,
      busy: ErrorCode.SessionIllegalState,
    });
    const subscription = this.#subscribe(client);
    this.#hasEnded = false;
    this.#listen(subscription);
    const connected = this.begin(subscription, subscription.connected, onEnd);
    this.#unread.start();
    return connected;
  }

  /** @internal */
  [watchTracks](watcher: TracksWatcher): void {
    this.#media.watchTracks(watcher);
  }

  [videoPublished](published: boolean): void {
    this.emit(published ? 'videoEnabled' : 'videoDisabled', { reason: 'publishVideo' });
  }

  protected override closeMedia(): void {
    this.#hasEnded = true;
    this.#unread.end();
    this.#media.end();
  }

  protected override listenersChanged(name?: keyof SubscriberEvents): void {
    const { rawMedia } = currentPlatform();
    if ((name === 'frame' || name === 'audioData') && this.listenerCount(name) > 0) {
      this.#requireRawMedia();
    }
    this.#media.listening = {
      frames: rawMedia && this.listenerCount('frame') > 0,
      audio: rawMedia && this.listenerCount('audioData') > 0,
    };
    super.listenersChanged();
  }

  protected override async measureLevel(): Promise<void> {
    const level = audioLevel(await this.getRtcStatsReport(), 'inbound-rtp');
    if (level !== undefined) this.emit('audioLevel', { level });
  }

  protected override async measureStats(): Promise<void> {
    const report = await this.getRtcStatsReport();
    const audio = receivedStats(report);
    const video = receivedVideoStats(report);
    if (audio) this.emit('audioStats', audio);
    if (video) this.emit('videoStats', video);
  }

  /** Whether it is to be sent. */
  get #wantsVideo(): boolean {
    return this.#subscribeToVideo && !this.#unread.paused;
  }

  /** @throws SessionError 4000 where media can only be rendered. */
  #requireRawMedia(): void {
    const { rawMedia, name } = currentPlatform();
    if (rawMedia) return;
    const message = `${name} has no frames and no PCM of what it receives: render the tracks`;
    throw this.failure(ErrorCode.VideoRenderFailed, message);
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
      this.closeMedia();
      throw error;
    }
  }

  #listen(subscription: Subscription): void {
    const { stream } = this;
    subscription.on('track', ({ track }) => {
      this.#media.setTrack(track);
    });
    subscription.on('trackEnded', ({ track }) => {
      this.#media.removeTrack(track);
    });
    subscription.on('connected', () => {
      log('info', 'subscriber', 'media flows', { streamId: stream.id });
      this.emit('connected', { stream });
      this.listenersChanged();
    });
    subscription.on('streamDisconnected', () => {
      log('warn', 'subscriber', 'media has stopped', { streamId: stream.id });
      this.emit('streamDisconnected', { stream });
    });
    subscription.on('streamReconnected', () => {
      log('info', 'subscriber', 'media flows again', { streamId: stream.id });
      this.emit('streamReconnected', { stream });
    });
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
      log('info', 'subscriber', 'the subscription has ended', { streamId: stream.id });
      this.ended(subscription);
    });
  }

  #update(options: Parameters<Subscription['update']>[0]): void {
    const subscription = this.transfer;
    subscription?.update(options).catch((error: unknown) => {
      // If the subscription has ended meanwhile, that has been reported already.
      if (this.transfer === subscription) this.fail(error);
    });
  }
}
