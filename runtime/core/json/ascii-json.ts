// Printable ASCII: what SQS may carry (#x9, #xA, #xD and #x20 on) without what a JSON text escapes anyway.
const outsidePrintableAscii = /[^\x20-\x7e]/;
const everyOutside = /[^\x20-\x7e]/g;

/**
 * The same JSON in printable ASCII: other characters as `\uXXXX`, beyond the BMP as two escapes.
 * They stand inside strings only, as the JSON that Fluxa writes has no white space between tokens.
 */
export function asciiJson(json: string): string {
  return outsidePrintableAscii.test(json) ? json.replace(everyOutside, escapeUnit) : json;
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`;
}
