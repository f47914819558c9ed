// Sends DICOM files to a truck by C-STORE over one association, with dcmjs-dimse. Prints a line for each instance that was not
// taken and one for the whole.
//
//   node cstore.mjs HOST PORT CALLED-AE CALLING-AE FILE...

import dimse from 'dcmjs-dimse';

const { Client, constants, requests } = dimse;
const [host, port, called, calling, ...files] = process.argv.slice(2);
if (files.length === 0) {
  console.error('node cstore.mjs HOST PORT CALLED-AE CALLING-AE FILE...');
  process.exit(2);
}

const client = new Client();
let taken = 0;
for (const file of files) {
  const request = new requests.CStoreRequest(file);
  request.on('response', (response) => {
    if (response.getStatus() === constants.Status.Success) taken += 1;
    else console.log(`not taken: ${response.getAffectedSopInstanceUid()} ${response.getStatus().toString(16)}`);
  });
  client.addRequest(request);
}

const end = await new Promise((resolve) => {
  client.on('closed', () => resolve('closed'));
  client.on('associationRejected', (result) => resolve(`rejected: reason ${result.reason}`));
  client.on('networkError', (error) => resolve(`no answer: ${error.code ?? error.message}`));
  client.send(host, Number(port), calling, called);
});
if (end !== 'closed') console.log(end);
console.log(`${taken} of ${files.length} taken`);
process.exitCode = taken === files.length ? 0 : 1;
