/** What happened, what it means and what to do, as one text. */
export class InstallFailure extends Error {}
