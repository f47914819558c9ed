// Opens studies of a truck over DICOMweb as viewers do: dicomweb-client (which OHIF uses) searches and retrieves, dwv reads
// what came. Prints one line for each instance.
//
//   node study.mjs http://127.0.0.1:8083 [--limit N]
//
// Where people sign in, MEDSENDX_NAME and MEDSENDX_PASSWORD are those of an account of the truck.

import dicomweb from 'dicomweb-client';
import { createImage, DicomParser } from 'dwv';
import xhr2 from 'xhr2';

const [address, option, count] = process.argv.slice(2);
if (!address) {
  console.error('node study.mjs ADDRESS [--limit N]');
  process.exit(2);
}

// dwv remarks on spacings; only our own lines are for whoever reads what this prints.
console.warn = () => {};

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

const value = (set, tag) => set[tag]?.Value?.[0];

/** What a viewer shows: size, frames and the mean of the middle frame, by the decoded frames. */
async function byFrames(client, uids, metadata) {
  const frames = Number(value(metadata, '00280008') ?? 1);
  const middle = Math.floor(frames / 2) + 1;
  const [bytes] = await client.retrieveInstanceFrames({
    ...uids,
    frameNumbers: [middle],
    mediaTypes: [{ mediaType: 'application/octet-stream', transferSyntaxUID: '1.2.840.10008.1.2.1' }],
  });
  const bits = value(metadata, '00280100');
  const signed = value(metadata, '00280103') === 1;
  const values = bits === 8 ? new Uint8Array(bytes) : signed ? new Int16Array(bytes) : new Uint16Array(bytes);
  return { rows: value(metadata, '00280010'), columns: value(metadata, '00280011'), frames, mean: mean(values) };
}

/** The same by the whole instance, as dwv reads it. */
async function byInstance(client, uids) {
  const bytes = await client.retrieveInstance(uids);
  const parser = new DicomParser();
  parser.parse(bytes);
  const elements = parser.getDicomElements();
  const image = createImage(elements);
  const size = image.getGeometry().getSize();
  const frames = Number(elements['00280008']?.value[0] ?? 1);
  const length = size.get(0) * size.get(1) * Number(elements['00280002'].value[0]);
  const pixels = elements['7FE00010'].value[0];
  const middle = Math.floor(frames / 2) * length;
  return { rows: size.get(1), columns: size.get(0), frames, mean: mean(pixels.slice(middle, middle + length)) };
}

function mean(values) {
  let sum = 0;
  for (const each of values) sum += each;
  return Math.round((sum / values.length) * 1000) / 1000;
}

const client = new dicomweb.api.DICOMwebClient({ url: `${address}/dicom-web`, headers: await signIn() });
const limit = option === '--limit' ? Number(count) : 5;
for (const study of await client.searchForStudies({ queryParams: { limit } })) {
  const studyInstanceUID = value(study, '0020000D');
  for (const series of await client.searchForSeries({ studyInstanceUID })) {
    const seriesInstanceUID = value(series, '0020000E');
    for (const metadata of await client.retrieveSeriesMetadata({ studyInstanceUID, seriesInstanceUID })) {
      const uids = { studyInstanceUID, seriesInstanceUID, sopInstanceUID: value(metadata, '00080018') };
      const frames = await byFrames(client, uids, metadata);
      const whole = await byInstance(client, uids);
      const same = JSON.stringify(frames) === JSON.stringify(whole);
      console.log(
        `${value(metadata, '00080060')} ${frames.columns} x ${frames.rows}, ${frames.frames} frames, mean ${frames.mean},`
        + ` frames and instance ${same ? 'agree' : `differ: ${JSON.stringify(whole)}`}`,
      );
      if (!same) process.exitCode = 1;
    }
  }
}
