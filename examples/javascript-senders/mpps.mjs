// Tells a truck what a scanner does with an order (MPPS), with dcmjs-dimse. Each ACT is a request of its own, one after the other
// over one association: begin (N-CREATE, in progress), complete or discontinue (N-SET). Prints the status of each.
//
//   node mpps.mjs HOST PORT CALLED-AE CALLING-AE STEP-UID STUDY-UID ACCESSION-NUMBER SCHEDULED-STEP-ID ACT...

import dimse from 'dcmjs-dimse';

const { Client, Dataset, constants, requests } = dimse;
const [host, port, called, calling, uid, study, accession, scheduled, ...acts] = process.argv.slice(2);

const now = new Date().toISOString().replace(/[-:]/g, '');
const [date, time] = [now.slice(0, 8), now.slice(9, 15)];

const begun = {
  PerformedProcedureStepStatus: 'IN PROGRESS',
  PerformedProcedureStepID: 'PPS-1',
  PerformedStationAETitle: calling,
  PerformedStationName: '',
  PerformedLocation: '',
  PerformedProcedureStepStartDate: date,
  PerformedProcedureStepStartTime: time,
  PerformedProcedureStepDescription: '',
  PerformedProcedureTypeDescription: '',
  PerformedProcedureStepEndDate: '',
  PerformedProcedureStepEndTime: '',
  Modality: 'MG',
  StudyID: '',
  PatientName: 'Doe^Jane',
  PatientID: 'P4711',
  PatientBirthDate: '',
  PatientSex: '',
  ScheduledStepAttributesSequence: [
    {
      StudyInstanceUID: study,
      AccessionNumber: accession,
      RequestedProcedureID: accession,
      RequestedProcedureDescription: '',
      ScheduledProcedureStepID: scheduled,
      ScheduledProcedureStepDescription: '',
    },
  ],
  PerformedSeriesSequence: [],
};

const ended = (status) => ({
  PerformedProcedureStepStatus: status,
  PerformedProcedureStepEndDate: date,
  PerformedProcedureStepEndTime: time,
  PerformedSeriesSequence: [
    {
      PerformingPhysicianName: '',
      OperatorsName: '',
      ProtocolName: 'Screening',
      SeriesInstanceUID: `${study}.1`,
      SeriesDescription: '',
      RetrieveAETitle: '',
      ReferencedImageSequence: [],
      ReferencedNonImageCompositeSOPInstanceSequence: [],
    },
  ],
});

const sopClass = constants.SopClass.ModalityPerformedProcedureStep;
const requestOf = {
  begin: () => [new requests.NCreateRequest(sopClass, uid), begun],
  complete: () => [new requests.NSetRequest(sopClass, uid), ended('COMPLETED')],
  discontinue: () => [new requests.NSetRequest(sopClass, uid), ended('DISCONTINUED')],
};
if (acts.length === 0 || !acts.every((act) => act in requestOf)) {
  console.error('node mpps.mjs HOST PORT CALLED-AE CALLING-AE STEP-UID STUDY-UID ACCESSION-NUMBER SCHEDULED-STEP-ID begin|complete|discontinue...');
  process.exit(2);
}

const client = new Client();
let taken = 0;
for (const act of acts) {
  const [request, attributes] = requestOf[act]();
  request.setDataset(new Dataset(attributes));
  request.on('response', (response) => {
    taken += response.getStatus() === constants.Status.Success ? 1 : 0;
    console.log(`${act} ${response.getStatus().toString(16).padStart(4, '0')}`);
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
process.exitCode = taken === acts.length ? 0 : 1;
