import type { Logger } from 'pino';
import {
  formatServerMessage,
  formatStatusPayload,
  isServerAddress,
  parseClientMessage,
  ProtocolError,
  rolePermissions,
  status,
} from '../../protocol/index.js';
import type {
  ClientPacket,
  ConnectionCreateMessage,
  ParsedClientMessage,
  SessionAddress,
} from '../../protocol/index.js';
import type { ServerLimits } from '../server-limits.js';
import type { Projects } from '../projects.js';
import { join, readState } from '../sessions/membership.js';
import type { Member } from '../sessions/member.js';
import { RequestRejected } from '../sessions/request-rejected.js';
import type { SessionRegistry } from '../sessions/session-registry.js';
import type { IceServers } from '../turn-credentials.js';
import type { Delivery } from './delivery.js';
import type { Membership, MessagingClient } from './messaging-client.js';
import { perform } from './operations.js';
import type { Operation } from './operations.js';
import type { Reply } from './answered-requests.js';

export interface RequestsOptions {
  readonly sessions: SessionRegistry;
  readonly projects: Projects;
  readonly iceServers: IceServers;
  readonly limits: ServerLimits;
  readonly logger: Logger;
  readonly serverAddress: string;
  readonly delivery: Delivery;
}

type MessagePacket = Extract<ClientPacket, { type: 'message' }>;

/** Answers clients' requests: each gets its STATUS, then its effects are delivered (§7). */
export class Requests {
  readonly #options: RequestsOptions;

  constructor(options: RequestsOptions) {
    this.#options = options;
  }

  /**
   * Never throws.
   *
   * @returns A promise if the answer takes time, as joining does; later packets must wait for it.
   */
  handle(client: MessagingClient, packet: MessagePacket): Promise<void> | undefined {
    const { transactionId } = packet;
    const known = transactionId === undefined ? undefined : client.replies.get(transactionId);
    if (known !== undefined) {
      client.sendStatus(transactionId, known);
      return undefined;
    }
    if (!client.budget.take()) {
      client.sendStatus(transactionId, { status: status.tooManyRequests, payload: '' });
      return undefined;
    }
    try {
      const { session: address, message } = parse(client, packet);
      if (message.kind === 'connection-create') {
        return this.#join(client, packet, address, message).catch((error: unknown) => {
          this.#refuse(client, packet, error);
        });
      }
      const membership = membershipOf(client, address);
      if (message.kind === 'session-read') this.#read(client, packet, membership);
      else this.#perform(client, packet, membership, message);
    } catch (error) {
      this.#refuse(client, packet, error);
    }
    return undefined;
  }

  async #join(
    client: MessagingClient,
    { token, transactionId }: MessagePacket,
    address: SessionAddress,
    message: ConnectionCreateMessage,
  ): Promise<void> {
    const { sessions, projects, limits, logger, delivery } = this.#options;
    if (client.membership !== undefined) {
      throw new RequestRejected(status.conflict, 'the connection has joined already');
    }
    if (message.connectionId !== client.connectionId) {
      throw new RequestRejected(
        status.forbidden,
        'the connection id is not the one that was connected',
      );
    }
    if (token === undefined) throw new RequestRejected(status.forbidden, 'there is no token');
    const claims = await projects.verifyToken(token, address.sessionId);
    if (client.isEnded) return;
    if (claims.key !== address.partnerId) {
      throw new RequestRejected(status.forbidden, 'the token is of another project');
    }
    const session = sessions.find(address);
    const member: Member = {
      info: {
        id: client.connectionId,
        creationTime: Date.now(),
        data: claims.connectionData,
        permissions: rolePermissions[claims.role],
      },
      capabilities: new Set(message.capabilities),
    };
    const effects = join(session, member, limits);
    client.membership = { session, member };
    logger.info(
      { session: session.id, connection: client.connectionId, role: claims.role },
      'connection joined',
    );
    reply(client, transactionId, { status: status.ok, payload: '' });
    delivery.deliver(session, effects);
  }

  #read(
    client: MessagingClient,
    { transactionId }: MessagePacket,
    { session, member }: Membership,
  ): void {
    // Not remembered as answered: a client that repeats it wants the state of now.
    const payload = formatServerMessage(session.address, readState(session, member));
    client.sendResult(transactionId, this.#options.serverAddress, payload);
  }

  #perform(
    client: MessagingClient,
    { transactionId }: MessagePacket,
    membership: Membership,
    message: Operation,
  ): void {
    const { iceServers, limits, delivery } = this.#options;
    const effects = perform(membership, message, limits);
    const needsIce = message.kind === 'stream-create' || message.kind === 'subscriber-create';
    const result = needsIce ? { iceServers: iceServers.issue(client.connectionId) } : {};
    reply(client, transactionId, { status: status.ok, payload: formatStatusPayload(result) });
    delivery.deliver(membership.session, effects);
  }

  #refuse(client: MessagingClient, { transactionId }: MessagePacket, error: unknown): void {
    const expected = error instanceof RequestRejected || error instanceof ProtocolError;
    const code = expected ? error.status : status.internalError;
    const { logger } = this.#options;
    const connection = client.connectionId;
    if (expected) {
      logger.warn({ connection, status: code, problem: error.message }, 'request refused');
    } else {
      logger.error({ connection, err: error }, 'request failed');
    }
    reply(client, transactionId, { status: code, payload: '' });
  }
}

/** Answers, now and again if the client repeats the request. */
function reply(client: MessagingClient, transactionId: string | undefined, answer: Reply): void {
  if (transactionId !== undefined) client.replies.add(transactionId, answer);
  client.sendStatus(transactionId, answer);
}

function parse(client: MessagingClient, packet: MessagePacket): ParsedClientMessage {
  if (!packet.to.some(isServerAddress)) {
    throw new RequestRejected(status.notFound, 'messages can be addressed to the server only');
  }
  if (packet.from !== undefined && packet.from !== '' && packet.from !== client.connectionId) {
    throw new RequestRejected(
      status.forbidden,
      'the from-address is not the one of the connection',
    );
  }
  return parseClientMessage(packet.payload);
}

function membershipOf(client: MessagingClient, address: SessionAddress): Membership {
  const { membership } = client;
  if (membership === undefined) {
    throw new RequestRejected(status.forbidden, 'the connection has not joined a session');
  }
  const own = membership.session.address;
  if (address.sessionId !== own.sessionId || address.partnerId !== own.partnerId) {
    throw new RequestRejected(status.forbidden, 'the connection is in another session');
  }
  return membership;
}
