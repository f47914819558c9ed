package org.medsendx.webguard;

import java.util.List;
import java.util.Map;

/**
 * What is known of a request before anything is done for it.
 *
 * @param method as it was sent
 * @param target request target as it was sent (RFC 9112, 3.2)
 * @param fields all values of the fields of {@link Guard#FIELDS} that were sent, by their names in
 *     lower case, in their order
 */
public record WebRequest(String method, String target, Map<String, List<String>> fields) {

    public WebRequest {
        fields = Map.copyOf(fields);
    }

    /** The values of a field; none when it was not sent. */
    List<String> all(String name) {
        return fields.getOrDefault(name, List.of());
    }
}
