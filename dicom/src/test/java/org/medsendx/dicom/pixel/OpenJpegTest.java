package org.medsendx.dicom.pixel;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.medsendx.dicom.ChildJvm;

/** Why JPEG 2000 is not there is told, and a native executable is told of each call. */
class OpenJpegTest {

    private static final String METADATA =
            "/META-INF/native-image/org.medsendx/dicom/reachability-metadata.json";

    @Test
    void every_function_that_is_called_has_its_shape_in_the_metadata() throws IOException {
        assertThat(shapes("downcalls", "upcalls"))
                .isEqualTo(texts(Arrays.stream(OpenJpeg.Downcall.values()).map(c -> c.shape())));
    }

    @Test
    void every_callback_has_its_shape_and_its_method_in_the_metadata() throws IOException {
        assertThat(shapes("upcalls", null))
                .isEqualTo(texts(Arrays.stream(OpenJpeg.Upcall.values()).map(c -> c.shape())));

        var methods = new TreeSet<String>();
        for (var upcall : OpenJpeg.Upcall.values()) {
            methods.add(
                    upcall.method()
                            + upcall.shape().toMethodType().parameterList().stream()
                                    .map(Class::getTypeName)
                                    .toList());
        }
        var registered = new TreeSet<String>();
        var entry =
                Pattern.compile(
                                "\"type\": \"org\\.medsendx\\.dicom\\.pixel\\.OpenJpeg\\$Source\","
                                        + "\\s*\"methods\": \\[(.*?)}\\s*]",
                                Pattern.DOTALL)
                        .matcher(metadata());
        assertThat(entry.find()).isTrue();
        var method =
                Pattern.compile("\"name\": \"(\\w+)\",\\s*\"parameterTypes\": \\[(.*?)]")
                        .matcher(entry.group(1));
        while (method.find()) {
            registered.add(
                    method.group(1) + List.of(method.group(2).replace("\"", "").split(", ", -1)));
        }
        assertThat(registered).isEqualTo(methods);
    }

    @Test
    void a_library_that_is_not_there_is_not_installed() {
        var answer = OpenJpeg.load("libno-such-thing.so.7").answer();

        assertThat(answer.state()).isEqualTo(Jpeg2000.State.NOT_INSTALLED);
        assertThat(answer.cause()).contains("libno-such-thing.so.7").contains("not installed");
    }

    @Test
    void a_library_that_is_another_one_is_installed_and_of_no_use() {
        var answer = OpenJpeg.load("libc.so.6").answer();

        assertThat(answer.state()).isEqualTo(Jpeg2000.State.NOT_CALLABLE);
        assertThat(answer.cause()).contains("lacks a function");
    }

    @Test
    void native_access_that_is_denied_is_no_missing_library() throws Exception {
        var child = ChildJvm.run(Child.class, List.of("--illegal-native-access=deny"));

        assertThat(child.output())
                .contains("NOT_CALLABLE")
                .contains("native access is not allowed");
        assertThat(child.output()).contains("jpeg-2000-not-callable");
    }

    @Test
    void a_library_that_nobody_wants_is_off() throws Exception {
        var child = ChildJvm.run(Child.class, List.of("-Dmedsendx.jpeg2000=off"));

        assertThat(child.output()).contains("OFF").contains("jpeg-2000-not-available");
    }

    /** Says how it is in a process of its own, where the library was not asked for before. */
    static final class Child {

        private Child() {}

        public static void main(String[] args) {
            System.out.println(Jpeg2000.here());
            try {
                OpenJpeg.get();
            } catch (UnsupportedImageException e) {
                System.out.println(e.code());
            }
        }
    }

    private static String metadata() throws IOException {
        try (var in = OpenJpegTest.class.getResourceAsStream(METADATA)) {
            assertThat(in).isNotNull();
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static Set<String> shapes(
            String section, @org.jspecify.annotations.Nullable String next) throws IOException {
        String all = metadata();
        int begin = all.indexOf('"' + section + '"');
        int end = next == null ? all.length() : all.indexOf('"' + next + '"');
        var shape =
                Pattern.compile("\"returnType\": \"(.*?)\", \"parameterTypes\": \\[(.*?)]")
                        .matcher(all.substring(begin, end));
        var found = new TreeSet<String>();
        while (shape.find()) {
            found.add(shape.group(1) + "(" + shape.group(2).replace("\"", "") + ")");
        }
        return found;
    }

    private static Set<String> texts(Stream<FunctionDescriptor> shapes) {
        return shapes.map(shape ->
                        shape.returnLayout().map(OpenJpegTest::text).orElse("void")
                                + shape.argumentLayouts().stream()
                                        .map(OpenJpegTest::text)
                                        .collect(joining(", ", "(", ")")))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text(MemoryLayout layout) {
        return switch (layout) {
            case AddressLayout address -> "void*";
            case ValueLayout.OfInt number -> "jint";
            case ValueLayout.OfLong number -> "jlong";
            default -> throw new IllegalArgumentException(layout.toString());
        };
    }
}
