import { checkContext, type Context } from '../context.js';
import type { Directory } from '../directory.js';
import { ErrorReporter } from '../error-reporter.js';
import { ErrorCode, SessionError } from '../../common/session-error.js';
import { attach, detach, engine, leave, owner, recordsMicrophone } from '../internal.js';
import { log } from '../../common/logger.js';
import type { TrackKind } from '../../media/engine.js';
import { audioLevel, sentStats, sentVideoStats } from '../../media/summarize-stats.js';
import { MicrophoneAudioSource } from '../../media/sources/microphone-audio-source.js';
import { AudioSource, VideoSource } from '../../media/sources/media-source.js';
import { boolean, instanceOf } from '../../common/option-checks.js';
import { Poller } from '../../common/poller.js';
import type { PublisherEvents, PublisherRtcStats } from './publisher-events.js';
import {
  checkPublisherOptions,
  microphoneOptions,
  type CheckedPublisherOptions,
  type PublisherOptions,
} from './publisher-options.js';
import { Publishing } from './publishing.js';
import type { SessionClient } from '../../signaling/session/session-client.js';
import type { Stream } from '../stream.js';

/** What a publisher knows while it is published. */
interface Live {
  readonly publishing: Publishing;
  readonly directory: Directory;
  readonly onEnd: () => void;
}

/**
 * Sends one stream. Holds nothing but its options until it is published with {@link Session.publish}; survives
 * `unpublish` and can be published again, in the same session or another, one at a time.
 */
export class Publisher extends ErrorReporter<PublisherEvents> {
  readonly [owner]: Context;
  readonly #options: CheckedPublisherOptions;
  readonly #active: Record<TrackKind, boolean> = { audio: true, video: true };
  readonly #levels = new Poller(100, () => this.#pollLevel());
  readonly #stats = new Poller(1000, () => this.#pollStats());
  #video: VideoSource | boolean;
  #live: Live | undefined;
  #disposed = false;

  constructor(context: Context, options: PublisherOptions = {}) {
    super('publisher');
    this[owner] = checkContext(context);
    this.#options = checkPublisherOptions(options);
    if (context[recordsMicrophone] && this.#options.audio instanceof AudioSource) {
      throw new TypeError(
        'options.audio must be true or false: a context with audio "platform" records from a microphone, with which ' +
          'the sound of a source cannot be mixed',
      );
    }
    this.#video = this.#options.video;
  }

  /** The stream while it is published. */
  get stream(): Stream | undefined {
    const model = this.#live?.publishing.publication.stream;
    return model && this.#live?.directory.stream(model);
  }

  /** Whether sound is sent. Setting it mutes or unmutes for everybody; it may be set before publishing. */
  get publishAudio(): boolean {
    return this.#active.audio;
  }

  set publishAudio(value: boolean) {
    this.#setActive('audio', boolean(value, 'publishAudio'));
  }

  /** Whether the picture is sent. Setting it mutes or unmutes for everybody; it may be set before publishing. */
  get publishVideo(): boolean {
    return this.#active.video;
  }

  set publishVideo(value: boolean) {
    this.#setActive('video', boolean(value, 'publishVideo'));
  }

  /**
   * Sends the picture of another source from now on, without interruption and without renegotiation. Before publishing
   * it just replaces the source.
   */
  cycleVideo(source: VideoSource): Promise<void> {
    const next = instanceOf(VideoSource)(source, 'source');
    return this.operation(async () => {
      if (this.#video === false) {
        throw publisherError(ErrorCode.InternalError, 'the publisher was made without video');
      }
      await this.#live?.publishing.switchVideo(next);
      this.#video = next;
    });
  }

