import { randomUUID } from 'node:crypto';
import type { VideoCodec } from '../../router-options.js';
import type { JanusHandle } from './connection/janus-handle.js';

export interface JanusRoomOptions {
  /** That its publisher may have. */
  readonly videoCodecs: readonly VideoCodec[];
  /** What VideoRoom asks of who makes rooms; undefined if nothing. */
  readonly adminKey: string | undefined;
}

/**
 * A VideoRoom for one publisher: so no stream hears of the others. Nobody else who uses the same Janus can find, enter or
 * destroy it. Its id is of Janus' making, and so of the kind that it is configured for.
 */
export class JanusRoom {
  readonly id: unknown;
  readonly pin: string;
  readonly #control: JanusHandle;
  readonly #secret: string;

  /** @throws JanusRefusal, JanusLost. */
  static async create(
    control: JanusHandle,
    { videoCodecs, adminKey }: JanusRoomOptions,
  ): Promise<JanusRoom> {
    const [pin, secret] = [randomUUID(), randomUUID()];
    const { data } = await control.ask({
      request: 'create',
      description: 'webrtc-session',
      is_private: true,
      publishers: 1,
      audiocodec: 'opus',
      videocodec: videoCodecs.join(','),
      ...{ pin, secret },
      ...(adminKey === undefined ? {} : { admin_key: adminKey }),
    });
    return new JanusRoom(control, data['room'], pin, secret);
  }

  private constructor(control: JanusHandle, id: unknown, pin: string, secret: string) {
    this.#control = control;
    this.id = id;
    this.pin = pin;
    this.#secret = secret;
  }

  destroy(): void {
    this.#control.tell({ request: 'destroy', room: this.id, secret: this.#secret });
  }
}
