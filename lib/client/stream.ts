import type { Connection } from './connection.js';
import { carriesVideo } from './internal.js';
import { inspect, inspectJson, type Inspect } from '../common/inspect.js';
import type { VideoSourceType } from '../protocol/messages/session-objects.js';
import type { SessionStream } from '../signaling/session/session-stream.js';

/**
 * A stream of a session: one object per id for its whole life, always up to date. Plain data, nothing to dispose.
 * After the stream is gone it keeps its last values.
 */
export class Stream {
  /** Whose stream it is. */
  readonly connection: Connection;
  readonly creationTime: Date;
  readonly #model: SessionStream;

  /** For this package: streams come from a {@link Session} or {@link Publisher}. */
  constructor(model: SessionStream, connection: Connection) {
    this.connection = connection;
    this.creationTime = new Date(model.creationTime);
    this.#model = model;
  }

  get id(): string {
    return this.#model.id;
  }

  /** As the publisher named it; may be empty. */
  get name(): string {
    return this.#model.name;
  }

  /** True if there is audio and its publisher has not muted it. */
  get hasAudio(): boolean {
    return this.#model.hasAudio;
  }

  get [carriesVideo](): boolean {
    return this.#model.channels.some(({ type }) => type === 'video');
  }

  /** True if there is video and its publisher has not muted it. */
  get hasVideo(): boolean {
    return this.#model.hasVideo;
  }

  /** Pixels; 0 without video, or as long as the size is not known. */
  get width(): number {
    return this.#model.width;
  }

  /** Pixels; 0 without video, or as long as the size is not known. */
  get height(): number {
    return this.#model.height;
  }

  /** `'camera'` if there is no video. */
  get videoSourceType(): VideoSourceType {
    return this.#model.videoSourceType;
  }

  /** What `JSON.stringify` and `console.log` show. */
  toJSON() {
    const { id, name, hasAudio, hasVideo, width, height, videoSourceType, creationTime } = this;
    return {
      ...{ id, name, hasAudio, hasVideo, width, height, videoSourceType, creationTime },
      connection: this.connection.toJSON(),
    };
  }

  /** @internal */
  [inspect](_depth: number, options: object, inspectValue: Inspect): string {
    return inspectJson(this, options, inspectValue);
  }
}
