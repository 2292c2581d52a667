import type { Logger } from 'pino';
import {
  closeCode,
  formatRefusal,
  formatServerMessage,
  formatStatusPayload,
  isServerAddress,
  parseClientMessage,
  ProtocolError,
  rolePermissions,
  status,
} from '../../protocol/index.js';
import type {
  ClientMessage,
  ClientPacket,
  ConnectionCreateMessage,
  ParsedClientMessage,
  SessionAddress,
} from '../../protocol/index.js';
import type { SessionDirectory } from '../ownership/session-directory.js';
import type { ClientAddresses } from '../client-addresses.js';
import type { Projects } from '../projects.js';
import type { ServerLimits } from '../server-limits.js';
import type { Member } from '../sessions/member.js';
import type { Operation } from '../sessions/operations.js';
import { RequestRejected } from '../sessions/request-rejected.js';
import type { IceServers } from '../turn-credentials.js';
import type { Warnings } from '../warnings.js';
import type { RequestResponse } from './recent-responses.js';
import type { ClientRegistry } from './client-registry.js';
import type { Delivery } from './delivery.js';
import type { Membership, MessagingClient } from './messaging-client.js';

export interface RequestHandlerOptions {
  readonly sessions: SessionDirectory;
  readonly projects: Projects;
  readonly iceServers: IceServers;
  readonly logger: Logger;
  readonly serverAddress: string;
  readonly clients: ClientRegistry;
  readonly delivery: Delivery;
  readonly limits: ServerLimits;
  readonly warnings: Warnings;
  readonly addresses: ClientAddresses;
}

type MessagePacket = Extract<ClientPacket, { type: 'message' }>;

/** Answers clients' requests: each gets its STATUS, then the session makes it happen (§7). */
export class RequestHandler {
  readonly #options: RequestHandlerOptions;

  constructor(options: RequestHandlerOptions) {
    this.#options = options;
  }

