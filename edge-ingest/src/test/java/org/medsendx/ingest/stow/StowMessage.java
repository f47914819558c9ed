package org.medsendx.ingest.stow;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.medsendx.dicom.web.MultipartWriter;

/** A request of STOW-RS, as a client makes it. */
public final class StowMessage {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final MultipartWriter writer;

    public StowMessage() {
        this("application/dicom");
    }

    /**
     * @param type of its root part
     */
    public StowMessage(String type) {
        writer = new MultipartWriter(bytes, "a-boundary", type);
    }

    public static StowMessage of(Path... files) throws IOException {
        var message = new StowMessage();
        for (Path file : files) {
            message.part("application/dicom", Files.readAllBytes(file));
        }
        return message;
    }

    public StowMessage part(String type, byte[] content) throws IOException {
        writer.part(Map.of("Content-Type", type)).write(content);
        return this;
    }

    /** A part that says where its content belongs. */
    public StowMessage bulk(String type, String location, byte[] content) throws IOException {
        writer.part(Map.of("Content-Type", type, "Content-Location", location)).write(content);
        return this;
    }

    /** The message with its closing boundary. */
    public byte[] bytes() {
        try {
            writer.close();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String contentType() {
        return writer.contentType().header();
    }
}
