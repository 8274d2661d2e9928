import { timeoutSeconds } from "../support/timeouts.ts";
import { certificateFaults } from "./certificates.ts";
import { connectionFaults } from "./connections.ts";
import { outageFaults } from "./outage-budget.ts";
import { producerFaults } from "./producers.ts";
import { retentionFaults } from "./retention.ts";
import { batchFaults, visibilityFaults, visibilitySeconds } from "./visibility.ts";

/** What the rules look at. */
type Settings = Parameters<typeof batchFaults>[0] &
  Parameters<typeof outageFaults>[0] &
  Parameters<typeof retentionFaults>[0] &
  Parameters<typeof connectionFaults>[0] & {
    readonly region: string;
    readonly producers: Parameters<typeof producerFaults>[0];
  };

/** Why a stack of this configuration could not work or would lose something, each as a sentence; empty when it can. */
export function configurationFaults(settings: Settings): readonly string[] {
  const window = settings.batchWindowSeconds;
  const visibility = { timeoutSeconds: timeoutSeconds.process, windowSeconds: window };
  return [
    ...certificateFaults(settings.region),
    ...producerFaults(settings.producers),
    ...batchFaults(settings),
    ...visibilityFaults({ ...visibility, visibilitySeconds: visibilitySeconds(visibility) }),
    ...outageFaults(settings),
    ...retentionFaults(settings),
    ...connectionFaults(settings),
  ];
}
