import * as v from "valibot";
import { ProducerName } from "./identifiers.ts";

/** Who an API key belongs to; a reader sees the events of every producer. */
export const Producer = v.strictObject({ name: ProducerName, reader: v.optional(v.boolean(), false) });

export type Producer = v.InferOutput<typeof Producer>;

/** The document that maps the ids of API keys, never their values, to producers. */
export const ProducerDirectory = v.record(v.string(), Producer);

export type ProducerDirectory = v.InferOutput<typeof ProducerDirectory>;
