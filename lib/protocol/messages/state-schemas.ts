import * as v from 'valibot';
import { limits } from '../protocol-limits.js';
import type { Schema } from '../../common/validation/index.js';
import type {
  ArchiveInfo,
  ConnectionInfo,
  MuteState,
  Permission,
  StreamInfo,
} from './session-objects.js';
import { objectSchemas } from './object-schemas.js';
import { tolerant } from './leniency.js';

// What only servers send, so it is only ever read tolerantly.

const id = v.pipe(tolerant.text(limits.idChars), v.minLength(1));
const time = v.nullish(tolerant.number(0, Number.MAX_SAFE_INTEGER), 0);

const knownPermissions: readonly string[] = [
  'publish',
  'subscribe',
  'signal',
  'forceunpublish',
  'forcedisconnect',
  'forcemute',
] satisfies Permission[];

function isPermission(text: string): text is Permission {
  return knownPermissions.includes(text);
}

export const connectionSchema: Schema<ConnectionInfo> = v.object({
  id,
  creationTime: time,
  data: v.nullish(tolerant.text(limits.connectionDataWireChars), ''),
  permissions: v.pipe(
    v.nullish(tolerant.list(v.string(), limits.capabilities), []),
    v.transform((permissions) => permissions.filter(isPermission)),
  ),
});

/** The owner is `connection.id`, or `connectionId` from other servers. */
export const streamSchema: Schema<StreamInfo> = v.pipe(
  v.intersect([
    objectSchemas(tolerant).stream,
    v.object({
      id,
      creationTime: time,
      connection: v.nullish(v.object({ id })),
      connectionId: v.nullish(id),
    }),
  ]),
  v.check(
    ({ connection, connectionId }) => Boolean(connection ?? connectionId),
    'must have a connection.id or a connectionId',
  ),
  v.transform(({ connection, connectionId, ...stream }) => ({
    ...stream,
    connectionId: connection?.id ?? connectionId ?? '',
  })),
);

export const archiveSchema: Schema<ArchiveInfo> = v.object({
  id,
  name: v.nullish(tolerant.text(limits.streamNameChars), ''),
  status: v.nullish(v.string(), ''),
});

export const muteStateSchema: Schema<MuteState> = v.object({
  active: tolerant.boolean,
  excluded: v.nullish(tolerant.list(id, limits.muteExcluded), []),
});

const lists = {
  connection: tolerant.list(connectionSchema, Infinity),
  stream: tolerant.list(streamSchema, Infinity),
  archive: tolerant.list(archiveSchema, Infinity),
};

/** Content of the reply to a session read; archives are `archive` or `archives`. */
export const sessionStateSchema = v.pipe(
  v.object({
    connection: v.nullish(lists.connection, []),
    stream: v.nullish(lists.stream, []),
    archive: v.nullish(lists.archive),
    archives: v.nullish(lists.archive),
    mute: v.nullish(muteStateSchema),
  }),
  v.transform(({ connection, stream, archive, archives, mute }) => ({
    connections: connection,
    streams: stream,
    archives: archive ?? archives ?? [],
    ...(mute ? { mute } : {}),
  })),
);
