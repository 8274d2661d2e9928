import { queueRetentionSeconds } from "./outage-budget.ts";

const secondsPerDay = 24 * 60 * 60;

/** A claim that is forgotten before its event or its message is lets a repeated event be stored again. */
export function retentionFaults(settings: {
  readonly eventRetentionDays: number;
  readonly claimRetentionDays: number;
}): readonly string[] {
  const { eventRetentionDays, claimRetentionDays } = settings;
  const queueAndDeadDays = (2 * queueRetentionSeconds) / secondsPerDay;
  const least = Math.max(eventRetentionDays, queueAndDeadDays);
  if (claimRetentionDays >= least) return [];
  return [
    `claimRetentionDays is ${claimRetentionDays}, below ${least} (the longer of eventRetentionDays, ${eventRetentionDays}, and of the ` +
      `${queueAndDeadDays} days that a message may lie in the queue and the dead-letter queue): repeated events would be stored twice. Raise it.`,
  ];
}
