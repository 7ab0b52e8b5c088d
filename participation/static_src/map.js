// Loaded by inbreng.js when somebody opens a map, and never before.
import { openIdeas } from "./js/map_ideas.js";
import { openPlace, openPoint } from "./js/map_place.js";

export const open = { ideas: openIdeas, point: openPoint };
export { openPlace };
