import { createProjectToken, createRestToken } from '../../lib/protocol/index.js';

export interface ProjectKeys {
  readonly apiKey: string;
  readonly apiSecret: string;
}

/** What an attacker, or the bystander, is told. */
export interface TargetSetup {
  readonly url: string;
  readonly project: ProjectKeys;
  readonly sessionId: string;
  /** Address that its sockets come from. */
  readonly from: string;
}

/** A server as somebody with a project's keys sees it. */
export class Target {
  readonly url: string;
  readonly host: string;
  readonly port: number;
  readonly from: string;
  readonly project: ProjectKeys;
  readonly sessionId: string;

  constructor({ url, project, sessionId, from }: TargetSetup) {
    this.url = url;
    this.host = new URL(url).hostname;
    this.port = Number(new URL(url).port);
    this.project = project;
    this.sessionId = sessionId;
    this.from = from;
  }

  /** A publisher's. */
  token(): Promise<string> {
    return createProjectToken(this.project, { sessionId: this.sessionId });
  }

  /** A well-formed one, signed with a secret that is not the project's. */
  wrongToken(): Promise<string> {
    const { sessionId, project } = this;
    return createProjectToken({ ...project, apiSecret: 'a guess' }, { sessionId });
  }

  /** Header of a REST call. */
  async restHeaders(): Promise<Record<string, string>> {
    return { 'X-OPENTOK-AUTH': await createRestToken(this.project), Accept: 'application/json' };
  }
}
