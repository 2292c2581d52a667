import { Auth } from '@vonage/auth';
import { MediaMode, Video } from '@vonage/video';
import { OpenTokSdk } from '../../helpers/opentok-sdk.js';

/** Of a session, as a server SDK reads it. */
export interface ListedStream {
  readonly id: string;
  readonly name: string;
  readonly videoType: string;
}

/** What an application server does, by either official SDK. */
export interface ServerSdk {
  createSession(mediaMode: 'relayed' | 'routed'): Promise<string>;
  token(sessionId: string, role: 'publisher' | 'moderator', data: string): string;
  signal(sessionId: string, type: string, data: string, connectionId?: string): Promise<void>;
  streams(sessionId: string): Promise<readonly ListedStream[]>;
  stream(sessionId: string, streamId: string): Promise<ListedStream>;
  muteStream(sessionId: string, streamId: string): Promise<void>;
  muteAll(sessionId: string, excluded: readonly string[]): Promise<void>;
  disableMute(sessionId: string): Promise<void>;
  disconnect(sessionId: string, connectionId: string): Promise<void>;
  /** Something that our server does not offer. */
  startArchive(sessionId: string): Promise<void>;
}

/** The npm package `opentok`, for projects with a key and a secret. */
export function openTok(apiKey: string, secret: string, url: string): ServerSdk {
  const sdk = new OpenTokSdk(apiKey, secret, url);
  const call = async (name: string, ...args: readonly unknown[]): Promise<void> => {
    await sdk.call(name, ...args);
  };
  return {
    createSession: (mediaMode) => sdk.createSession({ mediaMode }),
    token: (sessionId, role, data) => sdk.generateToken(sessionId, { role, data }),
    signal: (sessionId, type, data, connectionId) =>
      call('signal', sessionId, connectionId ?? null, { type, data }),
    streams: async (sessionId) => (await sdk.call('listStreams', sessionId)) as ListedStream[],
    stream: async (...ids) => (await sdk.call('getStream', ...ids)) as ListedStream,
    muteStream: (...ids) => call('forceMuteStream', ...ids),
    muteAll: (sessionId, excluded) =>
      call('forceMuteAll', sessionId, { excludedStreamIds: excluded }),
    disableMute: (sessionId) => call('disableForceMute', sessionId),
    disconnect: (...ids) => call('forceDisconnect', ...ids),
    startArchive: (sessionId) => call('startArchive', sessionId, {}),
  };
}

/** The npm package `@vonage/video`, for applications with a key pair. */
export function vonageVideo(applicationId: string, privateKey: string, url: string): ServerSdk {
  const video = new Video(new Auth({ applicationId, privateKey }), { videoHost: url });
  return {
    async createSession(mediaMode) {
      const mode = mediaMode === 'relayed' ? MediaMode.RELAYED : MediaMode.ROUTED;
      return (await video.createSession({ mediaMode: mode })).sessionId;
    },
    token: (sessionId, role, data) =>
      video.generateClientToken(sessionId, {
        role,
        data,
      }),
    signal: (sessionId, type, data, connectionId) =>
      video.sendSignal({ type, data }, sessionId, connectionId),
    async streams(sessionId) {
      const list = await video.getStreamInfo(sessionId);
      return (list as unknown as { items: ListedStream[] }).items;
    },
    stream: async (...ids) => (await video.getStreamInfo(...ids)) as unknown as ListedStream,
    async muteStream(...ids) {
      await video.muteStream(...ids);
    },
    async muteAll(sessionId, excluded) {
      await video.forceMuteAll(sessionId, [...excluded]);
    },
    async disableMute(sessionId) {
      await video.disableForceMute(sessionId);
    },
    disconnect: (...ids) => video.disconnectClient(...ids),
    async startArchive(sessionId) {
      await video.startArchive(sessionId);
    },
  };
}
