/** Schemas that give back what they got, when all that is inside them does. */
const faithfulTypes = new Set([
  ..."any array boolean custom exact_optional integer literal loose_object loose_tuple never null nullable nullish number".split(
    " ",
  ),
  ..."object_with_rest optional picklist record strict_object strict_tuple string tuple_with_rest union unknown variant".split(
    " ",
  ),
]);

/**
 * The places of a valibot schema at which parsing could change a value; what is not known to be
 * faithful counts as a change.
 */
export function changesValues(schema: unknown, path = "$"): readonly string[] {
  if (Array.isArray(schema)) return schema.flatMap((item, index) => changesValues(item, `${path}.${index}`));
  if (typeof schema !== "object" || schema === null) return [];
  return [...ownChange(schema, path), ...innerChanges(schema, path)];
}

function ownChange(part: object, path: string): readonly string[] {
  const { kind, type, ...rest }: { kind?: unknown; type?: unknown; default?: unknown; fallback?: unknown } =
    part;
  if (kind === "transformation") return [`${path} transforms (${String(type)})`];
  if (kind === "schema" && !faithfulTypes.has(String(type)))
    return [`${path} may strip or change (${String(type)})`];
  if (rest.default !== undefined) return [`${path} has a default`];
  if ("fallback" in part && rest.fallback !== undefined) return [`${path} has a fallback`];
  return [];
}

const containers = ["entries", "wrapped", "item", "items", "key", "value", "rest", "options", "pipe"];

function innerChanges(part: object, path: string): readonly string[] {
  return Object.entries(part)
    .filter(([name]) => containers.includes(name))
    .flatMap(([name, inner]) => innerParts(name, inner, path, part));
}

function innerParts(name: string, inner: unknown, path: string, whole: object): readonly string[] {
  if (name === "entries" && typeof inner === "object" && inner !== null) {
    return Object.entries(inner).flatMap(([key, entry]) => changesValues(entry, `${path}.${key}`));
  }
  // The first part of a pipe is the piped schema itself.
  if (name === "pipe" && Array.isArray(inner)) return changesValues(inner.slice(1), `${path}.pipe`);
  return inner === whole ? [] : changesValues(inner, `${path}.${name}`);
}
