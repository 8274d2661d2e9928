import { v7 } from "uuid";
import type { NewId } from "../ports/chance.ts";

/** UUIDv7, ordered by time. */
export const newId: NewId = () => v7();