  /**
   * One entry per peer connection: one in a routed session, one per subscriber in a relayed one. Empty while not
   * published.
   */
  async getRtcStatsReport(): Promise<PublisherRtcStats[]> {
    const stats = (await this.#live?.publishing.publication.getStats()) ?? [];
    return stats.map(({ remote, report }) => ({ connectionId: remote, report }));
  }

  /** Stops publishing and raises nothing any more. Idempotent, allowed at any time. */
  dispose(): void {
    if (this.#disposed) return;
    this.#disposed = true;
    this.closeEvents();
    const publication = this.#live?.publishing.publication;
    this[detach]();
    publication?.close().catch(() => undefined);
  }

  [Symbol.dispose](): void {
    this.dispose();
  }

  /**
   * Begins, or throws. The promise is that of `Session.publish`; `onEnd` is called once, when the stream is over or could
   * not be published.
   */
  [attach](client: SessionClient, directory: Directory, onEnd: () => void): Promise<Stream> {
    this.#requireIdle();
    const publishing = new Publishing(client, this[owner][engine], {
      options: this.#options,
      active: this.#active,
      onCaptureEnded: (reason) => {
        const message = `the video source gives no more pictures: ${reason}`;
        this.fail(publisherError(ErrorCode.VideoCaptureFailed, message));
      },
      ...this.#sources(),
    });
    this.#live = { publishing, directory, onEnd };
    this.#listen(this.#live);
    return this.#created(this.#live);
  }

  async [leave](): Promise<void> {
    const live = this.#live;
    if (!live) return;
    const left = live.publishing.publication.close();
    // Done already, if the stream had been created.
    this.#end(live);
    await left;
  }

  [detach](): void {
    if (this.#live) this.#end(this.#live);
  }

  protected override listenersChanged(): void {
    const published = this.#live !== undefined;
    this.#levels.wanted = published && this.listenerCount('audioLevel') > 0;
    this.#stats.wanted =
      published && this.listenerCount('audioStats') + this.listenerCount('videoStats') > 0;
  }

  #requireIdle(): void {
    if (this.#disposed) {
      throw publisherError(ErrorCode.UnknownPublisherInstance, 'the publisher is disposed');
    }
    if (this.#live) {
      throw publisherError(
        ErrorCode.PublisherUnableToPublish,
        'the publisher is published already',
      );
    }
  }

  #sources(): { video: VideoSource | undefined; audio: AudioSource | undefined } {
    if (this.#video === true) {
      throw publisherError(
        ErrorCode.PublisherCannotAccessCamera,
        'there is no camera: give the publisher a source (options.video), or video: false',
      );
    }
    // A machine without a microphone still publishes its picture.
    const { audio: wanted } = this.#options;
    const microphone = this[owner][recordsMicrophone]
      ? new MicrophoneAudioSource(microphoneOptions(this.#options))
      : undefined;
    const audio = wanted === true ? microphone : wanted || undefined;
    if (wanted === true && !audio)
      log('warn', 'publisher', 'published without sound: there is no microphone');
    if (!this.#video && !audio) {
      throw publisherError(
        ErrorCode.PublisherUnableToPublish,
        'there is no microphone: give the publisher a source (options.audio)',
      );
    }
    return { video: this.#video || undefined, audio };
  }

  async #created(live: Live): Promise<Stream> {
    try {
      return live.directory.stream(await live.publishing.publication.created);
    } catch (error) {
      this.#end(live);
      throw error;
    }
  }

  #listen(live: Live): void {
    const { publication } = live.publishing;
    publication.on('created', ({ stream }) => {
      log('info', 'publisher', 'published', { streamId: stream.id });
      this.emit('streamCreated', { stream: live.directory.stream(stream) });
      this.listenersChanged();
    });
    publication.on('destroyed', ({ stream, reason }) => {
      log('info', 'publisher', 'unpublished', { streamId: stream.id, reason });
      this.#end(live);
      this.emit('streamDestroyed', { stream: live.directory.stream(stream), reason });
    });
    publication.on('muteForced', () => {
      this.publishAudio = false;
      this.emit('muteForced', {});
    });
    publication.on('error', ({ error }) => {
      this.fail(error);
    });
  }

  #end(live: Live): void {
    if (this.#live !== live) return;
    this.#live = undefined;
    live.publishing.close();
    this.listenersChanged();
    live.onEnd();
  }

  #setActive(kind: TrackKind, active: boolean): void {
    if (this.#active[kind] === active) return;
    this.#active[kind] = active;
    const live = this.#live;
    live?.publishing.setActive(kind, active).catch((error: unknown) => {
      // If publishing has ended meanwhile, that has been told already.
      if (this.#live === live) this.fail(error);
    });
  }

  async #pollLevel(): Promise<void> {
    for (const { report } of await this.getRtcStatsReport()) {
      const level = audioLevel(report, 'media-source');
      if (level !== undefined) {
        this.emit('audioLevel', { level });
        return;
      }
    }
  }

  async #pollStats(): Promise<void> {
    const reports = await this.getRtcStatsReport();
    const audio = reports.flatMap(
      ({ connectionId, report }) => sentStats(connectionId, report) ?? [],
    );
    const video = reports.flatMap(
      ({ connectionId, report }) => sentVideoStats(connectionId, report) ?? [],
    );
    if (audio.length > 0) this.emit('audioStats', { stats: audio });
    if (video.length > 0) this.emit('videoStats', { stats: video });
  }
}

function publisherError(code: ErrorCode, message: string): SessionError {
  return new SessionError(code, message, { source: 'publisher' });
}
