package org.medsendx.dicom.pixel;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Random;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.plugins.jpeg.JPEGImageWriteParam;
import javax.imageio.stream.ImageOutputStream;
import org.w3c.dom.NodeList;

/** Baseline JPEG streams of noise with edges, as the JDK's writer makes them. */
record Jpegs(int rows, int columns, boolean colour, int horizontal, int vertical, int restart) {

    private static final String FORMAT = "javax_imageio_jpeg_image_1.0";

    static Jpegs grey(int rows, int columns) {
        return new Jpegs(rows, columns, false, 1, 1, 0);
    }

    static Jpegs colour(int rows, int columns, int horizontal, int vertical) {
        return new Jpegs(rows, columns, true, horizontal, vertical, 0);
    }

    Jpegs restarting(int interval) {
        return new Jpegs(rows, columns, colour, horizontal, vertical, interval);
    }

    private BufferedImage picture() {
        int kind = colour ? BufferedImage.TYPE_INT_RGB : BufferedImage.TYPE_BYTE_GRAY;
        var picture = new BufferedImage(columns, rows, kind);
        var random = new Random(rows * 31L + columns);
        for (int y = 0; y < rows; y++) {
            for (int x = 0; x < columns; x++) {
                int red = (x * 5 + random.nextInt(60)) & 0xFF;
                int green = (y * 7 + random.nextInt(20)) & 0xFF;
                int blue = (x / 8 + y / 8) % 2 == 0 ? 250 : 20;
                picture.setRGB(x, y, red << 16 | green << 8 | blue);
            }
        }
        return picture;
    }

    byte[] stream() throws IOException {
        return stream("JPEG", true);
    }

    /** With optimal Huffman tables, which have no code that is not used. */
    byte[] lean() throws IOException {
        return stream("JPEG", false);
    }

    byte[] progressive() throws IOException {
        return stream("progressive", true);
    }

    private byte[] stream(String how, boolean standardTables) throws IOException {
        ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
        var bytes = new ByteArrayOutputStream();
        try (ImageOutputStream out = ImageIO.createImageOutputStream(bytes)) {
            writer.setOutput(out);
            BufferedImage picture = picture();
            var param = (JPEGImageWriteParam) writer.getDefaultWriteParam();
            param.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
            param.setCompressionQuality(0.9f);
            param.setOptimizeHuffmanTables(!standardTables);
            if (how.equals("progressive")) {
                param.setProgressiveMode(ImageWriteParam.MODE_DEFAULT);
            }
            IIOMetadata metadata =
                    writer.getDefaultImageMetadata(new ImageTypeSpecifier(picture), param);
            change(metadata);
            writer.write(null, new IIOImage(picture, null, metadata), param);
        } finally {
            writer.dispose();
        }
        return bytes.toByteArray();
    }

    private void change(IIOMetadata metadata) throws IOException {
        var root = (IIOMetadataNode) metadata.getAsTree(FORMAT);
        NodeList components = root.getElementsByTagName("componentSpec");
        ((IIOMetadataNode) components.item(0)).setAttribute("HsamplingFactor", "" + horizontal);
        ((IIOMetadataNode) components.item(0)).setAttribute("VsamplingFactor", "" + vertical);
        if (restart > 0) {
            var dri = new IIOMetadataNode("dri");
            dri.setAttribute("interval", "" + restart);
            var sequence = (IIOMetadataNode) root.getElementsByTagName("markerSequence").item(0);
            sequence.insertBefore(dri, sequence.getElementsByTagName("sof").item(0));
        }
        metadata.setFromTree(FORMAT, root);
    }

    /** A stream with a segment behind its first marker. */
    static byte[] withSegment(byte[] stream, int marker, byte[] value) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(stream, 0, 2);
        bytes.write(0xFF);
        bytes.write(marker);
        bytes.write(value.length + 2 >> 8);
        bytes.write(value.length + 2);
        bytes.writeBytes(value);
        bytes.write(stream, 2, stream.length - 2);
        return bytes.toByteArray();
    }

    /** A stream without its segments of a marker. */
    static byte[] without(byte[] stream, int marker) {
        var bytes = new ByteArrayOutputStream();
        bytes.write(stream, 0, 2);
        int at = 2;
        while ((stream[at + 1] & 0xFF) != 0xDA) {
            int length = 2 + ((stream[at + 2] & 0xFF) << 8 | (stream[at + 3] & 0xFF));
            if ((stream[at + 1] & 0xFF) != marker) {
                bytes.write(stream, at, length);
            }
            at += length;
        }
        bytes.write(stream, at, stream.length - at);
        return bytes.toByteArray();
    }

    /** Where the segment of a marker begins. */
    static int indexOf(byte[] stream, int marker) {
        int at = 2;
        while ((stream[at + 1] & 0xFF) != marker) {
            at += 2 + ((stream[at + 2] & 0xFF) << 8 | (stream[at + 3] & 0xFF));
        }
        return at;
    }
}
