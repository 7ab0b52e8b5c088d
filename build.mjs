// Builds participation/static/inbreng/{inbreng.css,inbreng.js,map.css,map.js,service-worker.js,favicon.svg,theme.json}
// from participation/static_src, in the look of the municipality whose file is in the variable THEME.
//
// The theme knows 2,640 variables and the components know states we never draw. Both are
// dropped here, so that a telephone does not have to fetch them: see `withoutUnused`.

import { mkdir, readFile, writeFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { lookOf, styleOf } from "./participation/static_src/theme.mjs";

const SOURCE = "participation/static_src";
const TARGET = process.env.TARGET ?? "participation/static/inbreng";
const THEME = process.env.THEME ?? `${SOURCE}/themes/zoetermeer.json`;
const LICENCES =
  "/*! Inbreng (EUPL-1.2), with parts of NL Design System and Utrecht components (EUPL-1.2)";

// Variants of the components that none of our templates draws.
const UNUSED_RULES = [
  /\.nl-button(--(pressed|positive|busy|icon-only)|__icon)/,
  /\.nl-(heading--level-[56]|link--(disabled|inline-box|current)|skip-link--visible(?!-))/,
  /\.utrecht-(textbox|textarea|select|radio-button|checkbox)--(focus|hover|active|busy|disabled)\b/,
  /\.utrecht-textbox--(house|iban|postal|tel|voorvoegsel|placeholder)/,
  /\.utrecht-root--scroll/,
  // An empty required field is not wrong before someone has sent the form.
  /:invalid/,
];

const VARIABLE = /var\(\s*(--[\w-]+)/g;

/** Split minified CSS into its rules and at-rules, one level deep. */
function rulesOf(css) {
  const rules = [];
  let depth = 0;
  let start = 0;
  let open = 0;
  for (let i = 0; i < css.length; i += 1) {
    if (css[i] === "{" && depth++ === 0) open = i;
    if (css[i] === "}" && --depth === 0) {
      rules.push({ head: css.slice(start, open), body: css.slice(open + 1, i) });
      start = i + 1;
    }
  }
  return rules;
}

/** Split text at a sign that stands outside brackets and quotes. */
function splitAt(text, sign) {
  const found = [];
  let depth = 0;
  let quote = "";
  let start = 0;
  for (let i = 0; i <= text.length; i += 1) {
    const here = text[i];
    if (quote) quote = here === quote ? "" : quote;
    else if (here === '"' || here === "'") quote = here;
    else if (here === "(") depth += 1;
    else if (here === ")") depth -= 1;
    else if ((here === sign && depth === 0) || here === undefined) {
      if (i > start) found.push(text.slice(start, i));
      start = i + 1;
    }
  }
  return found;
}

/** Visit every innermost rule and put back the [selector, declarations] that `change` makes. */
function mapRules(css, change) {
  return rulesOf(css)
    .map(({ head, body }) => {
      const [selector, inner] = body.includes("{")
        ? [head, mapRules(body, change)]
        : change(head, body);
      return selector && inner ? `${selector}{${inner}}` : "";
    })
    .join("");
}

const namesIn = (text) => Array.from(text.matchAll(VARIABLE), (match) => match[1]);

/** List which variables the rules need, directly or through another variable. */
function variablesInUse(css) {
  const definitions = new Map();
  const wanted = [];
  mapRules(css, (head, body) => {
    for (const declaration of splitAt(body, ";")) {
      const name = declaration.slice(0, declaration.indexOf(":"));
      if (!name.startsWith("--")) wanted.push(...namesIn(declaration));
      else definitions.set(name, [...(definitions.get(name) ?? []), ...namesIn(declaration)]);
    }
    return [head, body];
  });
  const used = new Set();
  while (wanted.length) {
    const name = wanted.pop();
    if (used.has(name)) continue;
    used.add(name);
    wanted.push(...(definitions.get(name) ?? []));
  }
  return used;
}

/** Drop variants we never draw, then variables that nothing uses any more. */
function withoutUnused(css) {
  const isDrawn = (selector) => !UNUSED_RULES.some((rule) => rule.test(selector));
  const drawn = mapRules(css, (head, body) => [splitAt(head, ",").filter(isDrawn).join(","), body]);
  const used = variablesInUse(drawn);
  const isUsed = (text) => !text.startsWith("--") || used.has(text.slice(0, text.indexOf(":")));
  return mapRules(drawn, (head, body) => [head, splitAt(body, ";").filter(isUsed).join(";")]);
}

/** htmx can evaluate code from attributes; ours must not, so the call is taken out. */
const withoutEval = {
  name: "without-eval",
  setup({ onLoad }) {
    onLoad({ filter: /htmx\.esm\.js$/ }, async ({ path }) => {
      const contents = (await readFile(path, "utf8")).replace(/\beval\(str\)/, "undefined");
      return { contents, loader: "js" };
    });
  },
};

const common = {
  bundle: true,
  minify: true,
  write: false,
  legalComments: "none",
  logLevel: "warning",
};

async function write(name, text) {
  await writeFile(`${TARGET}/${name}`, text);
  const sizes = [text.length, gzipSync(text, { level: 9 }).length];
  console.log(`${name}: ${sizes[0]} bytes, ${sizes[1]} compressed`);
}

await mkdir(TARGET, { recursive: true });
const style = await build({
  ...common,
  entryPoints: [`${SOURCE}/inbreng.css`],
  target: ["chrome109", "firefox115", "safari15.6"],
});
const script = await build({
  ...common,
  entryPoints: [`${SOURCE}/inbreng.js`],
  target: "es2020",
  format: "iife",
  plugins: [withoutEval],
});
const choices = JSON.parse(await readFile(THEME, "utf8"));
const whole = style.outputFiles[0].text.trim() + styleOf(choices);
await write("inbreng.css", `${LICENCES} */\n${withoutUnused(whole)}\n`);
const sign = await readFile(`${SOURCE}/favicon.svg`, "utf8");
const look = lookOf(choices);
await write("favicon.svg", sign.replace("currentColor", look.brand[500]));
// For mails, pictures and posters, which read no style sheet.
await write("theme.json", JSON.stringify(look));
// The check against robots: loaded only on pages with a form for people whom we do not know yet.
const robots = await build({
  ...common,
  entryPoints: { robots: `${SOURCE}/robots.js`, "robots-worker": "altcha/workers/pbkdf2" },
  outdir: TARGET,
  target: "es2020",
  format: "iife",
});
for (const { path, text } of robots.outputFiles) {
  await write(path.split("/").pop(), `/*! Inbreng (EUPL-1.2), with ALTCHA (MIT) */\n${text}`);
}
await write("inbreng.js", `${LICENCES} and htmx (0BSD) */\n${script.outputFiles[0].text}`);

// What a browser keeps to show news with. It is fetched from the top of the site, and by its own name.
const worker = await build({
  ...common,
  entryPoints: [`${SOURCE}/service-worker.js`],
  target: "es2020",
  format: "iife",
});
await write("service-worker.js", `/*! Inbreng (EUPL-1.2) */\n${worker.outputFiles[0].text}`);

// Maps are files of their own, which a page loads when somebody opens one.
const mapStyle = await build({
  ...common,
  entryPoints: [`${SOURCE}/map.css`],
  target: ["chrome109", "firefox115", "safari15.6"],
  loader: { ".png": "dataurl" },
});
const mapScript = await build({
  ...common,
  entryPoints: [`${SOURCE}/map.js`],
  target: "es2020",
  format: "esm",
});
const leaflet = "/*! Inbreng (EUPL-1.2), with Leaflet (BSD-2-Clause) */";
await write("map.css", `${leaflet}\n${mapStyle.outputFiles[0].text}`);
await write("map.js", `${leaflet}\n${mapScript.outputFiles[0].text}`);
