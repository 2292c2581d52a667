import { JanusRefusal } from './janus-error.js';
import type { JanusMessage, Jsep } from './janus-message.js';
import type { JanusSession } from './janus-session.js';

/** What the VideoRoom plugin answered. */
export interface PluginAnswer {
  readonly data: Readonly<Record<string, unknown>>;
  readonly jsep: Jsep | undefined;
}

export interface TrickledCandidate {
  readonly candidate: string;
  readonly sdpMid: string;
  readonly sdpMLineIndex: number;
}

/** A client of the VideoRoom plugin: a publisher, a subscriber, or who makes rooms. At most one peer connection. */
export class JanusHandle {
  readonly id: number;
  /** Takes what the plugin, or Janus, says of it unasked. */
  onEvent: (message: JanusMessage) => void = () => undefined;
  readonly session: JanusSession;

  constructor(session: JanusSession, id: number) {
    this.session = session;
    this.id = id;
  }

  /** @throws JanusRefusal, JanusLost. */
  async ask(body: Readonly<Record<string, unknown>>, jsep?: Jsep): Promise<PluginAnswer> {
    const message = await this.session.request({
      janus: 'message',
      handle_id: this.id,
      body,
      ...(jsep === undefined ? {} : { jsep }),
    });
    const data = message.plugindata?.data ?? {};
    const { error_code: code, error } = data;
    if (typeof code === 'number') throw new JanusRefusal(code, String(error));
    return { data, jsep: message.jsep };
  }

  /** The same without waiting; made again if the connection is lost meanwhile. */
  tell(body: Readonly<Record<string, unknown>>): void {
    this.session.post({ janus: 'message', handle_id: this.id, body });
  }

  trickle({ candidate, sdpMid, sdpMLineIndex }: TrickledCandidate): void {
    const mid = sdpMid === '' ? {} : { sdpMid };
    const line = { candidate, sdpMLineIndex, ...mid };
    this.session.post({ janus: 'trickle', handle_id: this.id, candidate: line });
  }

  /** Ends its peer connection, and it. */
  detach(): void {
    this.session.forget(this.id);
    this.session.post({ janus: 'detach', handle_id: this.id });
  }
}
