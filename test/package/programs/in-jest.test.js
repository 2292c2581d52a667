const { Context, Publisher, Session, TestPatternVideoSource } = require('webrtc-session');
const { createSessionServer } = require('webrtc-session/server');

test('a session is joined and a stream published', async () => {
  const server = await createSessionServer();
  const { apiKey, sessionId } = await server.createSession();
  const session = new Session(Context.instance, apiKey, sessionId, { apiUrl: server.url });
  await session.connect(await server.generateToken(sessionId));
  const video = new TestPatternVideoSource({ width: 320, height: 180 });
  const publisher = new Publisher(Context.instance, { video, audio: false });
  expect(await session.publish(publisher)).toMatchObject({ width: 320, height: 180 });
  Context.instance.dispose();
  await server.close();
});
