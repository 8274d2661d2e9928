import type * as pulumi from "@pulumi/pulumi";
import type { FunctionName } from "../../../runtime/env.ts";
import { type AlarmRule, type AlarmRules, lambdaMetric, type Watched } from "./rule.ts";

/** A run of a scheduled function that fails is left to the next, so one alone is no alarm. */
const tolerated: Partial<Record<FunctionName, Pick<AlarmRule, "threshold" | "minutes">>> = {
  relay: { threshold: 2, minutes: 5 },
  upkeep: { threshold: 2, minutes: 180 },
};

/** With partial batch failures Lambda counts no errors, so these mean crashes, time-outs and refused starts. */
export function functionAlarms({ functionNames }: Watched): AlarmRules {
  const { relay, upkeep } = functionNames;
  return {
    ...Object.fromEntries(
      Object.entries(functionNames).flatMap(([name, physical]) => [
        [`${name}-errors`, errors(name as FunctionName, physical)],
        [`${name}-throttles`, throttles(name, physical)],
      ]),
    ),
    "relay-silent": silent("relay", relay, 15),
    "upkeep-silent": silent("upkeep", upkeep, 180),
  };
}

function errors(name: FunctionName, physical: pulumi.Output<string>): AlarmRule {
  return {
    metrics: { errors: lambdaMetric("Errors", physical) },
    threshold: 0,
    description: `The function ${name} crashed or ran out of time. Look at the last lines of its log.`,
    ...tolerated[name],
  };
}

function throttles(name: string, physical: pulumi.Output<string>): AlarmRule {
  return {
    metrics: { throttles: lambdaMetric("Throttles", physical) },
    threshold: 0,
    description: `The function ${name} was refused an instance. Compare the account's concurrent executions with its quota.`,
  };
}

function silent(name: string, physical: pulumi.Output<string>, minutes: number): AlarmRule {
  return {
    metrics: { invocations: lambdaMetric("Invocations", physical) },
    threshold: 1,
    below: true,
    minutes,
    silence: true,
    description: `The function ${name} has not run for ${minutes} minutes. Look whether its schedule is enabled and may invoke it.`,
  };
}
