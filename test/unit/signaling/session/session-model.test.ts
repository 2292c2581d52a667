import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServerMessage } from '../../../../lib/protocol/messages/server-message.js';
import {
  SessionModel,
  type SessionModelOutput,
} from '../../../../lib/signaling/session/session-model.js';
import { connectionInfo, streamInfo } from '../../../helpers/rigs/client-rig.js';

/** A model with a readable log of what it says. */
class ModelLog {
  readonly entries: string[] = [];
  readonly model: SessionModel;

  constructor() {
    const log = (text: string): void => {
      this.entries.push(text);
    };
    const output: SessionModelOutput = {
      loaded: ({ id }) => {
        log(`loaded ${id}`);
      },
      emit: (name, payload) => {
        log(`${name} ${describePayload(payload)}`);
      },
      ownConnectionDropped: (reason) => {
        log(`ownConnectionDropped ${reason}`);
      },
      ownStreamCreated: ({ id }) => {
        log(`ownStreamCreated ${id}`);
      },
      ownStreamMuted: ({ id }) => {
        log(`ownStreamMuted ${id}`);
      },
      streamGone: ({ id }, reason) => {
        log(`streamGone ${id} ${reason}`);
      },
      connectionGone: ({ id }) => {
        log(`connectionGone ${id}`);
      },
      qualityWarning: ({ id }, active) => {
        log(`qualityWarning ${id} ${String(active)}`);
      },
    };
    this.model = new SessionModel('own', output);
  }

  /** A model that has been loaded with the own connection only, unless the state says more. */
  static loaded(state: Parameters<ModelLog['load']>[0] = {}): ModelLog {
    const log = new ModelLog();
    log.load(state);
    log.entries.length = 0;
    return log;
  }

  load(state: Partial<Extract<ServerMessage, { kind: 'session-state' }>>): void {
    const connections = [...(state.connections ?? []), connectionInfo('own')];
    this.model.load({
      ...{ kind: 'session-state', sessionId: 'S1', streams: [], archives: [], ...state },
      connections,
    });
  }

  take(): string[] {
    return this.entries.splice(0);
  }

  handle(message: ServerMessage, from = 'symphony.test'): void {
    this.model.handle(message, from);
  }
}

function describePayload(payload: object): string {
  return Object.values(payload)
    .map((value: unknown) =>
      typeof value === 'object' && value !== null && 'id' in value ? value.id : value,
    )
    .join(' ');
}

const joined = (id: string): ServerMessage => ({
  kind: 'connection-created',
  connection: connectionInfo(id),
});
const left = (id: string): ServerMessage => ({
  kind: 'connection-deleted',
  connectionId: id,
  reason: 'clientDisconnected',
});
const published = (id: string, connectionId: string): ServerMessage => ({
  kind: 'stream-created',
  stream: streamInfo(id, connectionId),
});
const unpublished = (id: string): ServerMessage => ({
  kind: 'stream-deleted',
  streamId: id,
  reason: 'forceUnpublished',
});
const resized = (streamId: string, width: number): ServerMessage => ({
  kind: 'channel-updated',
  ...{ streamId, channelId: 'video1', changes: { width } },
});
const signal = (data: string): ServerMessage => ({
  kind: 'signal',
  ...{ signalId: 'G', type: 't', data },
});

describe('loading the session state', () => {
  it('rule 3: everybody present, then every stream; nothing for oneself', () => {
    const log = new ModelLog();
    log.load({
      connections: [connectionInfo('A'), connectionInfo('B')],
      streams: [streamInfo('SA', 'A'), streamInfo('SB', 'B')],
      archives: [{ id: 'R', name: '', status: 'started' }],
    });
    expect(log.take()).toEqual([
      'loaded own',
      'connectionCreated A',
      'connectionCreated B',
      'streamReceived SA',
      'streamReceived SB',
      'archiveStarted R',
    ]);
    expect(log.model.own?.id).toBe('own');
    expect(log.model.connections.map(({ id }) => id)).toEqual(['A', 'B']);
    expect(log.model.streams.map(({ id }) => id)).toEqual(['SA', 'SB']);
  });

  it('what arrived before the state comes after it, without repeating it', () => {
    const log = new ModelLog();
    log.handle(joined('A'));
    log.handle(published('SA', 'A'));
    log.handle(joined('B'));
    log.handle(signal('hello'), 'A');
    expect(log.take()).toEqual([]);
    log.load({ connections: [connectionInfo('A')], streams: [streamInfo('SA', 'A')] });
    expect(log.take()).toEqual([
      'loaded own',
      'connectionCreated A',
      'streamReceived SA',
      'connectionCreated B',
      'signal t hello A',
    ]);
  });

  it('is refused if the own connection is missing', () => {
    const { model, entries } = new ModelLog();
    const state = { sessionId: 'S1', connections: [], streams: [], archives: [] };
    expect(model.load({ kind: 'session-state', ...state })).toBeUndefined();
    expect(entries).toEqual([]);
  });
});

