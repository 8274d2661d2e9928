const replacements: readonly (readonly [RegExp, string])[] = [
  // S3 keys and addresses: at least two slashes.
  [/\b[\w.-]+(?::\/)?(?:\/[\w.:=-]*[\w=-]){2,}/g, "<path>"],
  [/\b\d{4}-\d{2}-\d{2}T[\d:.]+(?:Z|[+-]\d{2}:\d{2})?/g, "<time>"],
  [/\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/gi, "<id>"],
  [/\b(?=[a-f]*\d)[0-9a-f]{16,}\b/gi, "<hash>"],
  [/(?<![A-Za-z])\d+|\d{3,}/g, "<n>"],
];

/** A failure reason without what is particular to one event, so that the same cause is one group. */
export function commonReason(reason: string): string {
  return replacements.reduce((text, [pattern, name]) => text.replace(pattern, name), reason);
}
