import type { ClientMessage } from '../../../lib/protocol/messages/client-message.js';
import type { ConnectionInfo, StreamInfo } from '../../../lib/protocol/messages/session-objects.js';
import type { SessionStateMessage } from '../../../lib/protocol/messages/server-message.js';
import type { SessionInfo } from '../../../lib/protocol/session-info.js';
import {
  SessionClient,
  type SessionClientOptions,
} from '../../../lib/signaling/session/session-client.js';
import type { SessionClientEvents } from '../../../lib/signaling/session/session-client-events.js';
import { FakeEngine } from '../fakes/fake-engine.js';
import { FakeMessaging, type Answer, type Answerer } from '../fakes/fake-messaging.js';
import { FakePlatform } from '../fakes/fake-socket.js';

export const router = 'symphony.test';

export function connectionInfo(id: string, data = ''): ConnectionInfo {
  const permissions = ['publish', 'subscribe', 'signal'] as const;
  return { id, creationTime: 1000, data, permissions };
}

export function streamInfo(
  id: string,
  connectionId: string,
  changes: Partial<StreamInfo> = {},
): StreamInfo {
  return {
    ...{ id, connectionId, creationTime: 2000, name: '', audioFallbackEnabled: false },
    channels: [
      { type: 'audio', id: 'audio1', active: true },
      {
        ...{ type: 'video', id: 'video1', active: true, width: 640, height: 480 },
        ...{ orientation: 0, source: 'camera', fitMode: 'cover' },
      },
    ],
    ...changes,
  };
}

export interface ClientRigOptions {
  readonly client?: Partial<SessionClientOptions>;
  readonly info?: Partial<SessionInfo>;
  /** What the session read says besides the own connection. */
  readonly state?: Partial<SessionStateMessage>;
  readonly own?: Partial<ConnectionInfo>;
  /** Overrides the usual answers; `'usual'` leaves it at that. */
  readonly answer?: (message: ClientMessage, messaging: FakeMessaging) => Answer | 'usual';
}

/** A session client whose server is the test, with a log of everything it raises but `stateChanged`. */
export class ClientRig {
  readonly platform = new FakePlatform();
  readonly engine = new FakeEngine();
  readonly client: SessionClient;
  readonly messagings: FakeMessaging[] = [];
  readonly log: { readonly name: string; readonly payload: unknown }[] = [];
  readonly ignored: unknown[] = [];
  readonly #rig: ClientRigOptions;

  constructor(rig: ClientRigOptions = {}) {
    this.#rig = rig;
    this.client = new SessionClient({
      ...{ apiUrl: 'https://api.example.test', apiKey: '100', sessionId: 'S1' },
      engine: this.engine,
      platform: this.platform,
      onIgnored: (error) => this.ignored.push(error),
      ...rig.client,
      parts: {
        getSessionInfo: () => Promise.resolve(this.#info()),
        createMessaging: (messagingOptions) => {
          const messaging = new FakeMessaging(messagingOptions, this.#answer);
          this.messagings.push(messaging);
          return messaging;
        },
        ...rig.client?.parts,
      },
    });
    for (const name of eventNames) {
      this.client.on(name, (payload) => this.log.push({ name, payload }));
    }
  }

  /** A client that is connected. */
  static async connected(options: ClientRigOptions = {}): Promise<ClientRig> {
    const rig = new ClientRig(options);
    await rig.client.connect('token');
    rig.log.length = 0;
    return rig;
  }

  get clock() {
    return this.platform.clock;
  }

  /** The newest messaging connection. */
  get server(): FakeMessaging {
    const messaging = this.messagings.at(-1);
    if (!messaging) throw new Error('the client has not connected yet');
    return messaging;
  }

  get names(): string[] {
    return this.log.map(({ name }) => name);
  }

  #info(): SessionInfo {
    return {
      ...{ sessionId: 'S1', partnerId: '100', symphonyAddress: router },
      messagingUrl: 'wss://media1.example.test/rumorwebsocketsv2',
      mediaMode: 'relayed',
      ...{ reconnection: true, renegotiation: true, iceServers: [], extensions: ['force-mute'] },
      ...this.#rig.info,
    };
  }

  readonly #answer: Answerer = (message, messaging) => {
    const answer = this.#rig.answer ? this.#rig.answer(message, messaging) : 'usual';
    return answer === 'usual' ? this.#usual(message, messaging) : answer;
  };

  /** Accepts everything, announces streams, and relays between the client and itself if it subscribes to its own. */
  #usual(message: ClientMessage, messaging: FakeMessaging): Answer {
    const { connectionId } = messaging;
    switch (message.kind) {
      case 'session-read': {
        const { connections = [], streams = [], ...state } = this.#rig.state ?? {};
        const own = { ...connectionInfo(connectionId), ...this.#rig.own };
        const everybody = [...connections, own];
        return {
          ...{ kind: 'session-state', sessionId: 'S1', archives: [] },
          ...{ connections: everybody, streams, ...state },
        };
      }
      case 'stream-create': {
        const stream = { ...message.stream, id: message.streamId, connectionId, creationTime: 1 };
        queueMicrotask(() => {
          messaging.deliver({ kind: 'stream-created', stream });
        });
        return {};
      }
      case 'subscriber-create': {
        const { streamId, subscriberId } = message;
        if (this.client.streams.some(({ id }) => id === streamId)) return {};
        queueMicrotask(() => {
          messaging.deliver({ kind: 'subscriber-created', streamId, subscriberId }, connectionId);
          const target = { streamId, subscriberId, peer: {} };
          messaging.deliver({ kind: 'generate-offer', ...target }, connectionId);
        });
        return {};
      }
      case 'offer':
      case 'answer':
      case 'candidate':
        if (this.client.streams.some(({ id }) => id === message.streamId)) return {};
        queueMicrotask(() => {
          messaging.deliver(message, connectionId);
        });
        return {};
      default:
        return {};
    }
  }
}

const eventNames = [
  'connected',
  'disconnected',
  'reconnectionStart',
  'reconnectionSuccess',
  'connectionCreated',
  'connectionDropped',
  'streamReceived',
  'streamDropped',
  'streamHasAudioChanged',
  'streamHasVideoChanged',
  'streamDimensionsChanged',
  'signal',
  'archiveStarted',
  'archiveStopped',
  'muteForced',
] as const satisfies (keyof SessionClientEvents)[];
