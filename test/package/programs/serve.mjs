/** Makes a session on a server of its own. Copied into a project that has the package. */
import { createSessionServer } from 'webrtc-session/server';

const server = await createSessionServer();
const { sessionId } = await server.createSession();
await server.close();
console.log(sessionId.length > 20);
