import { connectionFaults, plannedConnections } from "../../../components/rules/connections.ts";
import { memoryMb } from "../../../components/support/memory.ts";
import { metrics } from "../../../runtime/contract/metrics.ts";
import { priceList } from "../../measures/cost/prices.ts";
import { assumptions } from "./assumptions.ts";

/** What was measured, by the size of the processor's batches where it depends on it. */
export interface Measured {
  /** Cores of the machine on which the processor was measured. */
  readonly cores: number;
  /** Events a second through the processor, database included. */
  readonly processorRate: Readonly<Record<BatchSize, number>>;
  /** Milliseconds of an invocation. */
  readonly processMs: Readonly<Record<BatchSize, number>>;
  readonly ingestMs: Readonly<Record<Way, number>>;
  /** Dollars per million events. */
  readonly usdPerMillion: Readonly<Record<Way, number>>;
  /** Bytes of the database per event. */
  readonly storedBytes: Readonly<Record<"small" | "mix", number>>;
}

type BatchSize = 10 | 100;
type Way = "single" | "batched";

/** A stack for a rate. */
export interface Sizing {
  readonly rate: number;
  readonly batchSize: BatchSize;
  /** vCPUs of the database, with room for peaks. */
  readonly vcpus: number;
  readonly databaseClass: string;
  /** Databases that share the work; more than one when no class is large enough. */
  readonly shards: number;
  /** Processors at the same time, on each shard. */
  readonly processors: number;
  /** Connections that the functions may open on each shard. */
  readonly connections: number;
  readonly ingest: Readonly<Record<Way, number>>;
  /** GB a month. */
  readonly growth: Readonly<Record<"small" | "mix", number>>;
  /** Months until the largest storage of an instance is full with events of 1 KiB, on each shard. */
  readonly monthsUntilFull: number;
  /** Dollars a month. */
  readonly usd: {
    readonly database: number;
    readonly others: number;
    /** For every month that events of 1 KiB are kept. */
    readonly storage: number;
    readonly events: Readonly<Record<Way, number>>;
    readonly total: Readonly<Record<Way, number>>;
  };
}

const { prices, databases } = priceList;
const hoursOfMonth = 730;
const secondsOfMonth = hoursOfMonth * 3_600;
const gib = 1024 ** 3;
const { utilisation, zones } = assumptions;

/**
 * A stack that takes so many events a second around the clock.
 * @throws Error when the measured numbers are none to compute with.
 */
export function sizeFor(rate: number, measured: Measured): Sizing {
  const batchSize = rate >= assumptions.largeBatchesFrom ? 100 : 10;
  const vcpus = vcpusFor(rate, batchSize, measured);
  const { shards, processors, chosen } = shareOut(rate, batchSize, vcpus, measured);
  const growth = {
    small: growthOf(rate, measured.storedBytes.small),
    mix: growthOf(rate, measured.storedBytes.mix),
  };
  const costs = {
    database: chosen.usdPerHour * hoursOfMonth * zones * shards,
    others: othersPerMonth(),
    storage: growth.small * prices.databaseGbMonth.usd * zones,
  };
  const events = byWay((way) => ((rate * secondsOfMonth) / 1_000_000) * measured.usdPerMillion[way]);
  const perMonth = costs.database + costs.others + costs.storage * assumptions.monthsKept;
  return {
    rate,
    batchSize,
    vcpus,
    databaseClass: chosen.name,
    shards,
    processors,
    connections: plannedConnections(planOf(chosen, processors)),
    ingest: byWay((way) => ingestFor(rate, way, measured)),
    growth,
    monthsUntilFull: (assumptions.largestStorageGb * shards) / growth.small,
    usd: { ...costs, events, total: byWay((way) => perMonth + events[way]) },
  };
}

/** vCPUs for a rate, as if everything that the machine did had been the database's work. */
function vcpusFor(rate: number, batchSize: BatchSize, { cores, processorRate }: Measured): number {
  const perVcpu = (processorRate[batchSize] / cores) * assumptions.coresPerVcpu;
  return rate / perVcpu / utilisation;
}

/** Events a second that one database of the largest class takes. */
export function largestRate({ cores, processorRate }: Measured): number {
  return largest.vcpus * utilisation * (processorRate[100] / cores) * assumptions.coresPerVcpu;
}

function processorsFor(rate: number, batchSize: BatchSize, { processMs }: Measured): number {
  const busy = busyWith(rate / batchSize, processMs[batchSize]);
  return Math.max(assumptions.leastConcurrency, busy);
}

function ingestFor(rate: number, way: Way, { ingestMs }: Measured): number {
  return busyWith(way === "single" ? rate : rate / assumptions.eventsPerPost, ingestMs[way]);
}

/** Instances that so many invocations a second keep busy, with room for peaks (Little's law). */
function busyWith(invocations: number, ms: number): number {
  return Math.ceil((invocations * ms * assumptions.slower) / 1_000 / utilisation);
}

type DatabaseClass = (typeof databases.classes)[number];

const largest: DatabaseClass = databases.classes.reduce((one, other) =>
  other.vcpus > one.vcpus ? other : one,
);

/** More than anybody runs: what needs more was not measured but is a fault. */
const mostShards = 100;

/** The smallest class that does it alone, or as few of any class as share it. */
function shareOut(rate: number, batchSize: BatchSize, vcpus: number, measured: Measured) {
  for (let shards = 1; shards <= mostShards; shards++) {
    const processors = processorsFor(rate / shards, batchSize, measured);
    const chosen = databases.classes.find((candidate) => fits(candidate, vcpus / shards, processors));
    if (chosen !== undefined) return { shards, processors, chosen };
  }
  throw new Error(`No ${mostShards} databases take ${rate} events/s, which need ${vcpus} vCPUs.`);
}

function fits(candidate: DatabaseClass, vcpus: number, processors: number): boolean {
  return candidate.vcpus >= vcpus && connectionFaults(planOf(candidate, processors)).length === 0;
}

function planOf({ name }: DatabaseClass, processors: number) {
  const { queryConcurrency, poolSize } = assumptions;
  return { databaseClass: name, maximumConcurrency: processors, queryConcurrency, poolSize };
}

function growthOf(rate: number, bytes: number): number {
  return (rate * secondsOfMonth * bytes) / gib;
}

/** What a stack costs besides its database, whatever its rate. */
function othersPerMonth(): number {
  const { interfaceEndpoints, alarms, idlePolls, warmInstances } = assumptions;
  const warmGbSeconds = warmInstances * (memoryMb.ingest / 1_024) * secondsOfMonth;
  return (
    interfaceEndpoints * zones * hoursOfMonth * prices.endpointHour.usd +
    Object.keys(metrics).length * prices.metricMonth.usd +
    alarms * prices.alarmMonth.usd +
    prices.dashboardMonth.usd +
    prices.secretMonth.usd +
    idlePolls * (prices.sqsRequest.usd + prices.sqsFairQueue.usd) +
    warmGbSeconds * prices.lambdaProvisionedGbSecond.usd
  );
}

function byWay(of: (way: Way) => number): Readonly<Record<Way, number>> {
  return { single: of("single"), batched: of("batched") };
}
