package org.medsendx.localstack.images;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** What an image runs on. */
public enum Platform {
    AMD64("linux64\\.so|linux32-x86_64|x86[_-]64|amd64|linux-x64", "x86_64"),
    ARM64("aarch64|arm64", "aarch64");

    private static final Pattern LIBRARY =
            Pattern.compile(".*\\.(so|dll|a|dylib|jnilib)(\\.[0-9.]+)?");
    private static final Pattern OTHER_SYSTEM =
            Pattern.compile("(?i)musl|android|win|darwin|osx|mac|freebsd|openbsd|aix|sunos");
    private static final Pattern ANY_PROCESSOR =
            Pattern.compile(
                    "(?i)linux|x86|i386|aarch64|arm|ppc|s390|mips|riscv|loongarch|sparc|amd64");

    private final Pattern processor;
    private final String machine;

    Platform(String processor, String machine) {
        this.processor = Pattern.compile("(?i)" + processor);
        this.machine = machine;
    }

    /** As image tools write it, such as {@code linux/amd64}. */
    public String ofImages() {
        return "linux/" + debian();
    }

    /** As Debian calls the processor, such as {@code amd64}. */
    public String debian() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Whether this machine is one. */
    public boolean here() {
        var arch = System.getProperty("os.arch");
        return System.getProperty("os.name").equals("Linux")
                && (arch.equals(debian()) || arch.equals(machine));
    }

    /**
     * Whether a file of a jar is a native library that is for another system: libraries that say
     * nothing about a system in their path are for all.
     */
    boolean isForAnother(String entry) {
        if (!LIBRARY.matcher(entry).matches()) {
            return false;
        }
        if (OTHER_SYSTEM.matcher(entry).find()
                || entry.endsWith(".dll")
                || entry.endsWith(".dylib")
                || entry.endsWith(".jnilib")) {
            return true;
        }
        return ANY_PROCESSOR.matcher(entry).find() && !processor.matcher(entry).find();
    }

    /**
     * The platform of this machine.
     *
     * @throws IllegalStateException where there are no images for
     */
    public static Platform ofThisMachine() {
        return Arrays.stream(values())
                .filter(p -> System.getProperty("os.arch").matches(p.debian() + "|" + p.machine))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalStateException(
                                "no images for " + System.getProperty("os.arch")));
    }

    /**
     * Reads {@code linux/arm64}.
     *
     * @throws IllegalArgumentException for any other
     */
    public static Platform of(String text) {
        return Arrays.stream(values())
                .filter(p -> p.ofImages().equals(text))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                text
                                        + " is none of "
                                        + String.join(
                                                ", ",
                                                List.of(AMD64.ofImages(), ARM64.ofImages()))));
    }
}
