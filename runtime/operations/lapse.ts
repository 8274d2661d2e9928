/** A redrive or a replay that gave no sign of life for so many seconds was killed; it gives one each second. */
export const lapseSeconds = 20;
