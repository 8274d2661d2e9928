/** Where the migrations lie that ship. */
export const shippedMigrations = new URL("../../../sql/migrations/", import.meta.url);

/** Their names, in their order. */
export const migrationFiles: readonly string[] = [
  "0001_roles.sql",
  "0002_events.sql",
  "0003_upkeep.sql",
  "0004_redrives.sql",
  "0005_retention.sql",
  "0006_payload_compression.sql",
  "0007_replays.sql",
];
