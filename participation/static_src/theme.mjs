// Makes the style of a municipality out of the handful of choices in a file of `themes/`.
//
// A colour becomes a scale by its contrast with white: whatever hue a municipality chooses, a step carries the text that
// our styles put on it. WCAG 2.2 asks 4.5 for text (1.4.3) and 3 for what is not text (1.4.11).

import { clampChroma, converter, formatHex, wcagContrast } from "culori";

const SCALES = { blauw: "brand", violet: "action", grijs: "neutral" };
// Of each step its contrast with white, and its colourfulness beside the chosen colour.
const STEPS = {
  50: [1.08, 0.1],
  100: [1.17, 0.2],
  200: [1.4, 0.4],
  300: [2.1, 0.75],
  400: [5.8, 1.2],
  500: [8.5, 1],
  600: [11.7, 0.8],
  700: [15.9, 0.6],
};
// The ground of a mail in a dark program.
const NIGHT = { 800: [17.8, 0.5] };
const HEX = /^#[0-9a-f]{6}$/i;
const oklch = converter("oklch");

/** The shade of `hue` and `chroma` that has this contrast with white, as #rrggbb. */
function shade(contrast, chroma, hue) {
  let [dark, light] = [0, 1];
  let colour = "#000000";
  for (let round = 0; round < 20; round += 1) {
    const l = (dark + light) / 2;
    colour = formatHex(clampChroma({ mode: "oklch", l, c: chroma, h: hue }, "oklch"));
    if (wcagContrast(colour, "#ffffff") > contrast) dark = l;
    else light = l;
  }
  return colour;
}

function scale(name, chosen) {
  if (!HEX.test(chosen)) throw new Error(`A theme needs a colour like #134f78, not ${chosen}`);
  const { c, h = 0 } = oklch(chosen);
  return Object.entries(STEPS).map(
    ([step, [contrast, share]]) =>
      `--voorbeeld-kleuren-${name}-${step}:${shade(contrast, c * share, h)}`,
  );
}

/** The variables of the design system's free theme that a municipality's `choices` replace, as one rule of CSS. */
export function styleOf(choices) {
  const colours = Object.entries(SCALES).flatMap(([name, choice]) => scale(name, choices[choice]));
  const parts = ["basis-form-control", "nl-button", "utrecht-alert"];
  return `.inbreng-theme{${[
    ...colours,
    `--inbreng-corners:${choices.corners}`,
    `--basis-text-font-family-default:${choices.letters}`,
    ...parts.map((part) => `--${part}-border-radius:var(--inbreng-corners)`),
  ].join(";")}}`;
}

/** The whole look for what reads no style sheet: {brand, action, neutral}, each by step, letters and corners. */
export function lookOf(choices) {
  const scales = Object.values(SCALES).map((choice) => {
    const { c, h = 0 } = oklch(choices[choice]);
    const steps = Object.entries({ ...STEPS, ...NIGHT });
    return [choice, Object.fromEntries(steps.map(([step, [contrast, share]]) => [step, shade(contrast, c * share, h)]))];
  });
  const { letters, corners } = choices;
  return { ...Object.fromEntries(scales), letters, corners };
}
