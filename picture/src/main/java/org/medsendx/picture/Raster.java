package org.medsendx.picture;

/**
 * A picture of eight bits a channel.
 *
 * @param channels 1 (grey) or 3 (RGB)
 * @param pixels rows x columns x channels bytes, row by row
 */
@SuppressWarnings("ArrayRecordComponent") // the pixels of one picture, made to be written
public record Raster(int rows, int columns, int channels, byte[] pixels) {
    public Raster {
        if (rows < 1 || columns < 1 || (channels != 1 && channels != 3)) {
            throw new IllegalArgumentException("not a picture");
        }
        if (pixels.length != (long) rows * columns * channels) {
            throw new IllegalArgumentException("pixels do not fit rows, columns and channels");
        }
    }

    /** Its size; never its pixels. */
    @Override
    public String toString() {
        return "Raster[%d x %d x %d]".formatted(rows, columns, channels);
    }
}