describe('connections and streams', () => {
  it('rule 3: streams are dropped before their connection', () => {
    const log = ModelLog.loaded({
      connections: [connectionInfo('A')],
      streams: [streamInfo('S', 'A'), streamInfo('T', 'A')],
    });
    log.handle(left('A'));
    expect(log.take()).toEqual([
      'streamDropped S clientDisconnected',
      'streamGone S clientDisconnected',
      'streamDropped T clientDisconnected',
      'streamGone T clientDisconnected',
      'connectionDropped A clientDisconnected',
      'connectionGone A',
    ]);
    expect(log.model.streams).toEqual([]);
    expect(log.model.connections).toEqual([]);
  });

  it('a stream waits for its connection, a change for its stream, a signal for its sender', () => {
    const log = ModelLog.loaded();
    log.handle(resized('SA', 320));
    log.handle(published('SA', 'A'));
    log.handle(signal('hello'), 'A');
    expect(log.take()).toEqual([]);
    log.handle(joined('A'));
    expect(log.take()).toEqual([
      'connectionCreated A',
      'streamReceived SA',
      'streamDimensionsChanged SA 320 480',
      'signal t hello A',
    ]);
  });

  it('duplicates and what comes too late change nothing', () => {
    const log = ModelLog.loaded();
    for (const message of [joined('A'), published('SA', 'A')]) {
      log.handle(message);
      log.handle(message);
    }
    expect(log.take()).toEqual(['connectionCreated A', 'streamReceived SA']);
    log.handle(unpublished('SA'));
    log.handle(unpublished('SA'));
    log.handle(published('SA', 'A'));
    log.handle(left('A'));
    log.handle(left('A'));
    log.handle(joined('A'));
    log.handle(published('SB', 'A'));
    log.handle(signal('late'), 'A');
    expect(log.take()).toEqual([
      'streamDropped SA forceUnpublished',
      'streamGone SA forceUnpublished',
      'connectionDropped A clientDisconnected',
      'connectionGone A',
    ]);
  });

  it('rule 3: one is told of one’s own stream and connection apart from the others’', () => {
    const log = ModelLog.loaded();
    log.handle(joined('own'));
    log.handle(published('S', 'own'));
    expect(log.model.streams).toEqual([]);
    expect(log.model.stream('S')?.connection.id).toBe('own');
    log.handle({
      kind: 'channel-updated',
      streamId: 'S',
      channelId: 'audio1',
      changes: { active: false },
    });
    log.handle(unpublished('S'));
    log.handle({ kind: 'connection-deleted', connectionId: 'own', reason: 'forceDisconnected' });
    expect(log.take()).toEqual([
      'ownStreamCreated S',
      'streamGone S forceUnpublished',
      'ownConnectionDropped forceDisconnected',
    ]);
  });

  it('one object per id, kept up to date; only real changes are announced (rule 16)', () => {
    const log = ModelLog.loaded({
      connections: [connectionInfo('A')],
      streams: [streamInfo('S', 'A')],
    });
    const [stream] = log.model.streams;
    const change = (channelId: string, changes: object): void => {
      log.handle({ kind: 'channel-updated', streamId: 'S', channelId, changes });
    };
    change('video1', { active: true, width: 640 });
    change('unknown', { active: false });
    expect(log.take()).toEqual([]);
    change('video1', { active: false });
    change('audio1', { active: false });
    change('video1', { width: 320, height: 240 });
    change('video1', { disableWarning: true });
    log.handle({ kind: 'stream-updated', streamId: 'S', name: 'renamed' });
    expect(log.take()).toEqual([
      'streamHasVideoChanged S false',
      'streamHasAudioChanged S false',
      'streamDimensionsChanged S 320 240',
      'qualityWarning S true',
    ]);
    expect(log.model.streams[0]).toBe(stream);
    expect(stream).toMatchObject({
      ...{ name: 'renamed', hasAudio: false, hasVideo: false, width: 320, height: 240 },
    });
  });

  it('an endless wait does not grow without end', () => {
    const log = ModelLog.loaded();
    for (let i = 0; i < 1100; i++) log.handle(signal(String(i)), 'nobody');
    log.handle(published('S', 'A'));
    log.handle(joined('nobody'));
    log.handle(joined('A'));
    expect(log.take().slice(-2)).toEqual(['connectionCreated A', 'streamReceived S']);
  });
});

describe('senders', () => {
  it('rule 19: a signal of the REST API has no connection, one’s own comes back', () => {
    const log = ModelLog.loaded();
    log.handle(signal('rest'), '');
    log.handle(signal('server'), 'symphony.test');
    log.handle(signal('echo'), 'own');
    expect(log.take()).toEqual(['signal t rest ', 'signal t server ', 'signal t echo own']);
  });

  it('members and the session server are known, others are not', () => {
    const { model } = ModelLog.loaded({ connections: [connectionInfo('A')] });
    expect(['A', 'own', 'symphony.other', 'B', ''].map((from) => model.knowsSender(from))).toEqual([
      ...[true, true, true, false, false],
    ]);
  });
});

