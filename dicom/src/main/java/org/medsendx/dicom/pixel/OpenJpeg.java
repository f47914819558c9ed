package org.medsendx.dicom.pixel;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.util.Locale;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** The system's libopenjp2, version 2, by {@code java.lang.foreign}. */
final class OpenJpeg {

    private static final String LIBRARY = "libopenjp2.so.7";
    private static final int CODEC_CODE_STREAM = 0;
    private static final int CODEC_JP2 = 2;

    /** More than opj_dparameters_t takes, which is a little over 8 KiB. */
    private static final int PARAMETERS_SIZE = 16 << 10;

    private static final long BUFFER = 64 << 10;

    private static @Nullable Loaded loaded;

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

    /**
     * The functions that are called. A native executable has to know the shape of each when it is
     * built: they are in this module's {@code reachability-metadata.json}, and a test compares.
     */
    enum Downcall {
        OPJ_CREATE_DECOMPRESS,
        OPJ_SET_DEFAULT_DECODER_PARAMETERS,
        OPJ_SETUP_DECODER,
        OPJ_READ_HEADER,
        OPJ_DECODE,
        OPJ_DESTROY_CODEC,
        OPJ_IMAGE_DESTROY,
        OPJ_STREAM_CREATE,
        OPJ_STREAM_DESTROY,
        OPJ_STREAM_SET_USER_DATA,
        OPJ_STREAM_SET_USER_DATA_LENGTH,
        OPJ_STREAM_SET_READ_FUNCTION,
        OPJ_STREAM_SET_SKIP_FUNCTION,
        OPJ_STREAM_SET_SEEK_FUNCTION;

        /** What it takes and returns, as openjpeg.h has it. */
        FunctionDescriptor shape() {
            return switch (this) {
                case OPJ_CREATE_DECOMPRESS -> FunctionDescriptor.of(ADDRESS, JAVA_INT);
                case OPJ_SETUP_DECODER -> FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS);
                case OPJ_READ_HEADER, OPJ_DECODE ->
                        FunctionDescriptor.of(JAVA_INT, ADDRESS, ADDRESS, ADDRESS);
                case OPJ_STREAM_CREATE -> FunctionDescriptor.of(ADDRESS, JAVA_LONG, JAVA_INT);
                case OPJ_STREAM_SET_USER_DATA ->
                        FunctionDescriptor.ofVoid(ADDRESS, ADDRESS, ADDRESS);
                case OPJ_STREAM_SET_USER_DATA_LENGTH ->
                        FunctionDescriptor.ofVoid(ADDRESS, JAVA_LONG);
                case OPJ_STREAM_SET_READ_FUNCTION,
                        OPJ_STREAM_SET_SKIP_FUNCTION,
                        OPJ_STREAM_SET_SEEK_FUNCTION ->
                        FunctionDescriptor.ofVoid(ADDRESS, ADDRESS);
                case OPJ_SET_DEFAULT_DECODER_PARAMETERS,
                        OPJ_DESTROY_CODEC,
                        OPJ_IMAGE_DESTROY,
                        OPJ_STREAM_DESTROY ->
                        FunctionDescriptor.ofVoid(ADDRESS);
            };
        }

