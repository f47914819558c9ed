package org.medsendx.localstack.images;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

    @TempDir private Path folder;

    // Names as the libraries that the services use have them.
    @ParameterizedTest
    @CsvSource({
        "librocksdbjni-linux64.so, true, false",
        "librocksdbjni-linux-aarch64.so, false, true",
        "librocksdbjni-linux64-musl.so, false, false",
        "librocksdbjni-linux32.so, false, false",
        "librocksdbjni-linux-s390x.so, false, false",
        "librocksdbjni-osx-arm64.jnilib, false, false",
        "librocksdbjni-win64.dll, false, false",
        "linux/amd64/libzstd-jni-1.5.6-10.so, true, false",
        "linux/aarch64/libzstd-jni-1.5.6-10.so, false, true",
        "darwin/aarch64/libzstd-jni-1.5.6-10.dylib, false, false",
        "freebsd/amd64/libzstd-jni-1.5.6-10.so, false, false",
        "org/xerial/snappy/native/Linux/x86_64/libsnappyjava.so, true, false",
        "org/xerial/snappy/native/Linux/x86/libsnappyjava.so, false, false",
        "org/xerial/snappy/native/Linux/android-arm/libsnappyjava.so, false, false",
        "META-INF/native/libnetty_transport_native_epoll_x86_64.so, true, false",
        "net/jpountz/util/linux/amd64/liblz4-java.so, true, false",
        "ai/onnxruntime/native/linux-x64/libonnxruntime.so, true, false",
        "ai/onnxruntime/native/linux-aarch64/libonnxruntime4j_jni.so, false, true",
        "ai/onnxruntime/native/osx-x64/libonnxruntime.dylib.dSYM/Contents/Resources/DWARF/libonnxruntime.dylib, false, false",
        "ai/onnxruntime/native/win-x64/onnxruntime.dll, false, false",
        "lib/libself.so, true, true",
        "org/rocksdb/WindowsAreNoLibrary.class, true, true"
    })
    void keeps_the_native_libraries_of_its_own_platform(
            String entry, boolean amd64, boolean arm64) {
        assertThat(Platform.AMD64.isForAnother(entry)).isEqualTo(!amd64);
        assertThat(Platform.ARM64.isForAnother(entry)).isEqualTo(!arm64);
    }

    @Test
    void copies_a_jar_without_what_is_for_others() throws IOException {
        var jar = folder.resolve("some.jar");
        try (var out = new ZipOutputStream(Files.newOutputStream(jar))) {
            for (var name : new String[] {"A.class", "linux/amd64/a.so", "win/amd64/a.dll"}) {
                out.putNextEntry(new ZipEntry(name));
                out.write(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
            }
        }

        Jars.copy(jar, folder.resolve("to/some.jar"), Platform.AMD64);

        try (var copy = new ZipFile(folder.resolve("to/some.jar").toFile())) {
            assertThat(copy.stream().map(ZipEntry::getName))
                    .containsExactly("A.class", "linux/amd64/a.so");
        }
    }

    @Test
    void says_which_platforms_there_are() {
        assertThat(Platform.of("linux/arm64")).isEqualTo(Platform.ARM64);
        assertThatThrownBy(() -> Platform.of("linux/riscv64"))
                .hasMessageContaining("linux/amd64, linux/arm64");
    }

    @Test
    void reads_the_modules_of_the_jre_without_those_that_are_left_out() throws IOException {
        var file =
                Files.writeString(
                        folder.resolve("modules"),
                        "# why\njava.base    everything\njdk.zipfs  jars\n- java.compiler  no\n");

        assertThat(JavaRuntime.modules(file)).containsExactly("java.base", "jdk.zipfs");
    }
}
