import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ErrorCode } from '../../lib/common/session-error.js';
import { SessionRoom, type Member } from '../helpers/rigs/session-room.js';

describe('signals', () => {
  let room: SessionRoom;
  let ann: Member;
  let bob: Member;

  beforeEach(async () => {
    room = await SessionRoom.open();
    ann = await room.join({ data: 'Ann' });
    bob = await room.join({ data: 'Bob' });
    await ann.log.until('connectionCreated');
  });
  afterEach(() => room[Symbol.asyncDispose]());

  const signals = ({ log }: Member): string[] =>
    log
      .payloads('signal')
      .map(({ type, data, connection }) => `${connection?.data ?? ''}:${type}:${data}`);

  it('rule 18: type and data may be empty, and are measured in bytes', async () => {
    await ann.session.sendSignal('', '');
    await ann.session.sendSignal('Az09-_.~', 'x'.repeat(8192));
    await ann.session.sendSignal('a'.repeat(128), 'é'.repeat(4096));
    await bob.log.until('signal', ({ type }) => type.length === 128);
    expect(bob.log.payloads('signal').map(({ type, data }) => [type.length, data.length])).toEqual([
      [0, 0],
      [8, 8192],
      [128, 4096],
    ]);
  });

  it.each([
    ['a'.repeat(129), '', ErrorCode.SessionSignalTypeTooLong],
    ['with space', '', ErrorCode.SessionInvalidSignalType],
    ['ümlaut', '', ErrorCode.SessionInvalidSignalType],
    ['', 'x'.repeat(8193), ErrorCode.SessionSignalDataTooLong],
    ['', 'é'.repeat(4097), ErrorCode.SessionSignalDataTooLong],
  ])('rule 18: outside the limits is an error (%#)', async (type, data, code) => {
    await expect(ann.session.sendSignal(type, data)).rejects.toMatchObject({ code });
    expect(ann.log.payloads('error')).toMatchObject([{ code }]);
    await ann.session.sendSignal('after', '');
    await bob.log.until('signal');
    expect(signals(bob)).toEqual(['Ann:after:']);
  });

  it('rule 19: without `to` everybody gets it, the sender too, in order', async () => {
    const texts = Array.from({ length: 50 }, (_, index) => String(index));
    await Promise.all(texts.map((data) => ann.session.sendSignal('count', data)));
    const expected = texts.map((data) => `Ann:count:${data}`);
    await bob.log.until('signal', ({ data }) => data === '49');
    expect(signals(bob)).toEqual(expected);
    await ann.log.until('signal', ({ data }) => data === '49');
    expect(signals(ann)).toEqual(expected);
    expect(ann.log.payloads('signal')[0]?.connection).toBe(ann.session.connection);
  });

  it('rule 19: with `to` only that one gets it', async () => {
    const cleo = await room.join({ data: 'Cleo' });
    const { connection: toBob } = await ann.log.until('connectionCreated');
    await ann.session.sendSignal('private', 'psst', { to: toBob });
    await ann.session.sendSignal('private', 'by id', { to: toBob.id });
    await ann.session.sendSignal('public', 'hello');
    for (const member of [ann, bob, cleo]) {
      await member.log.until('signal', ({ type }) => type === 'public');
    }
    expect(signals(bob)).toEqual(['Ann:private:psst', 'Ann:private:by id', 'Ann:public:hello']);
    expect(signals(ann)).toEqual(['Ann:public:hello']);
    expect(signals(cleo)).toEqual(['Ann:public:hello']);
  });

  it('rule 19: `to` somebody gone is 404', async () => {
    const { connection } = await ann.log.until('connectionCreated');
    await bob.session.disconnect();
    await ann.log.until('connectionDropped');
    await expect(ann.session.sendSignal('late', '', { to: connection })).rejects.toMatchObject({
      code: ErrorCode.SignalTargetNotFound,
    });
  });

  it('survives UTF-8', async () => {
    await ann.session.sendSignal('text', '✓ Ünïcödé 🎥');
    expect((await bob.log.until('signal')).data).toBe('✓ Ünïcödé 🎥');
  });

  it('needs a connected session: 1010', async () => {
    const { session } = room.member();
    await expect(session.sendSignal('a', 'b')).rejects.toMatchObject({
      code: ErrorCode.SessionDisconnected,
    });
  });

  it('refuses wrong arguments at once, naming them', () => {
    const { session } = ann;
    expect(() => session.sendSignal(1 as never, '')).toThrow(/^type must be a string/);
    expect(() => session.sendSignal('', {} as never)).toThrow(/^data must be a string/);
    expect(() => session.sendSignal('', '', { to: {} as never })).toThrow(
      /^options.to must be a Connection or its id/,
    );
    expect(() => session.sendSignal('', '', { retry: true } as never)).toThrow(
      /^options.retry is not an option/,
    );
    expect(ann.log.payloads('error')).toEqual([]);
  });
});
