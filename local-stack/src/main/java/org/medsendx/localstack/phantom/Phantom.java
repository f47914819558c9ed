package org.medsendx.localstack.phantom;

/**
 * The stored pixels of one generated image.
 *
 * @param rows image rows
 * @param columns image columns
 * @param stored rows x columns unsigned 12-bit values
 */
public record Phantom(int rows, int columns, short[] stored) {

    /** Highest stored value: 12 bits. */
    static final int MAXIMUM = 4095;

    /** The values as they lie in a file: 16 bit, little endian. */
    byte[] bytes() {
        var bytes = new byte[stored.length * 2];
        for (int i = 0; i < stored.length; i++) {
            bytes[2 * i] = (byte) stored[i];
            bytes[2 * i + 1] = (byte) (stored[i] >> 8);
        }
        return bytes;
    }

    static short clamp(double value) {
        return (short) Math.clamp(Math.round(value), 0, MAXIMUM);
    }
}
