import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { FunctionName } from "../../runtime/env.ts";

interface SavedQuery {
  readonly functions: readonly FunctionName[];
  readonly query: string;
}

const onTheWay = ["ingest", "process", "relay", "query"] as const;
const story =
  "fields @timestamp, function, level, message, eventId, acceptanceId, messageId, failureType, failureReason, code, error.message";

/** What people look for in the logs, by the name that Logs Insights shows. */
export const savedQueries: Readonly<Record<string, SavedQuery>> = {
  "one event by correlation id": {
    functions: onTheWay,
    query: `${story}
| filter correlationId = "PUT THE CORRELATION ID HERE"
| sort @timestamp asc
| limit 1000`,
  },
  "one event by event id": {
    functions: onTheWay,
    query: `${story}
| filter eventId = "PUT THE EVENT ID HERE"
| sort @timestamp asc
| limit 1000`,
  },
  "failures by class": {
    functions: ["process"],
    query: `filter message in ["event put back", "dead letter not taken", "announcement left to the relay"]
| stats count(*) as messages, max(attempt) as mostAttempts by bin(5m), message, outage, error.name
| sort messages desc`,
  },
  "dead events by type and producer": {
    functions: ["process"],
    query: `filter message = "event dead-lettered"
| stats count(*) as events, latest(failureReason) as lastReason by failureType, producer
| sort events desc`,
  },
  "refused requests by code": {
    functions: ["ingest", "query"],
    query: `filter message in ["request refused", "request failed"]
| stats count(*) as requests, latest(correlationId) as lastCorrelationId by function, code
| sort requests desc`,
  },
  "accepted and not ended": {
    functions: ["ingest", "process"],
    query: `filter message in ["event accepted", "event stored", "event duplicate", "event dead-lettered"]
| stats count(*) as seen, sum(strcontains(message, "event accepted")) as accepted, earliest(@timestamp) as since, latest(eventId) as event, latest(correlationId) as correlation by acceptanceId
| filter accepted > 0 and seen = accepted
| sort since asc
| limit 1000`,
  },
};

/** Saves the queries under the stack's name, each over the log groups that it is about. */
export function saveQueries(
  parent: pulumi.ComponentResource,
  prefix: string,
  logGroupNames: Readonly<Record<FunctionName, pulumi.Output<string>>>,
): void {
  for (const [title, { functions, query }] of Object.entries(savedQueries)) {
    new aws.cloudwatch.QueryDefinition(
      `${prefix}-query-${title.replaceAll(" ", "-")}`,
      {
        // Logs Insights makes folders of slashes.
        name: `${prefix}/${title}`,
        logGroupNames: functions.map((name) => logGroupNames[name]),
        queryString: query,
      },
      { parent },
    );
  }
}
