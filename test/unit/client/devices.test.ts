import { describe, expect, it } from 'vitest';
import { Context } from '../../../lib/index.js';
import { ErrorCode } from '../../../lib/common/session-error.js';
import { withEngine } from '../../../lib/client/internal.js';
import { FakeEngine, fakeMicrophone, fakeScreen } from '../../helpers/fakes/fake-engine.js';

describe('devices', () => {
  const { devices } = Context[withEngine](() => new FakeEngine());

  it('are listed by kind', async () => {
    expect(await devices.listCameras()).toEqual([]);
    expect(await devices.listMicrophones()).toEqual([fakeMicrophone]);
    expect(await devices.listSpeakers()).toEqual([]);
    expect(await devices.listScreens()).toEqual([fakeScreen]);
  });

  it('are chosen by id', async () => {
    await devices.setMicrophone(fakeMicrophone.id);
    const noDevice = { name: 'SessionError', code: ErrorCode.GenericSdkError, source: 'device' };
    await expect(devices.setMicrophone('another')).rejects.toMatchObject(noDevice);
    await expect(devices.setSpeaker('another')).rejects.toMatchObject(noDevice);
    await expect(devices.setSpeaker('')).rejects.toThrow('id must not be empty');
    await expect(devices.setSpeaker(1 as never)).rejects.toThrow('id must be a string');
  });

  it('are not to be had of a context that was disposed', async () => {
    const context = Context[withEngine](() => new FakeEngine());
    context.dispose();
    await expect(context.devices.listScreens()).rejects.toMatchObject({ code: 1015 });
  });
});
