import { describe, expect, it, vi } from 'vitest';
import { Context, type DeviceInfo, type ScreenInfo } from '../../../lib/index.js';
import { ErrorCode } from '../../../lib/common/session-error.js';
import { Deferred } from '../../../lib/common/deferred.js';
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

  it('are told of when a list differs from the one before it', async () => {
    const engine = new FakeEngine();
    const { devices } = Context[withEngine](() => engine);
    const log: unknown[] = [];
    devices.on('screenAdded', ({ device }) => log.push(['added', device.id]));
    devices.on('screenRemoved', ({ device }) => log.push(['removed', device.id]));
    const list = vi.spyOn(engine, 'listScreens');
    const second = { ...fakeScreen, id: 'screen:2' };
    for (const screens of [[fakeScreen], [fakeScreen, second], [fakeScreen, second], [second]]) {
      list.mockResolvedValueOnce(screens);
      expect(await devices.listScreens()).toEqual(screens);
    }
    expect(log).toEqual([
      ['added', 'screen:2'],
      ['removed', 'screen:1'],
    ]);
  });

  it('are compared in the order in which they were asked for', async () => {
    const engine = new FakeEngine();
    const { devices } = Context[withEngine](() => engine);
    await devices.listMicrophones();
    const log: string[] = [];
    devices.on('microphoneAdded', ({ device }) => log.push(`added ${device.id}`));
    devices.on('microphoneRemoved', ({ device }) => log.push(`removed ${device.id}`));
    const list = vi.spyOn(engine, 'listMicrophones');
    const slow = new Deferred<readonly DeviceInfo[]>();
    list.mockReturnValueOnce(slow.promise).mockResolvedValueOnce([]);
    const first = devices.listMicrophones();
    await devices.listMicrophones();
    slow.resolve([fakeMicrophone]);
    expect(await first).toEqual([fakeMicrophone]);
    expect(log).toEqual([`removed ${fakeMicrophone.id}`]);
  });

  it('are told of no more after their context was disposed', async () => {
    const engine = new FakeEngine();
    const context = Context[withEngine](() => engine);
    const raised = vi.fn();
    context.devices.on('screenRemoved', raised);
    await context.devices.listScreens();
    const late = new Deferred<readonly ScreenInfo[]>();
    vi.spyOn(engine, 'listScreens').mockReturnValueOnce(late.promise);
    const listed = context.devices.listScreens();
    context.dispose();
    late.resolve([]);
    await listed;
    expect(raised).not.toHaveBeenCalled();
  });

  it('are not to be had of a context that was disposed', async () => {
    const context = Context[withEngine](() => new FakeEngine());
    context.dispose();
    await expect(context.devices.listScreens()).rejects.toMatchObject({ code: 1015 });
  });
});
