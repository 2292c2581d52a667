/**
 * Keys of members that only this package calls. They are not exported by `index.ts`, so that what a class shows to
 * applications is its public API and nothing else.
 */

/** Of a context: its media engine. */
export const engine = Symbol('engine');
/** Of a context: whether it records from a microphone; pushed audio cannot be mixed in. */
export const recordsMicrophone = Symbol('recordsMicrophone');
/** Of a context: what is to be disposed before the engine stops. */
export const children = Symbol('children');
/** Of the devices of a context: end with it. */
export const closeDevices = Symbol('closeDevices');
/** Of the class `Context`: makes one over another engine. */
/** Of a context: throws if it can have no engine on this machine. */
export const checkEngine = Symbol('checkEngine');
export const withEngine = Symbol('withEngine');
/** Of publishers and subscribers: the context they were made with. */
export const contextOf = Symbol('contextOf');
/** Of publishers and subscribers: begin in a session. */
export const start = Symbol('start');
/** Of publishers and subscribers: stop as the application asked, with events. */
export const close = Symbol('close');
/** Of publishers, subscribers and frame iterators: it is over, silently. */
export const end = Symbol('end');
/** Of everything with events: raises `error`, and says whether anybody heard it. */
export const report = Symbol('report');
/** Of a stream: whether it has a video channel, muted or not. */
export const carriesVideo = Symbol('carriesVideo');
/** Of a subscriber: its publisher muted or unmuted the video. */
export const videoPublished = Symbol('videoPublished');
/** Of a subscriber: tells of its tracks, those of now and whenever they change. */
export const watchTracks = Symbol('watchTracks');
/** Of a frame iterator: takes a frame. */
export const push = Symbol('push');
/** Of a frame iterator: ends when a signal is aborted. */
export const endWith = Symbol('endWith');
