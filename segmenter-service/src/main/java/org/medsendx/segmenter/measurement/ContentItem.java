package org.medsendx.segmenter.measurement;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import org.medsendx.dicom.data.DataSet;
import org.medsendx.dicom.dictionary.Tag;
import org.medsendx.dicom.dictionary.VR;
import org.medsendx.segmenter.instance.Code;
import org.medsendx.segmenter.instance.DerivedInstance;
import org.medsendx.segmenter.instance.SourceInstance;

/** Makes content items of a structured report (PS3.3, C.17.3 and C.18). */
final class ContentItem {

    /** How an item belongs to the one around it (PS3.3, table C.17-6). */
    enum Relationship {
        CONTAINS("CONTAINS"),
        HAS_OBS_CONTEXT("HAS OBS CONTEXT"),
        HAS_ACQ_CONTEXT("HAS ACQ CONTEXT"),
        HAS_CONCEPT_MOD("HAS CONCEPT MOD");

        private final String term;

        Relationship(String term) {
            this.term = term;
        }
    }

    private ContentItem() {}

    private static DataSet item(Relationship relationship, String type, @Nullable Code name) {
        var item = new DataSet();
        item.putString(Tag.RelationshipType, VR.CS, relationship.term);
        item.putString(Tag.ValueType, VR.CS, type);
        if (name != null) {
            item.putSequence(Tag.ConceptNameCodeSequence, name.item());
        }
        return item;
    }

    static DataSet code(Relationship relationship, Code name, Code value) {
        return item(relationship, "CODE", name).putSequence(Tag.ConceptCodeSequence, value.item());
    }

    static DataSet text(Relationship relationship, Code name, String value) {
        return item(relationship, "TEXT", name).putString(Tag.TextValue, VR.UT, value);
    }

    static DataSet uid(Relationship relationship, Code name, String value) {
        return item(relationship, "UIDREF", name).putString(Tag.UID, VR.UI, value);
    }

    /** A reference to the source; without a frame to all of it. */
    static DataSet image(Relationship relationship, @Nullable Code name, SourceInstance source) {
        return item(relationship, "IMAGE", name)
                .putSequence(Tag.ReferencedSOPSequence, DerivedInstance.reference(source));
    }

    /**
     * A measurement.
     *
     * @param value finite; written with as many digits as sixteen characters take
     * @param within what qualifies it
     */
    static DataSet number(
            Relationship relationship, Code name, double value, Code unit, DataSet... within) {
        var measured = new DataSet();
        measured.putString(Tag.NumericValue, VR.DS, DecimalString.of(value));
        measured.putSequence(Tag.MeasurementUnitsCodeSequence, unit.item());
        var item = item(relationship, "NUM", name);
        item.putSequence(Tag.MeasuredValueSequence, measured);
        return with(item, within);
    }

    static DataSet container(Relationship relationship, Code name, DataSet... within) {
        var item = item(relationship, "CONTAINER", name);
        item.putString(Tag.ContinuityOfContent, VR.CS, "SEPARATE");
        return with(item, within);
    }

    /** Names the template that a container follows (PS3.3, C.18.8). */
    static DataSet template(DataSet container, String id) {
        return container.putSequence(
                Tag.ContentTemplateSequence,
                new DataSet()
                        .putString(Tag.MappingResource, VR.CS, "DCMR")
                        .putString(Tag.TemplateIdentifier, VR.CS, id));
    }

    /** An item with what qualifies it, or stands in it. */
    static DataSet with(DataSet item, DataSet... within) {
        return within.length == 0
                ? item
                : item.putSequence(Tag.ContentSequence, Arrays.copyOf(within, within.length));
    }
}
