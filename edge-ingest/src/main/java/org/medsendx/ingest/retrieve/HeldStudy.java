package org.medsendx.ingest.retrieve;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;

/** A study of the catalogue. Its attributes are those of its first instance. Not thread safe. */
final class HeldStudy {

    /** What the objects around a row take, bytes, measured. */
    private static final int AROUND = 500;

    /** What an object takes with the room that its list keeps, bytes. */
    private static final int OBJECT = 48;

    private final byte[] row;
    private final String terms;
    private final Map<String, HeldSeries> series = new LinkedHashMap<>();
    private long bytes;

    /** A series of it. */
    static final class HeldSeries {

        private final byte[] row;
        private final Set<String> classes = new LinkedHashSet<>();
        private final HeldObjects objects = new HeldObjects();

        HeldSeries(byte[] row) {
            this.row = row;
        }

        /** Its attributes. */
        DataSet attributes() {
            return Header.unpacked(row);
        }

        HeldObjects objects() {
            return objects;
        }

        Set<String> classes() {
            return classes;
        }
    }

    HeldStudy(byte[] row, String terms) {
        this.row = row;
        this.terms = terms;
        this.bytes = (long) row.length + AROUND;
    }

    /** A series of it, made of a row when it is new. */
    HeldSeries series(String uid, byte[] ofNew) {
        HeldSeries found = series.get(uid);
        if (found == null) {
            found = new HeldSeries(ofNew);
            series.put(uid, found);
            bytes += ofNew.length + AROUND;
        }
        return found;
    }

    Map<String, HeldSeries> series() {
        return series;
    }

    void add(HeldSeries to, String sopClassUid, UUID id, HeldObjects.Key key) {
        to.classes().add(sopClassUid.intern());
        to.objects().add(id, key);
        bytes += OBJECT;
    }

    /** About what it takes in memory, bytes. */
    long bytes() {
        return bytes;
    }

    /** Attributes of patient and study. */
    DataSet attributes() {
        return Header.unpacked(row);
    }

    /** The character set of the file that they are of. */
    String terms() {
        return terms;
    }

    String patientId() {
        String id = attributes().string(Tag.PatientID);
        return id == null ? "" : id;
    }
}
