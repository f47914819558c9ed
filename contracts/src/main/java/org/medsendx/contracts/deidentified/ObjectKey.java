package org.medsendx.contracts.deidentified;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * Where an instance lies in the cloud: {@code truck/shifted date/study/series/instance}, without
 * ending. It is computed from pseudonymous values only, so an upload that is tried again goes to
 * the same place.
 *
 * @param path the key without ending
 */
public record ObjectKey(@JsonValue String path) {

    private static final Pattern FORM =
            Pattern.compile(
                    "[A-Za-z0-9][A-Za-z0-9._-]{0,15}/([0-9]{8}|undated)/[0-9.]{1,64}/[0-9.]{1,64}/[0-9.]{1,64}");

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public ObjectKey {
        if (!FORM.matcher(path).matches()) {
            throw new IllegalArgumentException("expected truck/date/study/series/instance");
        }
    }

    /**
     * The key of an instance.
     *
     * @param shiftedDate StudyDate after the shift as {@code yyyymmdd}, or {@code undated}
     */
    public static ObjectKey of(String truck, String shiftedDate, InstanceUids uids) {
        return new ObjectKey(
                String.join(
                        "/",
                        truck,
                        shiftedDate,
                        uids.studyInstanceUid(),
                        uids.seriesInstanceUid(),
                        uids.sopInstanceUid()));
    }

    /** The key of the DICOM instance. */
    public String instance() {
        return path + ".dcm";
    }

    /** The key of an object derived from it. */
    public String derived(DerivedKind kind) {
        return path + kind.suffix();
    }
}
