/** The same from CommonJS, which gets the same module by the package's CommonJS entry. */
import webrtc = require('webrtc-session');
import server = require('webrtc-session/server');

const context: webrtc.Context = new webrtc.Context({ audio: 'virtual' });
const source: webrtc.VideoSource = new webrtc.TestPatternVideoSource();
const publisher = new webrtc.Publisher(context, { video: source, audio: false });
const failures: webrtc.ErrorCodeName[] = [];
publisher.on('error', (error: webrtc.SessionError) => failures.push(error.codeName));
const listening: Promise<server.SessionServer> = server.createSessionServer();
void listening.then((running) => running.close());
