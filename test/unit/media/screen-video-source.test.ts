import { describe, expect, it, vi } from 'vitest';
import { open } from '../../../lib/media/sources/media-source.js';
import { ScreenVideoSource } from '../../../lib/media/sources/screen-video-source.js';
import { videoOutlet } from '../../../lib/media/sources/source-stage.js';
import { FakeEngine, fakeScreen } from '../../helpers/fakes/fake-engine.js';

describe('screen video source', () => {
  it('is as large as its screen, and an HD picture as long as that is not known', () => {
    expect(new ScreenVideoSource(fakeScreen)).toMatchObject({ width: 640, height: 480, fps: 15 });
    expect(new ScreenVideoSource('screen:1')).toMatchObject({ width: 1280, height: 720 });
  });

  it('opens what was asked for, as screen content', () => {
    const engine = new FakeEngine();
    const source = new ScreenVideoSource(fakeScreen, { fps: 5, cursor: false });
    source[open](
      videoOutlet(engine, { contentHint: 'text' }, { resized: () => 0, ended: () => 0 }),
    );
    expect(engine.captures[0]?.options).toEqual({
      screenId: 'screen:1',
      fps: 5,
      cursor: false,
      screencast: true,
      contentHint: 'text',
    });
  });

  it('tells each of the publishers that use it of a new size, once', () => {
    const engine = new FakeEngine();
    const source = new ScreenVideoSource('screen:1');
    const heard = [vi.fn(), vi.fn()];
    for (const resized of heard) source[open](videoOutlet(engine, {}, { resized, ended: () => 0 }));
    for (const { observer } of engine.captures) {
      observer.resized(1280, 720);
      observer.resized(640, 480);
      observer.resized(640, 480);
    }
    expect(heard.map(({ mock }) => mock.calls)).toEqual([[[640, 480]], [[640, 480]]]);
    expect(source).toMatchObject({ width: 640, height: 480 });
  });

  it.each([
    [[], TypeError, 'screen must be an id or an entry of listScreens(), got undefined'],
    [[1], TypeError, 'screen must be an id or an entry of listScreens(), got 1'],
    [['screen:1', { fps: 0 }], RangeError, 'options.fps'],
    [['screen:1', { cursor: 'yes' }], TypeError, 'options.cursor'],
    [['screen:1', { rate: 5 }], TypeError, 'options.rate is not an option'],
  ])('%j is refused', (args, error, message) => {
    const make = () => new ScreenVideoSource(...(args as [string]));
    expect(make).toThrow(error);
    expect(make).toThrow(message);
  });
});