        private MethodHandle in(SymbolLookup symbols) {
            return Linker.nativeLinker()
                    .downcallHandle(
                            symbols.find(name().toLowerCase(Locale.ROOT)).orElseThrow(), shape());
        }
    }

    /** What the library calls of a {@link Source}. */
    enum Upcall {
        READ,
        SKIP,
        SEEK;

        /** What it takes and returns, as openjpeg.h has it. */
        FunctionDescriptor shape() {
            return switch (this) {
                case READ -> FunctionDescriptor.of(JAVA_LONG, ADDRESS, JAVA_LONG, ADDRESS);
                case SKIP -> FunctionDescriptor.of(JAVA_LONG, JAVA_LONG, ADDRESS);
                case SEEK -> FunctionDescriptor.of(JAVA_INT, JAVA_LONG, ADDRESS);
            };
        }

        /** The method of {@link Source}. */
        String method() {
            return name().toLowerCase(Locale.ROOT);
        }

        private MemorySegment of(Source source, Arena arena)
                throws NoSuchMethodException, IllegalAccessException {
            MethodHandle method =
                    MethodHandles.lookup()
                            .findVirtual(Source.class, method(), shape().toMethodType());
            return Linker.nativeLinker().upcallStub(method.bindTo(source), shape(), arena);
        }
    }

    private OpenJpeg(SymbolLookup symbols) {
        createDecoder = Downcall.OPJ_CREATE_DECOMPRESS.in(symbols);
        defaultParameters = Downcall.OPJ_SET_DEFAULT_DECODER_PARAMETERS.in(symbols);
        setup = Downcall.OPJ_SETUP_DECODER.in(symbols);
        readHeader = Downcall.OPJ_READ_HEADER.in(symbols);
        decode = Downcall.OPJ_DECODE.in(symbols);
        destroyCodec = Downcall.OPJ_DESTROY_CODEC.in(symbols);
        destroyImage = Downcall.OPJ_IMAGE_DESTROY.in(symbols);
        createStream = Downcall.OPJ_STREAM_CREATE.in(symbols);
        destroyStream = Downcall.OPJ_STREAM_DESTROY.in(symbols);
        setUserData = Downcall.OPJ_STREAM_SET_USER_DATA.in(symbols);
        setUserDataLength = Downcall.OPJ_STREAM_SET_USER_DATA_LENGTH.in(symbols);
        setRead = Downcall.OPJ_STREAM_SET_READ_FUNCTION.in(symbols);
        setSkip = Downcall.OPJ_STREAM_SET_SKIP_FUNCTION.in(symbols);
        setSeek = Downcall.OPJ_STREAM_SET_SEEK_FUNCTION.in(symbols);
    }

    /** The library, or why it is not there. */
    record Loaded(@Nullable OpenJpeg library, Jpeg2000 answer) {}

    /**
     * The library.
     *
     * @throws UnsupportedImageException {@code jpeg-2000-not-available}, or {@code
     *     jpeg-2000-not-callable} when it is there and cannot be called; see {@link Jpeg2000}
     */
    static OpenJpeg get() throws UnsupportedImageException {
        var loaded = loaded();
        if (loaded.library == null) {
            throw new UnsupportedImageException(
                    loaded.answer.state() == Jpeg2000.State.NOT_CALLABLE
                            ? "jpeg-2000-not-callable"
                            : "jpeg-2000-not-available");
        }
        return loaded.library;
    }

    /** Loads the library when it is asked for first, which is never while an image is built. */
    static synchronized Loaded loaded() {
        if (loaded == null) {
            loaded =
                    "off".equals(System.getProperty("medsendx.jpeg2000"))
                            ? without(Jpeg2000.State.OFF, "switched off by medsendx.jpeg2000")
                            : load(LIBRARY);
        }
        return loaded;
    }

    /** A library under this name: not there, there and of no use, or there and tried. */
    static Loaded load(String name) {
        SymbolLookup symbols;
        try {
            symbols = SymbolLookup.libraryLookup(name, Arena.global());
        } catch (IllegalArgumentException e) {
            return without(Jpeg2000.State.NOT_INSTALLED, name + " is not installed");
        } catch (IllegalCallerException e) {
            return without(
                    Jpeg2000.State.NOT_CALLABLE,
                    "native access is not allowed: run with --enable-native-access=ALL-UNNAMED");
        } catch (RuntimeException | LinkageError e) {
            return without(
                    Jpeg2000.State.NOT_CALLABLE,
                    name + " cannot be looked up: " + e.getClass().getSimpleName());
        }
        try {
            var library = new OpenJpeg(symbols);
            library.tryStream();
            return new Loaded(library, new Jpeg2000(Jpeg2000.State.AVAILABLE, name));
        } catch (NoSuchElementException e) {
            return without(Jpeg2000.State.NOT_CALLABLE, name + " lacks a function of version 2");
        } catch (RuntimeException | LinkageError e) {
            // A native executable throws a LinkageError of its own for calls it was not told of.
            return without(
                    Jpeg2000.State.NOT_CALLABLE,
                    name
                            + " is there, but its calls are not registered in this program ("
                            + e.getClass().getSimpleName()
                            + "): the native executable was built without the metadata of the"
                            + " module dicom");
        }
    }

    private static Loaded without(Jpeg2000.State state, String cause) {
        return new Loaded(null, new Jpeg2000(state, cause));
    }

    /** Makes and ends a stream, so that a callback nobody registered is heard of now. */
    private void tryStream() {
        try (var arena = Arena.ofConfined();
                var decoding = new Decoding()) {
            decoding.stream = stream(arena, new byte[1]);
        } catch (Throwable e) {
            throw unchecked(e);
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
        MemorySegment stream = (MemorySegment) createStream.invokeExact(BUFFER, 1);
        setUserData.invokeExact(stream, MemorySegment.NULL, MemorySegment.NULL);
        setUserDataLength.invokeExact(stream, (long) bytes.length);
        setRead.invokeExact(stream, Upcall.READ.of(source, arena));
        setSkip.invokeExact(stream, Upcall.SKIP.of(source, arena));
        setSeek.invokeExact(stream, Upcall.SEEK.of(source, arena));
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
