import type { DeviceInfo } from '../media/engine.js';

/** Undefined in a page that is not secure (neither HTTPS nor loopback): it has no devices. */
function mediaDevices(): MediaDevices | undefined {
  return navigator.mediaDevices;
}

/** Without the user's permission a browser gives no names, and at most one device of each kind, with no id. */
export async function devicesOf(kind: MediaDeviceKind): Promise<readonly DeviceInfo[]> {
  const devices = (await mediaDevices()?.enumerateDevices()) ?? [];
  return devices
    .filter((device) => device.kind === kind)
    .map(({ deviceId, label }) => ({ id: deviceId, name: label }));
}

/** Calls back whenever devices have come or gone, until what is returned is called. */
export function watchDevices(onChange: () => void): () => void {
  const devices = mediaDevices();
  devices?.addEventListener('devicechange', onChange);
  return () => {
    devices?.removeEventListener('devicechange', onChange);
  };
}
