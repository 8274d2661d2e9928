/** A text whose paragraphs were broken into lines for the eye. */
export function joinLines(text: string): string {
  return text.replaceAll(/(?<!\n)\n(?!\n)/g, " ");
}
