import * as v from 'valibot';

const jsep = v.object({ type: v.picklist(['offer', 'answer']), sdp: v.string() });

/** What of Janus' messages is used. Everything else in them is left alone: later versions say more. */
const message = v.object({
  janus: v.string(),
  transaction: v.optional(v.string()),
  /** The handle it is about. */
  sender: v.optional(v.number()),
  data: v.optional(v.object({ id: v.number() })),
  error: v.optional(v.object({ code: v.number(), reason: v.string() })),
  plugindata: v.optional(v.object({ data: v.record(v.string(), v.unknown()) })),
  jsep: v.optional(jsep),
  /** Of a hangup. */
  reason: v.optional(v.string()),
  // Of the answer to `info`.
  version: v.optional(v.number()),
  version_string: v.optional(v.string()),
  plugins: v.optional(v.record(v.string(), v.unknown())),
});

export type JanusMessage = v.InferOutput<typeof message>;
export type Jsep = v.InferOutput<typeof jsep>;

/** Undefined if it is not a message of Janus'. */
export function parseJanusMessage(text: string): JanusMessage | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  const result = v.safeParse(message, value);
  return result.success ? result.output : undefined;
}
