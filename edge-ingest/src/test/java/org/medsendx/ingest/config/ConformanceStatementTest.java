package org.medsendx.ingest.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.smallrye.config.WithDefault;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The configuration table of docs/dicom-conformance.md is that of the service. */
class ConformanceStatementTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| `([a-z.\"A-Z-]+)` \\| (\\S+) \\|");

    /** Of no matter to a peer. */
    private static final Pattern ELSEWHERE =
            Pattern.compile(
                    "identified-dir|truck|sources\\.\"AE\"\\.(truck|scanner)|hot-folder.*|inspect-.*"
                            + "|log-check-every|keep\\..*|orders\\..*|crew\\..*");

    @Test
    void every_key_of_the_network_is_there_with_its_default() throws IOException {
        var stated = new TreeMap<String, String>();
        String statement = Files.readString(Path.of("../docs/dicom-conformance.md"));
        ROW.matcher(statement.substring(statement.indexOf("### 4.4"), statement.indexOf("\n## 5")))
                .results()
                .forEach(row -> stated.put(row.group(1), row.group(2).replace("`", "")));

        var real = new TreeMap<String, String>();
        collect(IngestConfig.class, "", real);
        real.keySet().removeIf(key -> ELSEWHERE.matcher(key).matches());

        assertThat(new TreeSet<>(stated.keySet())).isEqualTo(new TreeSet<>(real.keySet()));
        assertThat(stated).isEqualTo(real);
    }

    private static void collect(Class<?> type, String prefix, Map<String, String> keys) {
        for (Method method : type.getDeclaredMethods()) {
            String key =
                    prefix + method.getName().replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
            if (method.getReturnType() == Map.class) {
                collect(
                        key.equals("sources")
                                ? IngestConfig.Source.class
                                : IngestConfig.Destination.class,
                        key + ".\"AE\".",
                        keys);
            } else if (method.getReturnType().getEnclosingClass() == IngestConfig.class) {
                collect(method.getReturnType(), key + ".", keys);
            } else {
                var byDefault = method.getAnnotation(WithDefault.class);
                keys.put(key, byDefault == null ? "-" : byDefault.value());
            }
        }
    }
}
