// node pyodide.mjs RUNTIME PROGRAM WHEEL...: unpack wheels into a Pyodide and run a program of Python there, which finds the
// texts of the files that FILES names in `files`.
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [runtime, program, ...wheels] = process.argv.slice(2);
const text = (path) => readFileSync(path, "utf-8");

async function main() {
  const { loadPyodide } = await import(pathToFileURL(`${runtime}/pyodide.mjs`));
  const pyodide = await loadPyodide({ indexURL: runtime, stdout: console.log, stderr: console.error });
  const site = pyodide.runPython("import site; site.getsitepackages()[0]");
  for (const wheel of wheels) pyodide.unpackArchive(new Uint8Array(readFileSync(wheel)), "zip", { extractDir: site });
  const names = (process.env.FILES || "").split("\n").filter(Boolean);
  pyodide.globals.set("files", pyodide.toPy(Object.fromEntries(names.map((path) => [path, text(path)]))));
  await pyodide.runPythonAsync(text(program));
}

// What node says by itself of an error begins with a line of Pyodide's own source, of a million letters.
main().then(() => process.exit(0), (error) => { console.error(error.message); process.exit(1); });
