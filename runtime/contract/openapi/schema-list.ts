import { dataschemaOf, eventTypes } from "../event-types/index.ts";

/** The body of `GET /v1/schemas`. */
export const schemaList = {
  schemas: Object.entries(eventTypes).map(([type, { version, meaning }]) => ({
    type,
    version,
    dataschema: dataschemaOf(type),
    meaning,
    href: `/v1/schemas/${type}`,
  })),
};
