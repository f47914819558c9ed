package org.medsendx.dicom;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.medsendx.dicom.io.DicomReader;

/** Compiles and runs the example in each layer's package-info, as a reader would paste it. */
class PackageExamplesTest {

    private static final List<String> LAYERS = List.of("dictionary", "data", "io", "web");

    @TempDir static Path folder;

    @BeforeAll
    static void compiles_the_examples() throws Exception {
        List<String> arguments = new ArrayList<>(List.of("-proc:none", "-d", folder.toString()));
        Path classes =
                Path.of(
                        DicomReader.class
                                .getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .toURI());
        arguments.addAll(List.of("-cp", classes.toString()));
        for (String layer : LAYERS) {
            Path source = folder.resolve(name(layer) + ".java");
            Files.writeString(source, source(layer));
            arguments.add(source.toString());
        }
        JavaCompiler compiler = Objects.requireNonNull(ToolProvider.getSystemJavaCompiler());
        var faults = new StringWriter();
        boolean compiled =
                compiler.getTask(
                                faults,
                                null,
                                null,
                                arguments.subList(0, 5),
                                null,
                                compiler.getStandardFileManager(null, null, null)
                                        .getJavaFileObjectsFromStrings(
                                                arguments.subList(5, arguments.size())))
                        .call();
        assertThat(compiled).as(faults.toString()).isTrue();
    }

    private static String name(String layer) {
        return layer.substring(0, 1).toUpperCase(Locale.ROOT) + layer.substring(1) + "Example";
    }

    /** The snippet of a layer: its imports, and the rest as the body of a method. */
    private static String source(String layer) throws Exception {
        Path file = Path.of("src/main/java/org/medsendx/dicom", layer, "package-info.java");
        String text = Files.readString(file);
        int begin = text.indexOf("{@snippet :") + "{@snippet :".length();
        String snippet = text.substring(begin, text.indexOf("\n * }\n", begin));
        var imports = new StringBuilder();
        var body = new StringBuilder();
        for (String line : snippet.lines().map(l -> l.replaceFirst("^ \\* ?", "")).toList()) {
            (line.startsWith("import ") ? imports : body).append(line).append('\n');
        }
        return imports
                + "public class "
                + name(layer)
                + " { public static Object run(java.nio.file.Path folder) throws Exception {\n"
                + body
                + "}}\n";
    }

    private static Object run(String layer) throws Exception {
        URL[] here = {folder.toUri().toURL()};
        try (var loader = new URLClassLoader(here, PackageExamplesTest.class.getClassLoader())) {
            return loader.loadClass(name(layer))
                    .getMethod("run", Path.class)
                    .invoke(null, Files.createTempDirectory(folder, layer));
        }
    }

    @Test
    void the_dictionary_names_an_attribute() throws Exception {
        assertThat(run("dictionary")).isEqualTo("(0010,0010) PN 1");
    }

    @Test
    void data_sets_nest_and_change_their_character_set() throws Exception {
        assertThat(run("data")).isEqualTo("M\u00fcller^J\u00f6rg in ISO_IR 192, Thorax");
    }

    @Test
    void a_file_is_read_edited_and_written_in_another_syntax() throws Exception {
        assertThat(run("io")).isEqualTo("anonymous, 1.2.840.10008.1.2");
    }

    @Test
    void a_multipart_message_carries_dicom_json() throws Exception {
        assertThat(run("web")).isEqualTo("application/dicom+json: Doe^Jane");
    }
}
