package org.medsendx.dicom.pixel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** The system's libopenjp2, version 2, by {@code java.lang.foreign}. */
final class OpenJpeg {

    private static final String LIBRARY = "libopenjp2.so.7";
    private static final int CODEC_CODE_STREAM = 0;
    private static final int CODEC_JP2 = 2;

    /** More than opj_dparameters_t takes, which is a little over 8 KiB. */
    private static final int PARAMETERS_SIZE = 16 << 10;

    private static final long BUFFER = 64 << 10;

    private static @Nullable OpenJpeg loaded;
    private static boolean tried;

    private final MethodHandle createDecoder;
    private final MethodHandle defaultParameters;
    private final MethodHandle setup;
    private final MethodHandle readHeader;
    private final MethodHandle decode;
    private final MethodHandle destroyCodec;
    private final MethodHandle destroyImage;
    private final MethodHandle createStream;
    private final MethodHandle destroyStream;
    private final MethodHandle setUserData;
    private final MethodHandle setUserDataLength;
    private final MethodHandle setRead;
    private final MethodHandle setSkip;
    private final MethodHandle setSeek;

    private OpenJpeg(SymbolLookup symbols) {
        createDecoder = function(symbols, "opj_create_decompress", ADDRESS, JAVA_INT);
        defaultParameters = procedure(symbols, "opj_set_default_decoder_parameters", ADDRESS);
        setup = function(symbols, "opj_setup_decoder", JAVA_INT, ADDRESS, ADDRESS);
        readHeader = function(symbols, "opj_read_header", JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        decode = function(symbols, "opj_decode", JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
        destroyCodec = procedure(symbols, "opj_destroy_codec", ADDRESS);
        destroyImage = procedure(symbols, "opj_image_destroy", ADDRESS);
        createStream = function(symbols, "opj_stream_create", ADDRESS, JAVA_LONG, JAVA_INT);
        destroyStream = procedure(symbols, "opj_stream_destroy", ADDRESS);
        setUserData = procedure(symbols, "opj_stream_set_user_data", ADDRESS, ADDRESS, ADDRESS);
        setUserDataLength =
                procedure(symbols, "opj_stream_set_user_data_length", ADDRESS, JAVA_LONG);
        setRead = procedure(symbols, "opj_stream_set_read_function", ADDRESS, ADDRESS);
        setSkip = procedure(symbols, "opj_stream_set_skip_function", ADDRESS, ADDRESS);
        setSeek = procedure(symbols, "opj_stream_set_seek_function", ADDRESS, ADDRESS);
    }

    private static MethodHandle function(
            SymbolLookup symbols, String name, ValueLayout result, ValueLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(
                        symbols.find(name).orElseThrow(), FunctionDescriptor.of(result, arguments));
    }

    private static MethodHandle procedure(
            SymbolLookup symbols, String name, ValueLayout... arguments) {
        return Linker.nativeLinker()
                .downcallHandle(
                        symbols.find(name).orElseThrow(), FunctionDescriptor.ofVoid(arguments));
    }

    /**
     * The library.
     *
     * @throws UnsupportedImageException {@code jpeg-2000-not-available}
     */
    static synchronized OpenJpeg get() throws UnsupportedImageException {
        if (!tried) {
            tried = true;
            if (!"off".equals(System.getProperty("medsendx.jpeg2000"))) {
                loaded = load();
            }
        }
        if (loaded == null) {
            throw new UnsupportedImageException("jpeg-2000-not-available");
        }
        return loaded;
    }

    private static @Nullable OpenJpeg load() {
        try {
            return new OpenJpeg(SymbolLookup.libraryLookup(LIBRARY, Arena.global()));
        } catch (RuntimeException | LinkageError e) {
            // not installed, or native access is not allowed: an answer, not a fault
            return null;
        }
    }

    /** Method handles declare any throwable; these throw nothing that is checked. */
    private static RuntimeException unchecked(Throwable e) {
        return switch (e) {
            case Error error -> throw error;
            case RuntimeException unchecked -> unchecked;
            default -> new IllegalStateException(e);
        };
    }

    /** A decoded image in native memory, until it is closed. */
    final class Decoding implements AutoCloseable {

        private MemorySegment codec = MemorySegment.NULL;
        private MemorySegment stream = MemorySegment.NULL;
        private MemorySegment image = MemorySegment.NULL;

        MemorySegment image() {
            return image;
        }

        @Override
        public void close() {
            try {
                if (!image.equals(MemorySegment.NULL)) {
                    destroyImage.invokeExact(image);
                }
                if (!codec.equals(MemorySegment.NULL)) {
                    destroyCodec.invokeExact(codec);
                }
                if (!stream.equals(MemorySegment.NULL)) {
                    destroyStream.invokeExact(stream);
                }
            } catch (Throwable e) {
                throw unchecked(e);
            }
        }
    }

    /**
     * Decodes a code stream, or a JP2 file around one.
     *
     * @throws UnsupportedImageException {@code code-stream} when the library refuses it
     */
    Decoding decode(Arena arena, byte[] bytes, boolean boxes) throws UnsupportedImageException {
        var decoding = new Decoding();
        boolean done = false;
        try {
            decoding.codec =
                    (MemorySegment)
                            createDecoder.invokeExact(boxes ? CODEC_JP2 : CODEC_CODE_STREAM);
            MemorySegment parameters = arena.allocate(PARAMETERS_SIZE, 16);
            defaultParameters.invokeExact(parameters);
            decoding.stream = stream(arena, bytes);
            MemorySegment pointer = arena.allocate(ADDRESS);
            boolean header =
                    (int) setup.invokeExact(decoding.codec, parameters) != 0
                            && (int)
                                            readHeader.invokeExact(
                                                    decoding.stream, decoding.codec, pointer)
                                    != 0;
            decoding.image = pointer.get(ADDRESS, 0);
            done =
                    header
                            && (int)
                                            decode.invokeExact(
                                                    decoding.codec, decoding.stream, decoding.image)
                                    != 0;
        } catch (Throwable e) {
            throw unchecked(e);
        } finally {
            if (!done) {
                decoding.close();
            }
        }
        if (!done) {
            throw new UnsupportedImageException("code-stream");
        }
        return decoding;
    }

    private MemorySegment stream(Arena arena, byte[] bytes) throws Throwable {
        var source = new Source(bytes);
        Linker linker = Linker.nativeLinker();
        MethodHandles.Lookup lookup = MethodHandles.lookup();
        MethodHandle read =
                lookup.findVirtual(
                        Source.class,
                        "read",
                        MethodType.methodType(
                                long.class, MemorySegment.class, long.class, MemorySegment.class));
        MethodHandle skip =
                lookup.findVirtual(
                        Source.class,
                        "skip",
                        MethodType.methodType(long.class, long.class, MemorySegment.class));
        MethodHandle seek =
                lookup.findVirtual(
                        Source.class,
                        "seek",
                        MethodType.methodType(int.class, long.class, MemorySegment.class));
        MemorySegment stream = (MemorySegment) createStream.invokeExact(BUFFER, 1);
        setUserData.invokeExact(stream, MemorySegment.NULL, MemorySegment.NULL);
        setUserDataLength.invokeExact(stream, (long) bytes.length);
        setRead.invokeExact(
                stream,
                linker.upcallStub(
                        read.bindTo(source),
                        FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS),
                        arena));
        setSkip.invokeExact(
                stream,
                linker.upcallStub(
                        skip.bindTo(source),
                        FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS),
                        arena));
        setSeek.invokeExact(
                stream,
                linker.upcallStub(
                        seek.bindTo(source),
                        FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS),
                        arena));
        return stream;
    }

    /** The callbacks of opj_stream_t; they must not throw. */
    static final class Source {

        private final byte[] bytes;
        private long position;

        Source(byte[] bytes) {
            this.bytes = bytes;
        }

        long read(MemorySegment buffer, long length, MemorySegment user) {
            long count = Math.min(length, bytes.length - position);
            if (count <= 0) {
                return -1;
            }
            MemorySegment.copy(
                    MemorySegment.ofArray(bytes), position, buffer.reinterpret(length), 0, count);
            position += count;
            return count;
        }

        long skip(long count, MemorySegment user) {
            long to = Math.min(bytes.length, Math.max(0, position + count));
            long skipped = to - position;
            position = to;
            return skipped == 0 && count != 0 ? -1 : skipped;
        }

        int seek(long to, MemorySegment user) {
            if (to < 0 || to > bytes.length) {
                return 0;
            }
            position = to;
            return 1;
        }
    }
}
