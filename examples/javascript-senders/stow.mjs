// Sends DICOM files to a truck by STOW-RS, all of them in one request, with dicomweb-client. Prints a line for each instance that
// was not taken and one for the whole.
//
//   node stow.mjs http://127.0.0.1:8080 FILE...
//
// Where people sign in, MEDSENDX_NAME and MEDSENDX_PASSWORD are those of an account of the truck.

import { readFile } from 'node:fs/promises';
import dicomweb from 'dicomweb-client';
import xhr2 from 'xhr2';

const [address, ...files] = process.argv.slice(2);
if (!address || files.length === 0) {
  console.error('node stow.mjs ADDRESS FILE...');
  process.exit(2);
}

// The client is made for browsers, which bring requests and cookies of their own.
globalThis.XMLHttpRequest = xhr2;
xhr2.prototype._restrictedHeaders = { ...xhr2.prototype._restrictedHeaders, cookie: false };

async function signIn() {
  const { MEDSENDX_NAME: name, MEDSENDX_PASSWORD: password } = process.env;
  if (!name || !password) return {};
  const answer = await fetch(`${address}/login`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ name, password }),
  });
  if (!answer.ok) throw new Error(`sign in: ${answer.status}`);
  return { Cookie: answer.headers.getSetCookie().map((cookie) => cookie.split(';')[0]).join('; ') };
}

const client = new dicomweb.api.DICOMwebClient({ url: address, headers: await signIn() });
const datasets = [];
for (const file of files) {
  const bytes = await readFile(file);
  datasets.push(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
}

let answer;
try {
  answer = JSON.parse(await client.storeInstances({ datasets }));
} catch (refused) {
  // 409: none of them was taken, and the body says why; anything else has no list.
  answer = refused.response ? JSON.parse(refused.response) : { refused: refused.message };
}
const taken = answer['00081199']?.Value ?? [];
const failed = answer['00081198']?.Value ?? [];
for (const one of failed) {
  console.log(`not taken: ${one['00081155']?.Value?.[0]} ${one['00081197']?.Value?.[0]?.toString(16)}`);
}
if (answer.refused) console.log(`refused: ${answer.refused}`);
console.log(`${taken.length} of ${files.length} taken`);
process.exitCode = taken.length === files.length ? 0 : 1;