describe('moderation and archives', () => {
  it('rule 20: a muted session is announced, and to each own stream that is not excluded', () => {
    const log = ModelLog.loaded({ connections: [connectionInfo('A')] });
    for (const id of ['S', 'T']) log.handle(published(id, 'own'));
    log.handle(published('SA', 'A'));
    log.take();
    log.handle({ kind: 'mute-session', active: true, excluded: ['T'] });
    expect(log.take()).toEqual(['muteForced true', 'ownStreamMuted S']);
    expect(log.model.muteActive).toBe(true);
    log.handle({ kind: 'mute-session', active: false, excluded: [] });
    expect(log.take()).toEqual(['muteForced false']);
    expect(log.model.muteActive).toBe(false);
    log.handle({ kind: 'mute-stream', streamId: 'T' });
    log.handle({ kind: 'mute-stream', streamId: 'SA' });
    expect(log.take()).toEqual(['ownStreamMuted T']);
  });

  it('a mute that was on before one joined is known, and waits for the stream it is about', () => {
    const log = ModelLog.loaded({ mute: { active: true, excluded: [] } });
    expect(log.model.muteActive).toBe(true);
    log.handle({ kind: 'mute-stream', streamId: 'S' });
    log.handle(published('S', 'own'));
    expect(log.take()).toEqual(['ownStreamCreated S', 'ownStreamMuted S']);
  });

  it('an archive starts and stops once', () => {
    const log = ModelLog.loaded();
    const archive = (kind: 'archive-created' | 'archive-updated', status: string): void => {
      log.handle({ kind, archive: { id: 'R', name: 'n', status } });
    };
    archive('archive-created', 'started');
    archive('archive-updated', 'started');
    archive('archive-updated', 'paused');
    archive('archive-updated', 'stopped');
    archive('archive-updated', 'uploaded');
    expect(log.take()).toEqual(['archiveStarted R', 'archiveStopped R']);
  });
});

describe('whatever the order of messages', () => {
  const history: readonly { message: ServerMessage; from?: string }[] = [
    { message: joined('A') },
    { message: joined('B') },
    { message: published('SA', 'A') },
    { message: published('SB', 'B') },
    { message: published('TB', 'B') },
    { message: resized('SA', 320) },
    { message: signal('1'), from: 'A' },
    { message: unpublished('TB') },
    { message: left('B') },
    { message: joined('C') },
    { message: published('SC', 'C') },
  ];
  const anyOrder = fc
    .tuple(
      fc.shuffledSubarray([...history], { minLength: history.length }),
      fc.subarray([...history]),
      fc.nat(history.length - 1),
    )
    .map(([order, doubles, loadAt]) => ({ order: [...order, ...doubles], loadAt }));

  it('who and what is there in the end is the same', () => {
    fc.assert(
      fc.property(anyOrder, ({ order, loadAt }) => {
        const log = new ModelLog();
        order.forEach(({ message, from }, index) => {
          if (index === loadAt) log.load({});
          log.handle(message, from);
        });
        expect(log.model.connections.map(({ id }) => id).sort()).toEqual(['A', 'C']);
        expect(log.model.streams.map(({ id }) => id).sort()).toEqual(['SA', 'SC']);
        expect(log.model.stream('SA')?.width).toBe(320);
      }),
    );
  });

  it('rule 3 holds: created before streams and signals, dropped after its streams, each once', () => {
    fc.assert(
      fc.property(anyOrder, ({ order, loadAt }) => {
        const log = new ModelLog();
        order.forEach(({ message, from }, index) => {
          if (index === loadAt) log.load({});
          log.handle(message, from);
        });
        const entries = log.take();
        expect(entries[0]).toBe('loaded own');
        const at = (entry: string): number => entries.findIndex((text) => text.startsWith(entry));
        const comesAfter = (later: string, earlier: string): void => {
          if (at(later) >= 0) expect(at(earlier), later).toBeLessThan(at(later));
          if (at(later) >= 0) expect(at(earlier), later).toBeGreaterThanOrEqual(0);
        };
        for (const owner of ['A', 'B', 'C']) {
          comesAfter(`streamReceived S${owner}`, `connectionCreated ${owner}`);
          comesAfter(`connectionDropped ${owner}`, `connectionCreated ${owner}`);
          comesAfter(`streamDropped S${owner}`, `streamReceived S${owner}`);
        }
        comesAfter('signal t 1 A', 'connectionCreated A');
        comesAfter('streamReceived TB', 'connectionCreated B');
        if (at('streamReceived SB') >= 0) comesAfter('connectionDropped B', 'streamDropped SB');
        const once = entries.filter((text) => !text.startsWith('signal'));
        expect(new Set(once).size).toBe(once.length);
      }),
    );
  });
});
