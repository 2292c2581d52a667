import type {
  Channel,
  ChannelChanges,
  ConnectionInfo,
  StreamInfo,
  VideoChannel,
  VideoSourceType,
} from '../../protocol/messages/session-objects.js';

/**
 * A stream of the session: one object for its whole life, kept up to date by the session model.
 * Plain data, nothing to dispose.
 */
export class SessionStream {
  readonly id: string;
  /** Whose stream it is. */
  readonly connection: ConnectionInfo;
  /** Milliseconds since 1970. */
  readonly creationTime: number;
  #name: string;
  #channels: readonly Channel[];

  constructor(info: StreamInfo, connection: ConnectionInfo) {
    this.id = info.id;
    this.connection = connection;
    this.creationTime = info.creationTime;
    this.#name = info.name;
    this.#channels = info.channels;
  }

  /** May be empty. */
  get name(): string {
    return this.#name;
  }

  /** Channels as the publisher announced them, with every change since. */
  get channels(): readonly Channel[] {
    return this.#channels;
  }

  /** True if there is audio and it is not muted. */
  get hasAudio(): boolean {
    return this.#channels.some((channel) => channel.type === 'audio' && channel.active);
  }

  /** True if there is video and it is not muted. */
  get hasVideo(): boolean {
    return this.#channels.some((channel) => channel.type === 'video' && channel.active);
  }

  /** Pixels; 0 without video, or as long as the size is not known. */
  get width(): number {
    return this.#video?.width ?? 0;
  }

  /** Pixels; 0 without video, or as long as the size is not known. */
  get height(): number {
    return this.#video?.height ?? 0;
  }

  /** Where the video comes from; `'camera'` if there is none. */
  get videoSourceType(): VideoSourceType {
    return this.#video?.source ?? 'camera';
  }

  /** For the session model. */
  rename(name: string): void {
    this.#name = name;
  }

  /** For the session model. A channel that does not exist is ignored. */
  updateChannel(channelId: string, changes: ChannelChanges): void {
    this.#channels = this.#channels.map((channel) =>
      channel.id === channelId ? changed(channel, changes) : channel,
    );
  }

  get #video(): VideoChannel | undefined {
    return this.#channels.find((channel) => channel.type === 'video');
  }
}

/** An audio channel has only its `active`. */
function changed(channel: Channel, changes: ChannelChanges): Channel {
  if (channel.type === 'video') return { ...channel, ...changes };
  return { ...channel, active: changes.active ?? channel.active };
}
