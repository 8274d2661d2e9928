import * as v from "valibot";

const OneOrMore = v.union([v.string(), v.array(v.string())]);

const Policy = v.object({
  Statement: v.array(
    v.object({
      Effect: v.picklist(["Allow", "Deny"]),
      Action: OneOrMore,
      Resource: v.optional(OneOrMore, []),
    }),
  ),
});

/**
 * Why a policy allows more than it names, each as a sentence. A wildcard may end the ARN of a thing
 * inside a named one, as an object in a bucket or a stream of a log group; it may not stand for an
 * action or for a resource.
 * @throws ValiError or SyntaxError when it is not a policy.
 */
export function wildcardFaults(document: string): readonly string[] {
  const { Statement } = v.parse(Policy, JSON.parse(document));
  return Statement.filter(({ Effect }) => Effect === "Allow").flatMap(({ Action, Resource }) => [
    ...listOf(Action)
      .filter((action) => action.includes("*"))
      .map((action) => `It allows the actions ${action}. Name each one that is used.`),
    ...listOf(Resource)
      .filter((resource) => !namesOneThing(resource))
      .map((resource) => `It allows the resource ${resource}. Name it.`),
  ]);
}

function listOf(value: string | readonly string[]): readonly string[] {
  return typeof value === "string" ? [value] : value;
}

/** `arn:partition:service:region:account:name`, where at most what is inside the name is left open. */
function namesOneThing(resource: string): boolean {
  if (!resource.includes("*")) return true;
  return /^arn:[^*:]+:[^*:]+:[^*:]*:[^*:]*:[^*]{3,}[/:]\*$/.test(resource);
}
