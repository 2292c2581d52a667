/**
 * Keys of members that only this package calls. They are not exported by `index.ts`, so that what a class shows to
 * applications is its public API and nothing else.
 */

/** Of a context: its media engine. */
export const engine = Symbol('engine');
/** Of a context: whether it records from a microphone; pushed sound cannot be mixed in. */
export const recordsMicrophone = Symbol('recordsMicrophone');
/** Of a context: what is to be disposed before the engine stops. */
export const children = Symbol('children');
/** Of the class `Context`: makes one over another engine. */
export const withEngine = Symbol('withEngine');
/** Of publishers and subscribers: the context they were made with. */
export const owner = Symbol('owner');
/** Of publishers and subscribers: begin in a session. */
export const attach = Symbol('attach');
/** Of publishers and subscribers: end as the application asked, with events. */
export const leave = Symbol('leave');
/** Of publishers and subscribers: end at once and silently, because the session is disposed. */
export const detach = Symbol('detach');
/** Of everything with events: raises `error`, and tells whether anybody heard it. */
export const report = Symbol('report');
/** Of a subscriber: its publisher muted or unmuted the picture. */
export const videoPublished = Symbol('videoPublished');
/** Of a frame iterator: takes a frame. */
export const offer = Symbol('offer');
/** Of a frame iterator: there are no more frames. */
export const end = Symbol('end');
/** Of a frame iterator: ends when a signal is aborted. */
export const endWith = Symbol('endWith');
