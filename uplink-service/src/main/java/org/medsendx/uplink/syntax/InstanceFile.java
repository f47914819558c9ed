package org.medsendx.uplink.syntax;

import java.io.IOException;
import java.nio.file.Path;
import org.medsendx.dicom.io.DicomFormatException;
import org.medsendx.dicom.io.DicomReader;
import org.medsendx.uplink.upload.StoreRefused;
import org.medsendx.uplink.upload.StoreUnavailable;

/**
 * A DICOM file as it is sent.
 *
 * @param path where it lies
 * @param dataSetPosition the byte where its data set begins
 * @param sopClassUid SOP Class UID
 * @param sopInstanceUid SOP Instance UID, pseudonymous as all past the border
 * @param transferSyntaxUid transfer syntax of the data set
 */
public record InstanceFile(
        Path path,
        long dataSetPosition,
        String sopClassUid,
        String sopInstanceUid,
        String transferSyntaxUid) {

    /**
     * What a file is, by its file meta information.
     *
     * @throws StoreRefused {@code not-dicom}
     * @throws StoreUnavailable {@code local-disk}
     */
    public static InstanceFile of(Path file) throws StoreRefused, StoreUnavailable {
        try {
            var found = DicomReader.readMeta(file);
            String sopClass = found.meta().sopClassUid();
            String sopInstance = found.meta().sopInstanceUid();
            if (sopClass == null || sopInstance == null) {
                throw new StoreRefused("not-dicom");
            }
            return new InstanceFile(
                    file,
                    found.dataSetPosition(),
                    sopClass,
                    sopInstance,
                    found.meta().transferSyntaxUid());
        } catch (DicomFormatException e) {
            throw new StoreRefused("not-dicom");
        } catch (IOException e) {
            throw new StoreUnavailable("local-disk");
        }
    }
}
