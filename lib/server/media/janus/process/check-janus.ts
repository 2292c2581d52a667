import { SessionServerError } from '../../../session-server-error.js';
import { JanusRefusal } from '../connection/janus-error.js';
import type { JanusHandle } from '../connection/janus-handle.js';
import type { JanusSite } from './janus-place.js';
import type { JanusSocket } from '../connection/janus-socket.js';
import { notJanus } from './start-problem.js';

/** VideoRoom has several streams over one peer connection from there on; what we ask of it is of that form. */
const firstVersion = 1000;

const plugin = 'janus.plugin.videoroom';

/** @throws SessionServerError `router-unsuitable` unless it is a Janus that can do what is needed. */
export async function checkJanus(socket: JanusSocket, site: JanusSite): Promise<void> {
  const { janus, version = 0, version_string: name, plugins } = await info(socket, site);
  if (janus !== 'server_info') throw notJanus(site);
  if (version < firstVersion) {
    throw new SessionServerError(
      'router-unsuitable',
      `Janus ${name ?? version} is too old: install 1.0 or later, e.g. Debian 12's`,
    );
  }
  if (plugins?.[plugin] === undefined) {
    throw new SessionServerError(
      'router-unsuitable',
      'the Janus has no VideoRoom plugin: enable libjanus_videoroom in its janus.jcfg',
    );
  }
}

async function info(socket: JanusSocket, site: JanusSite) {
  try {
    return await socket.request({ janus: 'info' });
  } catch (error) {
    throw error instanceof JanusRefusal ? error : notJanus(site, error);
  }
}

/** Makes a room and takes it away. @throws SessionServerError `router-refused`. */
export async function checkRooms(control: JanusHandle, adminKey?: string): Promise<void> {
  const key = adminKey === undefined ? {} : { admin_key: adminKey };
  try {
    const { data } = await control.ask({ request: 'create', is_private: true, ...key });
    control.tell({ request: 'destroy', room: data['room'] });
  } catch (cause) {
    if (!(cause instanceof JanusRefusal)) throw cause;
    const text = `the Janus makes no rooms: ${cause.message}; router.adminKey must be its admin_key`;
    throw new SessionServerError('router-refused', text, { cause });
  }
}
