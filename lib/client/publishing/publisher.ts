import type { Context } from '../context.js';
import type { Directory } from '../directory.js';
import { ErrorCode } from '../../common/session-error.js';
import { contextOf, engine, recordsMicrophone, start } from '../internal.js';
import { log } from '../../common/logger.js';
import { inspect, inspectJson, type Inspect } from '../../common/inspect.js';
import type { TrackKind } from '../../media/engine.js';
import { audioLevel, sentStats, sentVideoStats } from '../../media/summarize-stats.js';
import { MicrophoneAudioSource } from '../../media/sources/microphone-audio-source.js';
import {
  AudioSource,
  VideoSource,
  type AudioOutlet,
  type VideoOutlet,
} from '../../media/sources/media-source.js';
import { audioOutlet, SourceStage, videoOutlet } from '../../media/sources/source-stage.js';
import { boolean, check, instanceOf } from '../../common/validation/index.js';
import { describeStream, type LocalSources } from './describe-stream.js';
import { LatestSize } from './latest-size.js';
import {
  publisherEventNames,
  type PublisherEvents,
  type PublisherRtcStats,
} from './publisher-events.js';
import {
  checkPublisherOptions,
  microphoneOptions,
  opusOptions,
  videoSendOptions,
  videoTrackOptions,
  type CheckedPublisherOptions,
  type PublisherOptions,
} from './publisher-options.js';
import { SessionMember } from '../session-member.js';
import type { Publication } from '../../signaling/session/publication.js';
import type { SessionClient } from '../../signaling/session/session-client.js';
import type { Stream } from '../stream.js';

/** Where its sources are open while a publisher is published. */
interface Stages {
  video?: SourceStage<VideoOutlet>;
  audio?: SourceStage<AudioOutlet>;
}

/**
 * Sends one stream. Holds nothing but its options until it is published with {@link Session.publish}; survives
 * `unpublish` and can be published again, in the same session or another, one at a time.
 */
export class Publisher extends SessionMember<PublisherEvents, Publication> {
  readonly #options: CheckedPublisherOptions;
  readonly #active: Record<TrackKind, boolean> = { audio: true, video: true };
  #video: VideoSource | boolean;
  #stages: Stages = {};
  #directory: Directory | undefined;

  constructor(context: Context, options: PublisherOptions = {}) {
    super(context, 'publisher', publisherEventNames);
    this.#options = checkPublisherOptions(options);
    if (context[recordsMicrophone] && this.#options.audio instanceof AudioSource) {
      throw new TypeError(
        'options.audio must be true or false: a context with audio "platform" records from a microphone, with which ' +
          'the audio of a source cannot be mixed',
      );
    }
    this.#video = this.#options.video;
  }

  /** The stream while it is published. */
  get stream(): Stream | undefined {
    const stream = this.transfer?.stream;
    return stream && this.#directory?.stream(stream);
  }

  /** Whether audio is sent. Setting it mutes or unmutes for everybody; it may be set before publishing. */
  get publishAudio(): boolean {
    return this.#active.audio;
  }

  set publishAudio(value: boolean) {
    this.#setActive('audio', check(boolean, value, 'publishAudio'));
  }

  /** Whether video is sent. Setting it mutes or unmutes for everybody; it may be set before publishing. */
  get publishVideo(): boolean {
    return this.#active.video;
  }

  set publishVideo(value: boolean) {
    this.#setActive('video', check(boolean, value, 'publishVideo'));
  }

  /**
   * Sends the video of another source from now on, without interruption and without renegotiation. Before publishing it
   * just replaces the source, or gives one to a publisher that has no video.
   *
   * Fails with 1500 while it is published without video, which the protocol cannot add to a stream: unpublish first.
   */
  setVideoSource(source: VideoSource): Promise<void> {
    const next = check(instanceOf(VideoSource), source, 'source');
    return this.operation(async () => {
      const publication = this.transfer;
      if (publication) await this.#replaceVideo(publication, next);
      this.#video = next;
    });
  }

  /**
   * One entry per peer connection: one in a routed session, one per subscriber in a relayed one. Empty while not
   * published.
   */
  async getRtcStatsReport(): Promise<PublisherRtcStats[]> {
    const stats = (await this.transfer?.getStats()) ?? [];
    return stats.map(({ remote, report }) => ({ connectionId: remote, report }));
  }