  /**
   * Never throws.
   *
   * @returns A promise if the response takes time, as with joining and media; later requests must wait for it.
   */
  handle(client: MessagingClient, packet: MessagePacket): Promise<void> | undefined {
    const { transactionId } = packet;
    const known = transactionId === undefined ? undefined : client.responses.get(transactionId);
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
      return this.#answer(client, packet, address, message)?.catch((error: unknown) => {
        this.#reject(client, packet, error);
      });
    } catch (error) {
      this.#reject(client, packet, error);
      return undefined;
    }
  }

  #answer(
    client: MessagingClient,
    packet: MessagePacket,
    address: SessionAddress,
    message: ClientMessage,
  ): Promise<void> | undefined {
    if (message.kind === 'connection-create') return this.#join(client, packet, address, message);
    const { owner, member } = membershipOf(client, address);
    const { delivery, serverAddress } = this.#options;
    if (message.kind !== 'session-read') {
      this.#checkBacklog(client, address);
      return owner.perform(member, message, () => {
        this.#grant(client, packet, message, address);
      });
    }
    return owner.read(member, (state) => {
      // Not remembered: a client that repeats it wants the state of now.
      const payload = formatServerMessage(address, state);
      delivery.inOrder(address, () => {
        client.sendResult(packet.transactionId, serverAddress, payload);
      });
    });
  }

  /**
   * What a session has to say and has not got around to is bounded. Then whoever says much has to wait, and others need not.
   *
   * @throws RequestRejected 429.
   */
  #checkBacklog(client: MessagingClient, address: SessionAddress): void {
    const { delivery, limits } = this.#options;
    if (delivery.waiting(address) < limits.eventsWaitingPerSession) return;
    if (!client.trickle.take()) {
      throw new RequestRejected(status.tooManyRequests, 'the session has too much to say');
    }
  }

  async #join(
    client: MessagingClient,
    { token, transactionId }: MessagePacket,
    address: SessionAddress,
    message: ConnectionCreateMessage,
  ): Promise<void> {
    const { sessions, projects, logger, clients, delivery, addresses } = this.#options;
    if (client.membership !== undefined) {
      throw new RequestRejected(status.conflict, 'the connection has joined already');
    }
    if (message.connectionId !== client.connectionId) {
      throw new RequestRejected(
        status.forbidden,
        'the connection id is not the one that was connected',
      );
    }
    // Before the token is looked at, which takes time.
    if (addresses.isBlocked(client.socket?.remoteAddress)) {
      throw new RequestRejected(status.tooManyRequests, 'too much was refused to this address');
    }
    if (token === undefined) throw new RequestRejected(status.forbidden, 'there is no token');
    const claims = await projects.verifyToken(token, address.sessionId);
    if (claims.key !== address.partnerId) {
      throw new RequestRejected(status.forbidden, 'the token is of another project');
    }
    const owner = await sessions.owner(address);
    if (client.isClosed) return;
    const member: Member = {
      info: {
        id: client.connectionId,
        creationTime: Date.now(),
        data: claims.connectionData,
        permissions: rolePermissions[claims.role],
      },
      capabilities: message.capabilities,
    };
    await owner.join(member, () => {
      // It left while its joining was saved.
      if (client.isClosed) {
        owner.leave(client.connectionId, 'networkDisconnected');
        return;
      }
      client.joinedAt = delivery.sequence;
      clients.join(client, { owner, member });
      client.socket?.trust();
      logger.info(
        { session: address.sessionId, connection: client.connectionId, role: claims.role },
        'connection joined',
      );
      respond(client, transactionId, { status: status.ok, payload: '' });
    });
  }

  #grant(
    client: MessagingClient,
    { transactionId }: MessagePacket,
    { kind }: Operation,
    address: SessionAddress,
  ): void {
    const needsIce = kind === 'stream-create' || kind === 'subscriber-create';
    const { iceServers } = this.#options;
    const result = needsIce ? { iceServers: iceServers.issue(client.connectionId) } : {};
    const response = { status: status.ok, payload: formatStatusPayload(result) };
    if (transactionId !== undefined) client.responses.add(transactionId, response);
    // Before what the request leads to, and after what was before it.
    this.#options.delivery.inOrder(address, () => {
      client.sendStatus(transactionId, response);
    });
  }

  #reject(client: MessagingClient, { transactionId }: MessagePacket, error: unknown): void {
    const expected = error instanceof RequestRejected || error instanceof ProtocolError;
    const code = expected ? error.status : status.internalError;
    const { logger, warnings } = this.#options;
    const connection = client.connectionId;
    if (expected) {
      const details = { connection, status: code, problem: error.message };
      warnings.warn(details, 'request rejected');
    } else {
      logger.error({ connection, err: error }, 'request failed');
    }
    // What went wrong inside is not for clients.
    const payload = expected ? formatRefusal(error.message) : '';
    respond(client, transactionId, { status: code, payload });
    if (code < status.internalError && client.membership === undefined) {
      this.#refuseStranger(client);
    }
  }

  /** Counted for its address, whatever socket it comes with next. */
  #refuseStranger(client: MessagingClient): void {
    const { addresses, limits } = this.#options;
    addresses.refused(client.socket?.remoteAddress);
    if (++client.refusals <= limits.refusalsBeforeJoining) return;
    client.socket?.close(closeCode.policyViolation, 'too many requests refused before joining');
  }
}

/** Answers a request, now and again if the client repeats it. */
function respond(
  client: MessagingClient,
  transactionId: string | undefined,
  response: RequestResponse,
): void {
  if (transactionId !== undefined) client.responses.add(transactionId, response);
  client.sendStatus(transactionId, response);
}

function parse(client: MessagingClient, packet: MessagePacket): ParsedClientMessage {
  if (!packet.to.some(isServerAddress)) {
    throw new RequestRejected(status.notFound, 'messages can be addressed to the server only');
  }
  if (client.membership === undefined) checkJoinSize(packet);
  if (packet.from !== undefined && packet.from !== '' && packet.from !== client.connectionId) {
    throw new RequestRejected(
      status.forbidden,
      'the from-address is not the one of the connection',
    );
  }
  return parseClientMessage(packet.payload);
}

/** Characters of the payload that joins. Ours has about 300. */
const joinChars = 16 * 1024;

/** Whoever has not joined can only do that. Found out before its message is taken apart, which takes time. */
function checkJoinSize({ payload }: MessagePacket): void {
  if (payload.length > joinChars) {
    throw new RequestRejected(status.tooLarge, 'the request to join is too large');
  }
}

function membershipOf(client: MessagingClient, address: SessionAddress): Membership {
  const { membership } = client;
  if (membership === undefined) {
    throw new RequestRejected(status.forbidden, 'the connection has not joined a session');
  }
  const own = membership.owner.record.address;
  if (address.sessionId !== own.sessionId || address.partnerId !== own.partnerId) {
    throw new RequestRejected(status.forbidden, 'the connection is in another session');
  }
  return membership;
}
