package org.medsendx.ingest.stow;

import java.util.ArrayList;
import java.util.List;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.data.Element.Sequence;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.dicom.web.DicomJson;

/** What is answered about the instances of a request (PS3.18, 10.5.3). */
public final class StowReport {

    private final List<Outcome> outcomes;

    StowReport(List<Outcome> outcomes) {
        this.outcomes = List.copyOf(outcomes);
    }

    /**
     * HTTP status (PS3.18, table 10.5.3-1): 200 all are stored, 202 some are, 409 none is, 503 none
     * is because there is no room, which may pass.
     */
    public int status() {
        long stored = outcomes.stream().filter(Outcome.Stored.class::isInstance).count();
        if (stored == outcomes.size()) {
            return 200;
        }
        if (stored > 0) {
            return 202;
        }
        return outcomes.stream().allMatch(StowReport::lacksRoom)
                ? StowRefusal.NO_ROOM.status()
                : 409;
    }

    private static boolean lacksRoom(Outcome outcome) {
        return switch (outcome) {
            case Outcome.Stored stored -> false;
            case Outcome.Failed failed -> failed.reason() == StowReceiver.NO_RESOURCES;
            case Outcome.Unknown unknown -> unknown.reason() == StowReceiver.NO_RESOURCES;
        };
    }

    /**
     * The Store Instances Response Module (PS3.18, I): Referenced SOP Sequence, Failed SOP
     * Sequence, and Other Failures Sequence for what names no instance. There is no Retrieve URL,
     * since nothing can be retrieved here. As DICOM JSON.
     */
    public String json() {
        var referenced = new ArrayList<DataSet>();
        var failed = new ArrayList<DataSet>();
        var others = new ArrayList<DataSet>();
        for (Outcome outcome : outcomes) {
            switch (outcome) {
                case Outcome.Stored(String sopClass, String instance) ->
                        referenced.add(reference(sopClass, instance));
                case Outcome.Failed(String sopClass, String instance, int reason) ->
                        failed.add(
                                reference(sopClass, instance)
                                        .putInt(Tag.FailureReason, VR.US, reason));
                case Outcome.Unknown(int reason) ->
                        others.add(new DataSet().putInt(Tag.FailureReason, VR.US, reason));
            }
        }
        var document = new DataSet();
        put(document, Tag.FailedSOPSequence, failed);
        put(document, Tag.ReferencedSOPSequence, referenced);
        put(document, Tag.OtherFailuresSequence, others);
        return DicomJson.write(document);
    }

    private static DataSet reference(String sopClass, String instance) {
        return new DataSet()
                .putString(Tag.ReferencedSOPClassUID, VR.UI, sopClass)
                .putString(Tag.ReferencedSOPInstanceUID, VR.UI, instance);
    }

    private static void put(DataSet document, int tag, List<DataSet> items) {
        if (!items.isEmpty()) {
            document.put(new Sequence(tag, items));
        }
    }

    /** How many there are and the status; no UID. */
    @Override
    public String toString() {
        return "StowReport[" + outcomes.size() + " parts, " + status() + "]";
    }
}
