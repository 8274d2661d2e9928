import * as v from "valibot";

/** A text of 1 to `most` characters. */
export const Text = (most: number) => v.pipe(v.string(), v.minLength(1), v.maxLength(most));

/** A whole number within bounds. */
export const Whole = (least: number, most: number) =>
  v.pipe(v.number(), v.integer(), v.minValue(least), v.maxValue(most));

const most = 1_000;

/** One to a thousand of something. */
export const Some = <Item extends v.GenericSchema<unknown, string>>(item: Item) =>
  v.pipe(v.array(item), v.minLength(1), v.maxLength(most));