  /** What `JSON.stringify` and `console.log` show. */
  toJSON() {
    const { stream, publishAudio, publishVideo } = this;
    return { name: this.#options.name, publishAudio, publishVideo, stream: stream?.toJSON() };
  }

  /** @internal */
  [inspect](_depth: number, options: object, inspectValue: Inspect): string {
    return inspectJson(this, options, inspectValue);
  }

  /** Begins, or throws. The promise is that of `Session.publish`. */
  [start](client: SessionClient, directory: Directory, onEnd: () => void): Promise<Stream> {
    this.requireIdle({
      disposed: ErrorCode.UnknownPublisherInstance,
      busy: ErrorCode.PublisherUnableToPublish,
    });
    const publication = this.#publish(client, this.#sources());
    this.#directory = directory;
    this.#listen(publication, directory);
    const created = publication.created.then((stream) => directory.stream(stream));
    return this.begin(publication, created, onEnd);
  }

  protected override closeMedia(): void {
    const { video, audio } = this.#stages;
    this.#stages = {};
    audio?.close();
    video?.close();
  }

  protected override async measureLevel(): Promise<void> {
    for (const { report } of await this.getRtcStatsReport()) {
      const level = audioLevel(report, 'media-source');
      if (level !== undefined) {
        this.emit('audioLevel', { level });
        return;
      }
    }
  }

  protected override async measureStats(): Promise<void> {
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

  /** Opens the sources and starts to publish. @throws what the engine or the session has against it. */
  #publish(client: SessionClient, sources: LocalSources): Publication {
    try {
      this.#openStages(sources);
      const { video, audio } = this.#stages;
      const publication = client.publish({
        description: describeStream(this.#options, sources, this.#active),
        tracks: [
          ...(audio?.track ? [{ track: audio.track }] : []),
          ...(video?.track && sources.video
            ? [{ track: video.track, options: videoSendOptions(this.#options, sources.video) }]
            : []),
        ],
        ...(sources.audio && { opus: opusOptions(this.#options, sources.audio) }),
      });
      // Not awaited: there is no connection yet on which it could fail.
      if (audio) void this.#applyActive(publication, 'audio');
      if (video) void this.#applyActive(publication, 'video');
      return publication;
    } catch (error) {
      this.closeMedia();
      throw error;
    }
  }

  #openStages({ video, audio }: LocalSources): void {
    const { [engine]: mediaEngine } = this[contextOf];
    if (video) {
      // What fails here ends the publication, which reports it.
      const size = new LatestSize(async (now) => this.transfer?.setChannel('video', { ...now }));
      const outlet = videoOutlet(mediaEngine, videoTrackOptions(this.#options), {
        resized: (width, height) => {
          size.update({ width, height });
        },
        ended: (reason) => {
          const message = `the video source gives no more frames: ${reason}`;
          this.fail(this.failure(ErrorCode.VideoCaptureFailed, message));
        },
      });
      this.#stages.video = new SourceStage(video, outlet);
    }
    if (audio) this.#stages.audio = new SourceStage(audio, audioOutlet(mediaEngine));
  }

  #sources(): LocalSources {
    if (this.#video === true) {
      throw this.failure(
        ErrorCode.PublisherCannotAccessCamera,
        'there is no camera: give the publisher a source (options.video), or video: false',
      );
    }
    // A machine without a microphone still publishes its video.
    const { audio: wanted } = this.#options;
    const microphone = this[contextOf][recordsMicrophone]
      ? new MicrophoneAudioSource(microphoneOptions(this.#options))
      : undefined;
    const audio = wanted === true ? microphone : wanted || undefined;
    if (wanted === true && !audio)
      log('warn', 'publisher', 'published without audio: there is no microphone');
    if (!this.#video && !audio) {
      throw this.failure(
        ErrorCode.PublisherUnableToPublish,
        'there is no microphone: give the publisher a source (options.audio)',
      );
    }
    return { video: this.#video || undefined, audio };
  }

  #listen(publication: Publication, directory: Directory): void {
    publication.on('created', ({ stream }) => {
      log('info', 'publisher', 'published', { streamId: stream.id });
      this.emit('streamCreated', { stream: directory.stream(stream) });
      this.listenersChanged();
    });
    publication.on('destroyed', ({ stream, reason }) => {
      log('info', 'publisher', 'unpublished', { streamId: stream.id, reason });
      this.ended(publication);
      this.emit('streamDestroyed', { stream: directory.stream(stream), reason });
    });
    publication.on('muteForced', () => {
      this.publishAudio = false;
      this.emit('muteForced', {});
    });
    publication.on('error', ({ error }) => {
      this.fail(error);
    });
  }

  async #replaceVideo(publication: Publication, source: VideoSource): Promise<void> {
    const stage = this.#stages.video;
    if (!stage) {
      throw this.failure(
        ErrorCode.PublisherUnableToPublish,
        'video cannot be added to a stream that was published without: unpublish, set the source, and publish again',
      );
    }
    await stage.replace(source, (track) => publication.replaceTrack(track));
    const { width, height } = source;
    await publication.setChannel('video', { width, height });
  }

  /** Mutes or unmutes: at once here, for the others as soon as the stream exists. */
  #setActive(kind: TrackKind, active: boolean): void {
    if (this.#active[kind] === active) return;
    this.#active[kind] = active;
    const publication = this.transfer;
    if (!publication || !this.#stages[kind]) return;
    const changes = [
      this.#applyActive(publication, kind),
      publication.setChannel(kind, { active }),
    ];
    Promise.all(changes).catch((error: unknown) => {
      // If publishing has ended meanwhile, that has been reported already.
      if (this.transfer === publication) this.fail(error);
    });
  }

  /** A disabled track is sent as black or silence, an inactive sender sends nothing. */
  #applyActive(publication: Publication, kind: TrackKind): Promise<void> {
    const active = this.#active[kind];
    const stage = this.#stages[kind];
    if (stage) stage.enabled = active;
    return publication.setSending(kind, { active });
  }
}
