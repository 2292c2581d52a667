import { Context, NativeLoadError, Session } from 'webrtc-session';

try {
  new Session(Context.instance, '100', 'a-session', { apiUrl: 'http://127.0.0.1:1' });
  console.log('no error');
} catch (error) {
  if (!(error instanceof NativeLoadError)) throw error;
  console.log(error.name, error.reason, error.message);
}
